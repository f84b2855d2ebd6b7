"""Reads the week: every number of it, each with the name of the list that holds its rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.services.friday.complained import Complained, sum_up_complaints
from server.services.friday.covered import Coverage, PersonCovered, coverage_by_person, team_covered
from server.services.friday.learnt import ANSWERS, CONTACTS, PROSPECTS, Topic, facts_by_topic
from server.services.friday.listing import Row
from server.services.friday.looking import Looking
from server.services.friday.promised import LEFT_OVER, Ending, OfOne, promises_by_person
from server.services.friday.said import Named, by_name, read_told
from server.services.friday.untouched import Untouched, sum_up_untouched

MOST_SHOWN = 8  # rows and names on the page itself; the list behind the number holds them all


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, in numbers; `competitors` and `asked_for` by name, most customers first."""

    topics: tuple[Topic, ...]
    answers: int
    contacts: int
    prospects: int
    needs: int
    changes: int
    competitor_rows: int
    competitors: tuple[Named, ...]
    asked_for_rows: int
    asked_for: tuple[Named, ...]

    @property
    def facts(self) -> int:
        return sum(one.count for one in self.topics)


@dataclass(frozen=True, slots=True)
class Friday:
    """One week in numbers."""

    untouched: Untouched
    untouched_first: tuple[Row, ...]
    promises: tuple[OfOne, ...]
    left_over: int
    complaints: Complained
    learnt: Learnt
    team: Coverage
    people: tuple[PersonCovered, ...]

    def ended(self, ending: Ending) -> int:
        return sum(one.endings[ending] for one in self.promises)

    @property
    def due(self) -> int:
        return sum(one.due for one in self.promises)


def read_friday(session: Session, looking: Looking) -> Friday:
    people = coverage_by_person(session, looking)
    untouched, untouched_first = sum_up_untouched(session, looking, MOST_SHOWN)
    return Friday(
        untouched=untouched,
        untouched_first=tuple(untouched_first),
        promises=tuple(promises_by_person(session, looking)),
        left_over=LEFT_OVER.count(session, looking),
        complaints=sum_up_complaints(session, looking),
        learnt=_read_learnt(session, looking),
        team=team_covered(people),
        people=tuple(people),
    )


def _read_learnt(session: Session, looking: Looking) -> Learnt:
    told = read_told(session, looking)
    return Learnt(
        topics=tuple(facts_by_topic(session, looking)),
        answers=ANSWERS.count(session, looking),
        contacts=CONTACTS.count(session, looking),
        prospects=PROSPECTS.count(session, looking),
        needs=len(told.needs),
        changes=len(told.changes),
        competitor_rows=len(told.competitors),
        competitors=tuple(by_name(told.competitors)),
        asked_for_rows=len(told.asked_for),
        asked_for=tuple(by_name(told.asked_for)),
    )

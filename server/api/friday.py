"""The week in numbers for programs, and the rows behind each number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from models.base import now
from server.api.forms import Answer, Form, Text
from server.auth import OVERSEERS, allow
from server.current import database, keep_listed, settings
from server.errors import NotFound
from server.services.friday.listing import Narrow, told_in
from server.services.friday.listings import LISTINGS
from server.services.friday.looking import Looking, look_at
from server.services.friday.promised import Ending
from server.services.friday.reading import Friday, read_friday
from server.services.friday.said import heard_in

blueprint = APIBlueprint("friday_api", __name__, tag="Week")


class WhichWeek(Form):
    """An ISO week such as 2026-W10; without one the week that is running."""

    week: Annotated[str, Field(max_length=8)] = ""


class WhichRows(WhichWeek):
    """`person` is an id of staff, or "nobody"; `topic` a name, a kind of fact, or an age of complaints."""

    person: Annotated[Text, Field(max_length=36)] = ""
    topic: Annotated[Text, Field(max_length=200)] = ""
    first: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    most: Annotated[int, Field(ge=1, le=1000)] = 100


class WeekOut(Answer):
    """`is_running`: as of now; a week that is over is seen as it stood at its end."""

    name: str
    monday: date
    sunday: date
    is_running: bool


class UntouchedOut(Answer):
    """`yearly_value` sums what is known of `valued` of the customers."""

    customers: int
    valued: int
    yearly_value: float


class PromisesOut(Answer):
    """One person's, or nobody's where `staff_id` is null."""

    staff_id: str | None
    name: str
    due: int
    kept: int
    broken: int
    ahead: int
    dropped: int


class ComplainedOut(Answer):
    """`by_age` counts by days since they were said: 0-2, 3-7, 8-30, and 31 for more."""

    open: int
    by_age: dict[str, int]
    reopened: int
    settled: int


class TopicOut(Answer):
    kind: str
    name: str
    count: int


class NamedInNotesOut(Answer):
    name: str
    customers: int
    rows: int


class LearntOut(Answer):
    facts: int
    topics: list[TopicOut]
    answers: int
    contacts: int
    prospects: int
    needs: int
    changes: int
    competitors: list[NamedInNotesOut]
    asked_for: list[NamedInNotesOut]


class CoverageOut(Answer):
    notes: int
    visits_noted: int
    visits_bare: int
    customers_met: int
    customers: int


class PersonCoveredOut(Answer):
    staff_id: str | None
    name: str
    coverage: CoverageOut


class FridayOut(Answer):
    """People stand in the order of their names; there is no rank."""

    week: WeekOut
    untouched: UntouchedOut
    promises: list[PromisesOut]
    promises_left_over: int
    complaints: ComplainedOut
    learnt: LearntOut
    team: CoverageOut
    people: list[PersonCoveredOut]


class WeekRowOut(Answer):
    """One row; each list fills in what it has."""

    customer_id: str | None
    customer: str
    what: str
    who: str
    on: date | None
    at: datetime | None
    state: str
    value: float | None
    recording_id: str | None


class WeekRowsOut(Answer):
    """`count` is the number of all rows; `next` is the `first` of the page that follows, null at the end."""

    count: int
    rows: list[WeekRowOut]
    next: int | None


@blueprint.get("/friday")
@blueprint.input(WhichWeek, location="query", arg_name="wanted")
@blueprint.output(FridayOut)
@allow(*OVERSEERS)
def read(wanted: WhichWeek) -> FridayOut:
    """Read a week in numbers, in the reader's eyes: private notes of others count nowhere."""
    looking = _look(wanted)
    with database().reading() as session:
        seen = read_friday(session, looking)
        keep_listed(*told_in(session, heard_in((*seen.learnt.competitors, *seen.learnt.asked_for))))
    return _friday(looking, seen)


@blueprint.get("/friday/<listing_name>")
@blueprint.input(WhichRows, location="query", arg_name="wanted")
@blueprint.output(WeekRowsOut)
@allow(*OVERSEERS)
def read_rows(listing_name: str, wanted: WhichRows) -> WeekRowsOut:
    """Read the rows behind one number of a week, page by page."""
    looking, narrow = _look(wanted), Narrow(wanted.person, wanted.topic)
    if listing_name not in LISTINGS:
        raise NotFound(f"There is no such list. There are: {', '.join(LISTINGS)}.")
    listing = LISTINGS[listing_name]
    with database().reading() as session:
        count = listing.count(session, looking, narrow)
        found = listing.read(session, looking, narrow, first=wanted.first, most=wanted.most)
        keep_listed(*told_in(session, found))
    end = wanted.first + len(found)
    rows = [WeekRowOut.model_validate(row) for row in found]
    return WeekRowsOut(count=count, rows=rows, next=end if found and end < count else None)


def _look(wanted: WhichWeek) -> Looking:
    return look_at(wanted.week, now(), settings().time_zone, settings().visit_interval_days)


def _friday(looking: Looking, seen: Friday) -> FridayOut:
    week = looking.week
    return FridayOut(
        week=WeekOut(name=week.name, monday=week.monday, sunday=week.sunday, is_running=looking.is_running),
        untouched=UntouchedOut.model_validate(seen.untouched),
        promises=[
            PromisesOut(
                staff_id=one.staff_id,
                name=one.name,
                due=one.due,
                **{str(ending): one.endings[ending] for ending in Ending},
            )
            for one in seen.promises
        ],
        promises_left_over=seen.left_over,
        complaints=ComplainedOut.model_validate(seen.complaints),
        learnt=LearntOut.model_validate(seen.learnt),
        team=CoverageOut.model_validate(seen.team),
        people=[PersonCoveredOut.model_validate(one) for one in seen.people],
    )

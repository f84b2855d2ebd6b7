"""Promises by what became of them and complaints by age, to the second at which a day ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.complaint import Complaint
from models.database import Database
from models.private import seen_by
from models.staff import Role, Staff
from server.services.friday.complained import OPEN, SETTLED, sum_up_complaints
from server.services.friday.listing import Narrow
from server.services.friday.looking import Looking
from server.services.friday.promised import ENDED, LEFT_OVER, Ending, promises_by_person
from tests.server.pages.desk_makers import make_customer, make_recording, make_staff
from tests.server.services.friday.a_week import LONG_AGO, looking_at

END_OF_TUESDAY = datetime(2026, 3, 11, 5, tzinfo=UTC)  # midnight in Chicago
SECOND = timedelta(seconds=1)


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


def promise(session: Session, ana: Staff, **more: object) -> Action:
    note = make_recording(session, ana, make_customer(session), started_at=LONG_AGO)
    about = {"what": "send the price list", "due_on": date(2026, 3, 10), "owner_id": ana.id, "created_at": LONG_AGO}
    made = Action(recording_id=note.id, item_id="actions-0", **about | more)
    session.add(made)
    session.flush()
    return made


def ending(session: Session, looking: Looking) -> list[Ending]:
    return [one for of in promises_by_person(session, looking) for one, count in of.endings.items() if count]


@pytest.mark.parametrize(("after", "became"), [(-SECOND, Ending.KEPT), (timedelta(), Ending.BROKEN)])
def test_what_is_done_in_the_last_second_of_its_day_is_kept_and_a_second_later_broken(
    session: Session, ana: Staff, after: timedelta, became: Ending
) -> None:
    promise(session, ana, state=ActionState.DONE, closed_at=END_OF_TUESDAY + after)
    assert ending(session, looking_at()) == [became]
    assert [row.state for row in ENDED[became].read(session, looking_at())] == [
        "Done 10 Mar" if became == Ending.KEPT else "Done 11 Mar"
    ]


@pytest.mark.parametrize(("at", "became"), [(END_OF_TUESDAY - SECOND, Ending.AHEAD), (END_OF_TUESDAY, Ending.BROKEN)])
def test_an_open_promise_is_ahead_until_its_day_is_over(
    session: Session, ana: Staff, at: datetime, became: Ending
) -> None:
    promise(session, ana)
    assert ending(session, looking_at(at=at)) == [became]


def test_a_sundays_promise_is_broken_once_its_week_is_over(session: Session, ana: Staff) -> None:
    promise(session, ana, due_on=date(2026, 3, 8))
    assert ending(session, looking_at(weeks_back=1)) == [Ending.BROKEN]
    assert LEFT_OVER.count(session, looking_at()) == 1
    assert LEFT_OVER.count(session, looking_at(weeks_back=1)) == 0


def test_dropped_by_a_person_counts_and_misread_by_the_engine_does_not(session: Session, ana: Staff) -> None:
    promise(session, ana, state=ActionState.DROPPED, closed_at=LONG_AGO)
    assert ending(session, looking_at()) == []
    promise(session, ana, state=ActionState.DROPPED, closed_at=LONG_AGO, closed_by_id=ana.id)
    assert ending(session, looking_at()) == [Ending.DROPPED]


def test_left_over_is_seen_as_it_stood_when_the_week_ended(session: Session, ana: Staff) -> None:
    closed_at = looking_at().starts_at + timedelta(hours=3)
    promise(session, ana, due_on=date(2026, 2, 25), state=ActionState.DONE, closed_at=closed_at)
    assert LEFT_OVER.count(session, looking_at()) == 0
    assert LEFT_OVER.count(session, looking_at(weeks_back=1)) == 1
    assert LEFT_OVER.count(session, looking_at(weeks_back=2)) == 0  # its day was in that week


def test_complaints_change_their_age_at_midnight_here(session: Session, ana: Staff) -> None:
    note = make_recording(session, ana, make_customer(session), started_at=LONG_AGO)
    begin_of_tuesday = END_OF_TUESDAY - timedelta(days=1)
    for place, said_at in enumerate((begin_of_tuesday, begin_of_tuesday - SECOND)):
        about = {"kind": "late", "about": "late", "item_id": f"complaints-{place}"}
        session.add(Complaint(recording_id=note.id, said_at=said_at, **about))
    session.flush()
    assert sum_up_complaints(session, looking_at()).by_age == {"0-2": 1, "3-7": 1, "8-30": 0, "31": 0}
    by_age = {age: [row.state for row in OPEN.read(session, looking_at(), Narrow(topic=age))] for age in ("0-2", "3-7")}
    assert by_age == {"0-2": ["2 days"], "3-7": ["3 days"]}


def test_a_complaint_settled_since_was_open_when_its_week_ended(session: Session, ana: Staff) -> None:
    note = make_recording(session, ana, make_customer(session), started_at=LONG_AGO)
    closed_at = looking_at().starts_at + timedelta(days=1)
    about = {"kind": "late", "about": "late", "item_id": "complaints-0", "state": "closed", "closed_by_id": ana.id}
    session.add(Complaint(recording_id=note.id, said_at=closed_at - timedelta(days=5), closed_at=closed_at, **about))
    session.flush()
    then, by_now = sum_up_complaints(session, looking_at(weeks_back=1)), sum_up_complaints(session, looking_at())
    assert (then.open, then.settled, by_now.open, by_now.settled) == (1, 0, 0, 1)
    assert [row.state for row in OPEN.read(session, looking_at(weeks_back=1))] == ["4 days"]
    assert [row.state for row in SETTLED.read(session, looking_at())] == ["Settled 10 Mar by Ana Ruiz"]


@pytest.mark.parametrize(
    ("is_private", "reader", "opens"), [(False, "boss", "later"), (True, "boss", "first"), (True, "ana", "later")]
)
def test_a_settled_complaint_opens_the_note_that_says_so_where_the_reader_may_read_it(
    database: Database, is_private: bool, reader: str, opens: str
) -> None:
    with database.session() as session:
        people = {"ana": make_staff(session), "boss": make_staff(session, "Farah Siddiqui", Role.MANAGER)}
        customer, closed_at = make_customer(session), looking_at().starts_at + timedelta(days=1)
        first = make_recording(session, people["ana"], customer, started_at=LONG_AGO)
        later = make_recording(session, people["ana"], customer, started_at=closed_at, is_private=is_private)
        about = {"kind": "late", "about": "late", "item_id": "complaints-0", "said_at": LONG_AGO, "state": "closed"}
        session.add(Complaint(recording_id=first.id, closed_at=closed_at, closed_by_recording_id=later.id, **about))
        session.commit()
        notes, reader_id = {"first": first.id, "later": later.id}, people[reader].id
    with seen_by(database, reader_id).reading() as session:
        (row,) = SETTLED.read(session, looking_at())
    assert (row.state, row.recording_id) == ("Settled 10 Mar by a later note", notes[opens])

"""Complaints are rows: routed by kind, closed by people and later notes, and never changed against a person's word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.complaint import Complaint, ComplaintRoute, ComplaintState
from models.event import Event
from models.staff import Role, Staff
from server.errors import Forbidden, Problem
from server.services.complaints.closing import close_what_was_settled, require_may_close, set_state
from server.services.complaints.complaint_kind import ComplaintKind, kind_of
from server.services.complaints.routing import hand_to, set_route
from server.services.complaints.signals import ordinal, signals_at_each
from server.services.notes.entry_correction import correct_entry
from server.services.notes.entry_ledgers import keep_ledgers
from tests.support.makers import TUESDAY_MORNING, make_customer, make_staff
from tests.support.told import ZONE, heard, identity, move, tell, tell_again
from voice.lexicon import Lexicon

LATE = {"about": "delivery two hours late again", "severity": "high", "evidence": heard(0, 3)}
RANCID = {"about": "olive oil tin was rancid", "severity": None, "evidence": heard(4, 7)}


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


@pytest.fixture
def tom(session: Session) -> Staff:
    return make_staff(session, "Tom Becker", Role.SUPPORT)


@pytest.fixture
def customer_id(session: Session) -> str:
    return make_customer(session).id


def of(*complaints: dict[str, Any]) -> dict[str, Any]:
    return {"complaints": list(complaints)}


def rows(session: Session) -> list[Complaint]:
    return list(session.scalars(select(Complaint).order_by(Complaint.said_at, Complaint.item_id)))


@pytest.mark.parametrize(
    ("about", "kind"),
    [
        ("mustard late on friday", "late"),
        ("delivery was two hours late again", "late"),
        ("fish sauce delivery short two cases again", "short"),
        ("shorted her four tubs of vanilla ice cream", "short"),
        ("olive oil tin was rancid", "quality"),
        ("shrimp was freezer burned", "quality"),
        ("avocados rock hard and half went bad", "quality"),
        ("got skim milk instead of cream", "wrong"),
        ("invoice had the old price on the flour", "billing"),
        ("driver was rude", "service"),
        ("nobody called back", "service"),
        ("the colour of the napkins", "other"),
    ],
)
def test_its_words_tell_the_kind_of_a_complaint(about: str, kind: str) -> None:
    assert kind_of(about) == kind


def test_each_complaint_is_an_open_row_that_support_deals_with(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, of(LATE, RANCID))
    told = [(row.kind, row.about, row.is_serious, row.state, row.routed_role) for row in rows(session)]
    assert told == [
        ("late", LATE["about"], True, ComplaintState.OPEN, Role.SUPPORT),
        ("quality", RANCID["about"], False, ComplaintState.OPEN, Role.SUPPORT),
    ]


def test_a_route_sends_new_and_open_complaints_of_its_kind_to_a_person(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    tell(session, ana, customer_id, of(LATE))
    admin = identity(make_staff(session, "Ada Adler", Role.ADMIN))
    set_route(session, ComplaintKind.LATE, tom.id, admin)
    session.flush()
    tell(session, ana, customer_id, of(LATE, RANCID), day=1)
    assert [(row.kind, row.routed_to_id, row.routed_role) for row in rows(session)] == [
        ("late", tom.id, None),
        ("late", tom.id, None),
        ("quality", None, Role.SUPPORT),
    ]
    set_route(session, ComplaintKind.LATE, Role.MANAGER, admin)
    session.flush()
    kept = session.scalars(select(ComplaintRoute).order_by(ComplaintRoute.created_at)).all()
    assert [(route.staff_id, route.role, route.ended_at is None) for route in kept] == [
        (tom.id, None, False),
        (None, Role.MANAGER, True),
    ]
    with pytest.raises(Problem, match="from the list"):
        set_route(session, ComplaintKind.LATE, "nobody", admin)


def test_a_route_to_somebody_who_left_falls_back_to_support(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    set_route(session, ComplaintKind.LATE, tom.id, identity(tom))
    tom.left_at = now()
    tell(session, ana, customer_id, of(LATE))
    assert (rows(session)[0].routed_to_id, rows(session)[0].routed_role) == (None, Role.SUPPORT)


def test_whom_a_person_gave_it_stays_through_re_runs_and_new_routes(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    entry = tell(session, ana, customer_id, of(LATE))
    (row,) = rows(session)
    hand_to(session, row, tom.id, identity(ana))
    set_route(session, ComplaintKind.LATE, Role.MANAGER, identity(ana))
    tell_again(session, entry, of({**LATE, "about": "delivery late"}))
    assert (row.routed_to_id, row.routed_role, row.routed_by_id, row.about) == (tom.id, None, ana.id, "delivery late")
    tell_again(session, entry, of())
    assert row.state == ComplaintState.OPEN


def test_closed_by_a_person_it_stays_closed_when_the_note_is_read_again(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    entry = tell(session, ana, customer_id, of(LATE))
    (row,) = rows(session)
    set_state(session, row, ComplaintState.CLOSED, identity(tom))
    closed_at = row.closed_at
    keep_ledgers(session, entry, ZONE)
    set_state(session, row, ComplaintState.CLOSED, identity(tom))
    assert (row.state, row.closed_at, row.closed_by_id) == (ComplaintState.CLOSED, closed_at, tom.id)


def test_a_complaint_that_a_person_takes_out_of_the_note_is_withdrawn(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    entry = tell(session, ana, customer_id, of(LATE))
    hand_to(session, rows(session)[0], tom.id, identity(tom))
    gone = {"op": "remove", "item_id": "complaints-0"}
    correct_entry(session, entry, new_id(), [gone], identity(ana), lexicon=Lexicon(), zone=ZONE)
    assert rows(session)[0].state == ComplaintState.WITHDRAWN
    tell_again(session, entry, of(LATE))
    assert rows(session)[0].state == ComplaintState.OPEN


def test_a_later_note_that_says_so_closes_it_and_a_person_opens_it_again_for_good(
    session: Session, ana: Staff, customer_id: str
) -> None:
    tell(session, ana, customer_id, of(LATE, RANCID))
    later = tell(session, ana, customer_id, {}, "the late delivery is sorted and they are happy", day=2)
    (closed,) = close_what_was_settled(session, later.recording)
    assert (closed.about, closed.closed_by_recording_id) == (LATE["about"], later.recording_id)
    assert [row.state for row in rows(session)] == [ComplaintState.CLOSED, ComplaintState.OPEN]
    set_state(session, closed, ComplaintState.OPEN, identity(ana))
    assert close_what_was_settled(session, later.recording) == []


def test_neither_the_same_note_nor_an_earlier_one_nor_one_elsewhere_closes_it(
    session: Session, ana: Staff, customer_id: str
) -> None:
    said = "the late delivery is sorted"
    same = tell(session, ana, customer_id, of(LATE), said)
    earlier = tell(session, ana, customer_id, {}, said, day=-1)
    elsewhere = tell(session, ana, make_customer(session, "Blue Hen").id, {}, said, day=1)
    assert [close_what_was_settled(session, entry.recording) for entry in (same, earlier, elsewhere)] == [[], [], []]


def test_a_rep_closes_no_complaint_that_a_colleague_heard_but_the_desk_does(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    tell(session, ana, customer_id, of(LATE))
    (row,) = rows(session)
    ben = make_staff(session, "Ben Moe")
    with pytest.raises(Forbidden, match="colleague heard"):
        require_may_close(session, row, identity(ben))
    hand_to(session, row, ben.id, identity(tom))
    for somebody in (ana, ben, tom):
        require_may_close(session, row, identity(somebody))


def test_a_note_that_moves_takes_its_complaints_along(session: Session, ana: Staff, customer_id: str) -> None:
    entry = tell(session, ana, customer_id, of(LATE))
    other_id = make_customer(session, "Blue Hen").id
    move(session, entry, other_id)
    assert [row.customer_id for row in rows(session)] == [other_id]


def repeated(session: Session, customer_id: str, day: float) -> list[str]:
    at = TUESDAY_MORNING + timedelta(days=day, hours=1)
    return [one.text for one in signals_at_each(session, [customer_id], at, ZoneInfo(ZONE)).get(customer_id, ())]


def test_what_comes_back_within_sixty_days_is_counted_by_the_day(
    session: Session, ana: Staff, customer_id: str
) -> None:
    for day in (-70, -30, -10, 0, 0.1):
        tell(session, ana, customer_id, of(LATE), day=day)
    tell(session, ana, make_customer(session, "Blue Hen").id, of(LATE), day=-5)
    tell(session, ana, customer_id, of(RANCID), day=-3)
    assert repeated(session, customer_id, 0) == ["third late delivery in 60 days"]
    assert repeated(session, customer_id, 40) == ["second late delivery in 60 days"]


def test_each_repeated_complaint_leaves_one_event(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, of(LATE), day=-10)
    entry = tell(session, ana, customer_id, of(LATE, RANCID))
    keep_ledgers(session, entry, ZONE)
    told = session.scalars(select(Event).where(Event.kind == "signal.repeated")).all()
    assert [(event.recording_id, event.details["text"]) for event in told] == [
        (entry.recording_id, "second late delivery in 60 days")
    ]


def test_a_withdrawn_complaint_counts_no_more_and_a_closed_one_does(
    session: Session, ana: Staff, tom: Staff, customer_id: str
) -> None:
    withdrawn = tell(session, ana, customer_id, of(LATE), day=-10)
    tell(session, ana, customer_id, of(LATE), day=-5)
    tell(session, ana, customer_id, of(LATE))
    set_state(session, rows(session)[1], ComplaintState.CLOSED, identity(tom))
    tell_again(session, withdrawn, of())
    assert repeated(session, customer_id, 0) == ["second late delivery in 60 days"]


def test_ordinals_are_words_up_to_ten() -> None:
    assert [ordinal(count) for count in (2, 3, 10, 11, 21, 112)] == [
        "second",
        "third",
        "tenth",
        "11th",
        "21st",
        "112th",
    ]

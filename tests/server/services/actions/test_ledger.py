"""The ledger follows entries while an action is open, and keeps what people and later notes said about its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.base import new_id
from models.entry import Entry, EntryVersion
from models.recording import Recording, Transcript
from models.staff import Role, Staff
from server.current import Identity
from server.errors import Forbidden
from server.services.actions.closing import close_what_was_done, require_may_close, set_state
from server.services.actions.ledger import fill_ledger, keep_actions, read_due
from server.services.actions.reading import lately_closed, open_at
from server.services.notes.entry_correction import correct_entry
from tests.support.makers import TUESDAY_MORNING, make_customer, make_recording, make_staff
from voice.lexicon import Lexicon

ZONE = "America/Chicago"
HEARD = {"start_word": 0, "end_word": 3}
PRICE_LIST = {
    "item_id": "actions-0",
    "what": "send maria the price list",
    "owner": "me",
    "due": "2026-03-13",
    "evidence": HEARD,
}
CREDIT = {
    "item_id": "actions-1",
    "what": "call about the credit",
    "owner": "Gordon Pruitt",
    "due": None,
    "evidence": HEARD,
}
THURSDAY, SATURDAY = date(2026, 3, 12), date(2026, 3, 14)


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


@pytest.fixture
def customer_id(session: Session) -> str:
    return make_customer(session).id


def identity(staff: Staff) -> Identity:
    return Identity(staff.id, staff.name, Role(staff.role))


def spoken(
    session: Session, ana: Staff, customer_id: str, *actions: dict[str, Any], text: str = "", day: int = 0
) -> Entry:
    """Make a note with its entry and its rows in the ledger, as many days after the first one."""
    started_at = TUESDAY_MORNING + timedelta(days=day)
    recording = make_recording(session, ana, customer_id=customer_id, started_at=started_at)
    words: list[list[Any]] = [[word, at, at + 1, 1.0] for at, word in enumerate(text.split())]
    recording.transcript = Transcript(text=text, words=words, seconds=9, model="tiny", is_trial=True)
    entry = Entry(recording=recording, customer_id=customer_id)
    entry.versions.append(EntryVersion(number=1, content={"actions": list(actions)}, engine="rules-1"))
    session.add(entry)
    session.flush()
    keep_actions(session, entry, ZONE)
    return entry


def rows(session: Session) -> list[Action]:
    return list(session.scalars(select(Action).order_by(Action.item_id)))


def test_each_action_is_a_row_with_owner_and_due_date(session: Session, ana: Staff, customer_id: str) -> None:
    gordon = make_staff(session, "Gordon Pruitt", Role.SUPPORT)
    spoken(session, ana, customer_id, PRICE_LIST, CREDIT)
    first, second = rows(session)
    assert (first.owner_id, first.due_on, first.state) == (ana.id, date(2026, 3, 13), ActionState.OPEN)
    assert (second.owner_id, second.due_on, second.customer_id) == (gordon.id, None, customer_id)


def test_an_owner_who_is_nobody_of_ours_stays_in_words(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, {**CREDIT, "owner": "customer"})
    assert (rows(session)[0].owner_id, rows(session)[0].owner_name) == (None, "customer")


def test_a_correction_moves_the_due_date_and_a_removed_action_goes(
    session: Session, ana: Staff, customer_id: str
) -> None:
    entry = spoken(session, ana, customer_id, PRICE_LIST, CREDIT)
    changes = [
        {"op": "set", "item_id": "actions-0", "attribute": "due", "value": "2026-03-20"},
        {"op": "remove", "item_id": "actions-1"},
    ]
    correct_entry(session, entry, new_id(), changes, identity(ana), lexicon=Lexicon(), zone=ZONE)
    first, second = rows(session)
    assert first.due_on == date(2026, 3, 20)
    assert second.state == ActionState.DROPPED
    assert [one.what for one in open_at(session, customer_id, THURSDAY)] == [PRICE_LIST["what"]]


def test_what_a_person_closed_stays_closed_when_the_note_is_read_again(
    session: Session, ana: Staff, customer_id: str
) -> None:
    entry = spoken(session, ana, customer_id, PRICE_LIST)
    set_state(session, rows(session)[0], ActionState.DONE, identity(ana))
    closed_at = rows(session)[0].closed_at
    keep_actions(session, entry, ZONE)
    set_state(session, rows(session)[0], ActionState.DONE, identity(ana))
    assert (rows(session)[0].state, rows(session)[0].closed_at) == (ActionState.DONE, closed_at)
    assert [one.closed_by for one in lately_closed(session, customer_id, THURSDAY)] == [ana.name]


def test_what_is_past_its_day_is_overdue_and_first(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, CREDIT, PRICE_LIST)
    found = open_at(session, customer_id, SATURDAY)
    assert [(one.what, one.is_overdue) for one in found] == [(PRICE_LIST["what"], True), (CREDIT["what"], False)]


def test_a_later_note_that_says_so_closes_the_promise(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, PRICE_LIST, CREDIT)
    later = spoken(session, ana, customer_id, text="i sent maria the price list yesterday", day=2)
    closed = close_what_was_done(session, later.recording)
    assert [action.what for action in closed] == [PRICE_LIST["what"]]
    assert closed[0].closed_by_recording_id == later.recording_id
    assert [one.what for one in open_at(session, customer_id, THURSDAY)] == [CREDIT["what"]]


def test_opened_again_by_a_person_it_stays_open_for_that_note(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, PRICE_LIST)
    later = spoken(session, ana, customer_id, text="i sent maria the price list yesterday", day=2)
    (closed,) = close_what_was_done(session, later.recording)
    set_state(session, closed, ActionState.OPEN, identity(ana))
    assert close_what_was_done(session, later.recording) == []


def test_neither_the_same_note_nor_an_earlier_one_nor_one_elsewhere_closes_it(
    session: Session, ana: Staff, customer_id: str
) -> None:
    said = "i sent maria the price list"
    same = spoken(session, ana, customer_id, PRICE_LIST, text=said)
    earlier = spoken(session, ana, customer_id, text=said, day=-1)
    elsewhere = spoken(session, ana, make_customer(session, "Blue Hen").id, text=said, day=1)
    for entry in (same, earlier, elsewhere):
        assert close_what_was_done(session, entry.recording) == []


def test_a_note_that_moves_to_another_customer_takes_its_promises_along(
    session: Session, ana: Staff, customer_id: str
) -> None:
    entry = spoken(session, ana, customer_id, PRICE_LIST)
    other_id = make_customer(session, "Blue Hen").id
    session.get_one(Recording, entry.recording_id).customer_id = other_id
    keep_actions(session, entry, ZONE)
    assert open_at(session, customer_id, THURSDAY) == []
    assert len(open_at(session, other_id, THURSDAY)) == 1


def test_a_rep_closes_no_colleagues_promise_but_support_does(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, PRICE_LIST)
    (action,) = rows(session)
    with pytest.raises(Forbidden, match="promised by a colleague"):
        require_may_close(session, action, identity(make_staff(session, "Ben Moe")))
    tom = identity(make_staff(session, "Tom Becker", Role.SUPPORT))
    require_may_close(session, action, tom)
    set_state(session, action, ActionState.DONE, tom)
    assert (action.state, action.closed_by_id) == (ActionState.DONE, tom.staff_id)


def test_entries_from_before_the_ledger_are_filled_in_once(session: Session, ana: Staff, customer_id: str) -> None:
    spoken(session, ana, customer_id, PRICE_LIST)
    for action in rows(session):
        session.delete(action)
    session.flush()
    assert (fill_ledger(session, ZONE), fill_ledger(session, ZONE)) == (1, 0)
    assert len(rows(session)) == 1


@pytest.mark.parametrize(
    ("written", "on", "at"),
    [
        ("2026-03-13", date(2026, 3, 13), None),
        ("2026-03-13T23:30-05:00", date(2026, 3, 13), datetime(2026, 3, 14, 4, 30, tzinfo=UTC)),
        ("2026-03-13T09:00", date(2026, 3, 13), datetime(2026, 3, 13, 14, 0, tzinfo=UTC)),
        ("some time in april", None, None),
        (None, None, None),
    ],
)
def test_due_days_and_times_are_read_and_vague_words_are_not(
    written: str | None, on: date | None, at: datetime | None
) -> None:
    assert read_due(written, ZONE) == (on, at)

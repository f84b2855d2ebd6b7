"""Corrections are versions; they reach their item however late they come, and the old versions stay."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.base import new_id
from models.entry import Entry, EntryVersion
from models.staff import Role
from server.current import Identity
from server.errors import Problem
from server.services.notes.entry_content import with_item_ids
from server.services.notes.entry_correction import confirm_entry, correct_entry
from tests.support.makers import make_customer, make_recording, make_staff
from voice.lexicon import Contact, Lexicon, Product

OAT = Product("P1", "Barista Oat Milk", ("oat milk",), "case", 32.0)
SOY = Product("P2", "Soy Milk", (), "case", 20.0)
MARIA = Contact("K1", "C1", "Maria Lopez", "chef")
LEXICON = Lexicon(products=(OAT, SOY), contacts=(MARIA,))
HEARD = {"start_word": 0, "end_word": 3}
CONTENT = {
    "people": [{"name": "maria", "contact_id": None, "role": None, "evidence": HEARD}],
    "products": [
        {
            "product_id": "P1",
            "name": "Barista Oat Milk",
            "quantity": 12,
            "unit": "case",
            "per": None,
            "unit_price": None,
            "stance": "ordered",
            "dimension": "product",
            "evidence": HEARD,
        }
    ],
    "appointment": {"start": "2026-03-10T15:30-05:00", "evidence": HEARD},
    "outcome": "order",
    "sentiment": "neutral",
}


@pytest.fixture
def ana(session: Session) -> Identity:
    staff = make_staff(session)
    return Identity(staff.id, staff.name, Role.REP)


@pytest.fixture
def entry(session: Session, ana: Identity) -> Entry:
    from models.staff import Staff

    customer = make_customer(session)
    recording = make_recording(session, session.get_one(Staff, ana.staff_id))
    made = Entry(recording_id=recording.id, customer_id=customer.id)
    made.versions.append(EntryVersion(number=1, content=with_item_ids(CONTENT), engine="rules-1"))
    session.add(made)
    session.flush()
    return made


def correct(session: Session, entry: Entry, by: Identity, *changes: dict[str, Any], id: str = "") -> EntryVersion:
    return correct_entry(session, entry, id or new_id(), list(changes), by, lexicon=LEXICON, zone="America/Chicago")


def setting(item_id: str, attribute: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "item_id": item_id, "attribute": attribute, "value": value}


def test_a_correction_is_a_new_version_by_whom(session: Session, entry: Entry, ana: Identity) -> None:
    version = correct(session, entry, ana, setting("products-0", "quantity", 50))
    assert version.number == 2
    assert version.made_by is not None and version.made_by.name == "Ana Ruiz"
    assert entry.newest.content["products"][0]["quantity"] == 50
    assert entry.versions[0].content["products"][0]["quantity"] == 12


def test_the_same_correction_twice_is_one_version(session: Session, entry: Entry, ana: Identity) -> None:
    same = new_id()
    for _time in range(2):
        correct(session, entry, ana, setting("products-0", "quantity", 50), id=same)
    assert len(entry.versions) == 2


def test_two_corrections_made_from_the_same_old_state_both_hold(session: Session, entry: Entry, ana: Identity) -> None:
    correct(session, entry, ana, setting("products-0", "quantity", 50))
    correct(session, entry, ana, setting("products-0", "unit_price", "31.50"))
    product = entry.newest.content["products"][0]
    assert (product["quantity"], product["unit_price"]) == (50, 31.5)


def test_a_change_of_a_removed_item_is_kept_but_not_applied(session: Session, entry: Entry, ana: Identity) -> None:
    correct(session, entry, ana, {"op": "remove", "item_id": "products-0"})
    version = correct(session, entry, ana, setting("products-0", "quantity", 50))
    assert version.content["products"] == []
    assert version.changes[0]["is_applied"] is False


def test_removing_the_order_changes_the_outcome(session: Session, entry: Entry, ana: Identity) -> None:
    version = correct(session, entry, ana, {"op": "remove", "item_id": "products-0"})
    assert version.content["outcome"] == "info"


def test_choosing_product_and_person_takes_their_names(session: Session, entry: Entry, ana: Identity) -> None:
    version = correct(
        session, entry, ana, setting("products-0", "product_id", "P2"), setting("people-0", "contact_id", "K1")
    )
    assert version.content["products"][0]["name"] == "Soy Milk"
    assert version.content["people"][0]["name"] == "Maria Lopez"


def test_day_and_time_of_a_meeting_are_set_apart(session: Session, entry: Entry, ana: Identity) -> None:
    correct(session, entry, ana, setting("appointment", "start_on", "2026-07-14"))
    assert entry.newest.content["appointment"]["start"] == "2026-07-14T15:30-05:00"
    correct(session, entry, ana, setting("appointment", "start_time", ""))
    assert entry.newest.content["appointment"]["start"] == "2026-07-14"


@pytest.mark.parametrize(
    "change",
    [
        setting("products-0", "quantity", "many"),
        setting("products-0", "quantity", -1),
        setting("products-0", "quantity", True),
        setting("products-0", "quantity", 1e300),
        setting("products-0", "stance", "adores"),
        setting("products-0", "product_id", "P99"),
        setting("people-0", "contact_id", "K99"),
        setting("products-0", "evidence", "x"),
        setting("products-0", "item_id", "x"),
        setting("appointment", "start_on", "next week"),
        setting("appointment", "start_time", "25:00"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(
    session: Session, entry: Entry, ana: Identity, change: dict[str, Any]
) -> None:
    with pytest.raises(Problem) as refused:
        correct(session, entry, ana, change)
    assert refused.value.status == 422
    assert len(entry.versions) == 1


def test_confirming_twice_keeps_the_first_word(session: Session, entry: Entry, ana: Identity) -> None:
    confirm_entry(session, entry, ana)
    first = entry.confirmed_at
    confirm_entry(session, entry, ana)
    assert first is not None and entry.confirmed_at == first

"""The installation measures itself: only checked notes count, and each correction counts once, where it belongs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.entry import Entry, EntryVersion
from models.recording import Transcript
from models.staff import Role, Staff
from server.current import Identity
from server.services.notes.accuracy import FieldAccuracy, measure_accuracy
from server.services.notes.entry_content import with_item_ids
from server.services.notes.entry_correction import confirm_entry, correct_entry
from tests.support.makers import make_customer, make_recording, make_staff
from voice.lexicon import Lexicon, Product

OAT = Product("P1", "Barista Oat Milk", ("oat milk",), "case", 32.0)
SOY = Product("P2", "Soy Milk", (), "case", 20.0)
LEXICON = Lexicon(products=(OAT, SOY))
A_WEEK = timedelta(days=7)


def product(quantity: int) -> dict[str, Any]:
    evidence = {"start_word": 1, "end_word": 2}
    return {"product_id": "P1", "name": OAT.name, "quantity": quantity, "unit": "case", "evidence": evidence}


@pytest.fixture
def ana(session: Session) -> Identity:
    staff = make_staff(session)
    return Identity(staff.id, staff.name, Role.REP)


def make_entry(session: Session, ana: Identity, *quantities: int) -> Entry:
    recording = make_recording(session, session.get_one(Staff, ana.staff_id))
    words: list[list[Any]] = [["twelve", 0, 1, 1], ["oat", 1, 2, 1], ["silk", 2, 3, 1]]
    recording.transcript = Transcript(text="twelve oat silk", words=words, seconds=3, model="tiny", is_trial=True)
    entry = Entry(recording_id=recording.id, customer_id=make_customer(session).id)
    content = with_item_ids({"products": [product(each) for each in quantities], "amounts": []})
    entry.versions.append(EntryVersion(number=1, content=content, engine="rules-1"))
    session.add(entry)
    session.flush()
    return entry


def correct(session: Session, entry: Entry, ana: Identity, **change: Any) -> None:
    change = {"op": "set", "item_id": "products-0", **change}
    correct_entry(session, entry, new_id(), [change], ana, lexicon=LEXICON, zone="America/Chicago")


def measured_products(session: Session) -> FieldAccuracy:
    session.flush()
    return next(one for one in measure_accuracy(session, now() - A_WEEK).fields if one.field == "products")


def test_notes_that_nobody_checked_prove_nothing(session: Session, ana: Identity) -> None:
    make_entry(session, ana, 12)
    session.flush()
    measured = measure_accuracy(session, now() - A_WEEK)
    assert (measured.notes, measured.checked) == (1, 0)
    assert measured_products(session).share is None


def test_a_confirmed_note_counts_as_right_and_a_correction_as_one_fact_changed(session: Session, ana: Identity) -> None:
    confirm_entry(session, make_entry(session, ana, 12, 3), ana)
    correct(session, make_entry(session, ana, 12), ana, attribute="quantity", value=50)
    counted = measured_products(session)
    assert (counted.read, counted.changed, counted.removed, counted.kept) == (3, 1, 0, 2)
    assert counted.attributes == {"quantity": 1}


def test_a_fact_corrected_twice_counts_once_and_one_set_back_counts_as_right(session: Session, ana: Identity) -> None:
    twice, back = make_entry(session, ana, 12), make_entry(session, ana, 12)
    for value in (50, 60):
        correct(session, twice, ana, attribute="quantity", value=value)
    for value in (50, 12):
        correct(session, back, ana, attribute="quantity", value=value)
    assert (measured_products(session).changed, measured_products(session).kept) == (1, 1)


def test_what_people_removed_was_never_said(session: Session, ana: Identity) -> None:
    correct(session, make_entry(session, ana, 12, 3), ana, op="remove")
    counted = measured_products(session)
    assert (counted.removed, counted.kept) == (1, 1)


def test_names_put_right_are_listed_with_the_words_they_came_from(session: Session, ana: Identity) -> None:
    entries = [make_entry(session, ana, 12) for _each in range(2)]
    for entry in entries:
        correct(session, entry, ana, attribute="product_id", value="P2")
    session.flush()
    (mistake,) = measure_accuracy(session, now() - A_WEEK).names
    assert (mistake.heard, mistake.read, mistake.meant, mistake.times) == ("oat silk", OAT.name, SOY.name, 2)
    assert mistake.recording_id in {entry.recording_id for entry in entries}


def test_notes_before_the_period_do_not_count(session: Session, ana: Identity) -> None:
    entry = make_entry(session, ana, 12)
    entry.created_at = now() - 2 * A_WEEK
    confirm_entry(session, entry, ana)
    session.flush()
    assert measure_accuracy(session, now() - A_WEEK).notes == 0
    assert measured_products(session).read == 0


def test_the_range_is_wide_for_few_facts_and_narrow_for_many() -> None:
    few, many = FieldAccuracy("products", read=4, changed=1), FieldAccuracy("products", read=400, changed=100)
    assert few.share == many.share == 0.75
    # Wilson (1927): 3 of 4 lies between 0.301 and 0.954, 300 of 400 between 0.705 and 0.790.
    assert few.bounds == pytest.approx((0.301, 0.954), abs=0.001)
    assert many.bounds == pytest.approx((0.705, 0.790), abs=0.001)

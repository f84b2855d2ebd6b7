"""A correction made offline changes what was seen, wherever it stands by now, or nothing: then it is kept and shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.base import new_id
from models.entry import Entry
from models.staff import Staff
from server.services.notes.entry_correction import correct_entry
from server.services.notes.entry_reading import EntryReading, read_entry
from tests.support.makers import make_customer, make_staff
from tests.support.told import heard, identity, tell, tell_again
from voice.lexicon import Lexicon, Product

OAT, SOY = Product("P1", "Barista Oat Milk"), Product("P2", "Soy Milk")
LEXICON = Lexicon(products=(OAT, SOY))
WORDS = "twelve oat milk and ten soy milk"


def line(product: Product, quantity: int, first: int) -> dict[str, Any]:
    evidence = heard(first, first + 2)
    told = {"product_id": product.id, "name": product.name, "quantity": quantity, "unit": None, "evidence": evidence}
    return {**told, "unit_price": None, "per": None, "stance": "wants", "dimension": ""}


FIRST = {"products": [line(OAT, 12, 0), line(SOY, 10, 4)]}


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


@pytest.fixture
def entry(session: Session, ana: Staff) -> Entry:
    return tell(session, ana, make_customer(session).id, FIRST, WORDS)


def correct(session: Session, entry: Entry, ana: Staff, **of: str) -> list[Any]:
    change = {"op": "set", "item_id": "products-0", "attribute": "quantity", "value": 50, "of": of}
    correct_entry(session, entry, new_id(), [change], identity(ana), lexicon=LEXICON, zone="America/Chicago")
    return [(item["name"], item["quantity"]) for item in entry.newest.content["products"]]


def read(entry: Entry) -> EntryReading:
    return read_entry(entry, entry.recording.transcript, LEXICON)


SEEN = {"kind": "product", "said": "twelve oat milk", "text": "12 Barista Oat Milk"}


def test_what_was_seen_is_changed_where_it_still_stands(session: Session, entry: Entry, ana: Staff) -> None:
    assert correct(session, entry, ana, **SEEN) == [("Barista Oat Milk", 50), ("Soy Milk", 10)]
    assert read(entry).lost == ()


def test_it_is_changed_where_it_stands_by_now(session: Session, entry: Entry, ana: Staff) -> None:
    tell_again(session, entry, {"products": [line(SOY, 10, 4), line(OAT, 12, 0)]})
    assert correct(session, entry, ana, **SEEN) == [("Soy Milk", 10), ("Barista Oat Milk", 50)]


def test_of_the_same_name_at_its_place_other_words_do_not_matter(session: Session, entry: Entry, ana: Staff) -> None:
    seen = {**SEEN, "said": "fifteen oat milk"}
    assert correct(session, entry, ana, **seen)[0] == ("Barista Oat Milk", 50)


def test_where_it_is_gone_nothing_else_is_changed_and_both_say_so(session: Session, entry: Entry, ana: Staff) -> None:
    tell_again(session, entry, {"products": [line(SOY, 10, 4)]})
    assert correct(session, entry, ana, **SEEN) == [("Soy Milk", 10)]
    (told,) = read(entry).lost
    assert "Ana Ruiz" in told and "twelve oat milk" in told and "quantity 50" in told
    assert entry.newest.changes[0]["of"] == SEEN


def test_another_kind_at_its_place_is_not_what_was_meant(session: Session, entry: Entry, ana: Staff) -> None:
    correct(session, entry, ana, kind="complaint", said="twelve oat milk", text="cold milk")
    assert len(read(entry).lost) == 1


def test_a_further_correction_ends_the_notice(session: Session, entry: Entry, ana: Staff) -> None:
    correct(session, entry, ana, kind="complaint", said="cold", text="cold milk")
    correct(session, entry, ana, **SEEN)
    assert read(entry).lost == ()

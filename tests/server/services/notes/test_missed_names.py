"""What notes keep missing is offered for adding: twice written, once put right by people each time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.catalogue import Product
from models.customer import Customer
from models.learnt_alias import LearntAlias
from models.staff import Role, Staff
from server.current import Identity
from server.services.notes.accuracy import measure_accuracy
from server.services.notes.company_lexicon import CompanyLexicon
from server.services.notes.entry_correction import confirm_entry, correct_entry
from server.services.notes.missed_names import Offer, dismiss, offer_of, take_up
from tests.support.makers import make_catalogue, make_contact, make_customer, make_staff
from tests.support.told import heard, identity, tell


@pytest.fixture
def ana(session: Session) -> Staff:
    make_catalogue(session)
    make_contact(session, make_customer(session), "Maria Lopez")
    return make_staff(session)


def corrected(session: Session, ana: Staff, words: str, field: str, item: dict[str, Any], **change: Any) -> None:
    """Make a note in which the last two words were read as an item, and let a person put it right."""
    bistro = session.scalars(select(Customer)).one()
    count = len(words.split())
    content = {field: [{**item, "evidence": heard(count - 2, count - 1)}]}
    entry = tell(session, ana, bistro.id, content, words)
    change = {"op": "set", "item_id": f"{field}-0", **change}
    lexicon = CompanyLexicon().current(session)
    correct_entry(session, entry, new_id(), [change], identity(ana), lexicon=lexicon, zone="America/Chicago")


def offers(session: Session) -> list[Offer]:
    session.flush()
    return measure_accuracy(session, now() - timedelta(days=7)).missed.offers(
        session, CompanyLexicon().current(session)
    )


def product_id(session: Session, name: str) -> str:
    return session.scalars(select(Product.id).where(Product.name == name)).one()


def misheard_milk(session: Session, ana: Staff, times: int) -> None:
    milk, oil = product_id(session, "Barista Oat Milk"), product_id(session, "Extra Virgin Olive Oil")
    read = {"product_id": oil, "name": "Extra Virgin Olive Oil", "stance": "wants"}
    for _time in range(times):
        corrected(session, ana, "twelve oat silk", "products", read, attribute="product_id", value=milk)


def test_once_is_a_slip_and_twice_is_an_offer_with_its_words_and_newest_note(session: Session, ana: Staff) -> None:
    misheard_milk(session, ana, 1)
    assert offers(session) == []
    misheard_milk(session, ana, 1)
    (offer,) = offers(session)
    assert (offer.kind, offer.name, offer.phrase, offer.times) == ("product", "Barista Oat Milk", "oat silk", 2)


def test_an_offer_that_is_taken_up_becomes_an_alias_and_is_offered_no_more(session: Session, ana: Staff) -> None:
    misheard_milk(session, ana, 2)
    take_up(session, offers(session)[0], Identity(ana.id, ana.name, Role.ADMIN))
    milk = session.get_one(Product, product_id(session, "Barista Oat Milk"))
    assert milk.spoken_aliases == ["oat milk", "oat silk"]
    assert offers(session) == []


def test_what_is_dismissed_stays_dismissed_however_often_it_comes_again(session: Session, ana: Staff) -> None:
    misheard_milk(session, ana, 2)
    dismiss(session, offers(session)[0], identity(ana))
    misheard_milk(session, ana, 3)
    assert offers(session) == []


def test_a_rival_that_people_typed_twice_is_offered_as_a_new_competitor(session: Session, ana: Staff) -> None:
    read = {"name": "Norwell Foods", "context": "mentioned"}
    for _time in range(2):
        corrected(session, ana, "they buy from nor folk", "competitors", read, attribute="name", value="Norfolk Fine")
    (offer,) = offers(session)
    assert (offer.kind, offer.name, offer.phrase, offer.record_id) == ("competitor", "Norfolk Fine", "nor folk", None)


def test_goods_asked_for_twice_that_are_not_listed_are_offered_as_a_product(session: Session, ana: Staff) -> None:
    bistro = session.scalars(select(Customer)).one()
    for about in ("truffle oil", "Truffle oil", "oat milk", "oat milk"):
        entry = tell(session, ana, bistro.id, {"needs": [{"about": about}]}, "they asked for it")
        confirm_entry(session, entry, identity(ana))
    (offer,) = offers(session)
    assert (offer.kind, offer.name, offer.phrase, offer.times) == ("product", "truffle oil", "", 2)


def test_a_person_whom_corrections_taught_already_is_not_offered_until_that_is_forgotten(
    session: Session, ana: Staff
) -> None:
    maria = session.scalars(select(Customer)).one().id
    contact = CompanyLexicon().current(session).contacts_of[maria][0]
    read = {"contact_id": None, "name": "marina loops", "role": ""}
    for _time in range(2):
        corrected(session, ana, "met marina loops", "people", read, attribute="contact_id", value=contact.id)
    assert offers(session) == []
    learnt = session.scalars(select(LearntAlias)).one()
    learnt.forgotten_at = now()
    (offer,) = offers(session)
    take_up(session, offer, identity(ana))
    assert learnt.forgotten_at is None and learnt.alias == "marina loops"


def test_an_offer_that_is_gone_is_refused_in_words() -> None:
    with pytest.raises(Exception, match="no longer offered"):
        offer_of([], "product", "x")

"""The names that notes are read with follow every change at once, whoever made it and however small it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from models.base import now
from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.database import Database, open_database
from models.fact_kind import FactKind
from models.name_change import MOST_ROWS, NameChange, forget_old_changes
from models.staff import Staff
from server.services.notes.company_lexicon import CompanyLexicon
from tests.support.makers import make_customer, make_staff
from voice.lexicon import Lexicon

# Changes, most of which leave the number of rows and the lengths of all names as they were; departures come last.
CHANGES: list[tuple[type, str, Any, Callable[[Lexicon], Any]]] = [
    (Customer, "name", "Bellavista Bistra", lambda found: found.customers[0].name),
    (Customer, "phone", "+13125550199", lambda found: found.customers[0].phone),
    (Site, "city", "Cicero", lambda found: found.customers[0].city),
    (Site, "lat", 41.5, lambda found: found.customers[0].lat),
    (Contact, "name", "Marta Rossi", lambda found: found.contacts[0].name),
    (Contact, "role", "cook", lambda found: found.contacts[0].role),
    (Contact, "email", "m@b.example", lambda found: found.contacts[0].email),
    (Contact, "left_at", now(), lambda found: found.contacts),
    (Product, "name", "Oat Milt", lambda found: found.products[0].name),
    (Product, "spoken_aliases", ["milk oat"], lambda found: found.products[0].aliases),
    (Product, "unit", "keg", lambda found: found.products[0].unit),
    (Product, "list_price", Decimal("9.50"), lambda found: found.products[0].list_price),
    (Competitor, "spoken_aliases", ["siskos"], lambda found: found.competitors[0].aliases),
    (Staff, "name", "Ana Perec", lambda found: found.colleagues[0].name),
    (Staff, "left_at", now(), lambda found: found.colleagues),
    (FactKind, "cues", ["doors open"], lambda found: found.fact_kinds[0].cues),
    (FactKind, "retired_at", now(), lambda found: found.fact_kinds),
]


@pytest.fixture
def company(database: Database) -> Iterator[Session]:
    with database.session() as session:
        ana = make_staff(session, "Ana Perez")
        bistro = make_customer(session, "Bellavista Bistro", lat=41.9, lon=-87.6, owner_id=ana.id)
        session.add_all(
            [
                Contact(customer_id=bistro.id, name="Maria Rossi", role="chef"),
                Product(name="Oat Milk", spoken_aliases=["oats milk"], unit="box", list_price=Decimal("8.50")),
                Competitor(name="Sysco", spoken_aliases=["ciscos"]),
                FactKind(name="Opening", cues=["they  open"]),
            ]
        )
        session.commit()
        yield session


def test_a_change_that_no_count_shows_is_seen_at_once(company: Session) -> None:
    names = CompanyLexicon()
    for record, column, value, seen in CHANGES:
        before = names.current(company)
        assert names.current(company) is before
        company.execute(update(record).values({column: value}))
        company.commit()
        assert seen(names.current(company)) != seen(before), (record, column)


def test_what_comes_and_goes_is_seen_and_the_rest_is_not_read_again(company: Session) -> None:
    names = CompanyLexicon()
    before = names.current(company)
    company.add(Product(name="Rye Flour", spoken_aliases=[], unit="sack"))
    company.commit()
    added = names.current(company)
    assert [one.name for one in added.products] == ["Oat Milk", "Rye Flour"]
    assert added.customers is before.customers and added.contacts is before.contacts
    company.execute(delete(Product).where(Product.name == "Rye Flour"))
    company.commit()
    assert names.current(company).products == before.products


def test_what_was_taken_back_leaves_nothing_behind(company: Session) -> None:
    names = CompanyLexicon()
    company.execute(update(Customer).values(name="Nobody"))
    assert names.current(company).customers[0].name == "Nobody"  # its own session sees it
    company.rollback()
    assert names.current(company).customers[0].name == "Bellavista Bistro"


def test_signing_in_or_moving_a_footprint_changes_no_name(company: Session) -> None:
    names = CompanyLexicon()
    before = names.current(company)
    company.execute(update(Site).values(reach_m=40.0))
    company.commit()
    assert names.current(company) is before


@pytest.mark.postgresql
def test_two_who_change_names_at_once_do_not_wait_for_each_other(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    with database.session() as session:
        ids = [make_customer(session, name).id for name in ("One", "Two")]
        session.commit()
    with database.session() as first, database.session() as second:
        second.execute(text("SET lock_timeout = '2s'"))
        names = CompanyLexicon()
        for session, key in ((first, ids[0]), (second, ids[1])):
            session.execute(update(Customer).where(Customer.id == key).values(name="Changed"))
        second.commit()
        assert sorted(one.name for one in names.current(second).customers) == ["Changed", "One"]
        first.commit()  # the earlier transaction is committed last: it is seen all the same
        assert [one.name for one in names.current(second).customers] == ["Changed", "Changed"]
    database.close()


def test_old_changes_are_forgotten_once_they_are_many(company: Session) -> None:
    old = now() - timedelta(days=3)
    company.add_all(NameChange(kind="past", transaction_id=-key, changes=1, changed_at=old) for key in range(MOST_ROWS))
    forget_old_changes(company)
    assert company.scalar(select(func.count()).where(NameChange.kind == "past")) == 0
    assert company.scalar(select(func.count()).select_from(NameChange)) > 0

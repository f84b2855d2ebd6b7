"""The company's names as the voice room wants them: plain values, built from the records once per change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.fact_kind import FactKind
from models.name_change import Stamp, name_stamps
from models.staff import Staff
from server.services.customers.standing import end_of_chain
from voice import lexicon as spoken

Parts = dict[str, tuple[Any, ...]]


class CompanyLexicon:
    """Hands out the lexicon of one database; the part that another process or door changed is read again.

    Which part changed is asked with each call, of the database (models/name_change.py): one small query.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamps: dict[str, Stamp] | None = None
        self._parts: Parts = {}
        self._lexicon = spoken.Lexicon()

    def current(self, session: Session) -> spoken.Lexicon:
        with self._lock:
            stamps = name_stamps(session)
            if stamps != self._stamps:
                stale = [part for part, (tables, _) in PARTS.items() if self._is_stale(stamps, tables)]
                self._parts = {**self._parts, **{part: PARTS[part][1](session) for part in stale}}
                self._lexicon, self._stamps = spoken.Lexicon(**self._parts), stamps
            return self._lexicon

    def _is_stale(self, stamps: dict[str, Stamp], tables: tuple[str, ...]) -> bool:
        return self._stamps is None or any(stamps.get(table) != self._stamps.get(table) for table in tables)


def _customers(session: Session) -> tuple[spoken.Customer, ...]:
    """Read plain rows: a hundred thousand of them as objects would take ten times as long."""
    places: dict[str, tuple[str, str, float | None, float | None]] = {}
    sites = select(Site.customer_id, Site.street, Site.city, Site.lat, Site.lon).order_by(Site.created_at, Site.id)
    for customer_id, street, city, lat, lon in session.execute(sites):
        places.setdefault(customer_id, (street, city, lat, lon))
    columns = (Customer.id, Customer.name, Customer.phone, Customer.owner_id, Customer.merged_into_id)
    rows = {row.id: row for row in session.execute(select(*columns).order_by(Customer.id))}
    nowhere = ("", "", None, None)

    def called(name: str, customer_id: str) -> spoken.Customer:
        one = rows[customer_id]
        return spoken.Customer(one.id, name, *places.get(one.id, nowhere), one.phone or "", one.owner_id)

    # Who was merged is a further name of who stands, in front: whoever looks up an id finds the name of today.
    into = {key: row.merged_into_id for key, row in rows.items() if row.merged_into_id is not None}
    stands = {key: end_of_chain(key, into.get) for key in into}
    further = [called(rows[key].name, last) for key, last in stands.items() if last is not None]
    return (*further, *(called(row.name, key) for key, row in rows.items() if key not in into))


def _contacts(session: Session) -> tuple[spoken.Contact, ...]:
    columns = (Contact.id, Contact.customer_id, Contact.name, Contact.role, Contact.phone, Contact.email)
    query = select(*columns).where(Contact.left_at.is_(None)).order_by(Contact.id)
    return tuple(
        spoken.Contact(key, customer_id, name, role, phone or "", email or "")
        for key, customer_id, name, role, phone, email in session.execute(query)
    )


def _products(session: Session) -> tuple[spoken.Product, ...]:
    return tuple(
        spoken.Product(
            p.id, p.name, tuple(p.spoken_aliases), p.unit, None if p.list_price is None else float(p.list_price)
        )
        for p in session.scalars(select(Product).order_by(Product.id))
    )


def _competitors(session: Session) -> tuple[spoken.Competitor, ...]:
    return tuple(
        spoken.Competitor(c.id, c.name, tuple(c.spoken_aliases))
        for c in session.scalars(select(Competitor).order_by(Competitor.id))
    )


def _colleagues(session: Session) -> tuple[spoken.Colleague, ...]:
    staff = session.scalars(select(Staff).where(Staff.left_at.is_(None)))
    return tuple(spoken.Colleague(s.id, s.name, s.role, s.team) for s in staff)


def _fact_kinds(session: Session) -> tuple[spoken.FactKind, ...]:
    return tuple(
        spoken.FactKind(k.id, k.name, str(k.value_type), tuple(k.cues))
        for k in session.scalars(select(FactKind).where(FactKind.retired_at.is_(None)).order_by(FactKind.id))
    )


# For each part of the lexicon the tables that it is made of, and how it is read.
PARTS: dict[str, tuple[tuple[str, ...], Callable[[Session], tuple[Any, ...]]]] = {
    "customers": (("customer", "site"), _customers),
    "contacts": (("contact",), _contacts),
    "products": (("product",), _products),
    "competitors": (("competitor",), _competitors),
    "colleagues": (("staff",), _colleagues),
    "fact_kinds": (("fact_kind",), _fact_kinds),
}

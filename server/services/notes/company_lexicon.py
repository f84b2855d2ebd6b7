"""The company's names as the voice room wants them: plain values, built from the records once per change."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session, selectinload

from models.catalogue import Competitor, Product
from models.customer import Contact, Customer
from models.fact_kind import FactKind
from models.staff import Staff
from voice import lexicon as spoken

Stamp = tuple[object, ...]


class CompanyLexicon:
    """Hands out the lexicon of one database; rebuilt when a name was added, changed or removed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._lexicon = spoken.Lexicon()

    def current(self, session: Session) -> spoken.Lexicon:
        with self._lock:
            stamp = _stamp(session)
            if stamp != self._stamp:
                self._lexicon, self._stamp = build_lexicon(session), stamp
            return self._lexicon


def _stamp(session: Session) -> Stamp:
    """A value that changes with every addition, removal or renaming of somebody or something with a name."""
    counted = [
        select(func.count(), func.max(table.id), func.sum(func.length(table.name)))
        for table in (Customer, Contact, Product, Competitor, Staff)
    ]
    words = [
        select(func.count(), func.max(table.id), func.sum(func.length(cast(table.spoken_aliases, Text))))
        for table in (Product, Competitor)
    ]
    kinds = select(func.count(), func.max(FactKind.id), func.count(FactKind.retired_at))
    return tuple(tuple(session.execute(query).one()) for query in (*counted, *words, kinds))


def build_lexicon(session: Session) -> spoken.Lexicon:
    staff = session.scalars(select(Staff).where(Staff.left_at.is_(None))).all()
    return spoken.Lexicon(
        customers=tuple(_customers(session)),
        contacts=tuple(
            spoken.Contact(c.id, c.customer_id, c.name, c.role, c.phone or "", c.email or "")
            for c in session.scalars(select(Contact).where(Contact.left_at.is_(None)).order_by(Contact.id))
        ),
        products=tuple(
            spoken.Product(
                p.id, p.name, tuple(p.spoken_aliases), p.unit, None if p.list_price is None else float(p.list_price)
            )
            for p in session.scalars(select(Product).order_by(Product.id))
        ),
        competitors=tuple(
            spoken.Competitor(c.id, c.name, tuple(c.spoken_aliases))
            for c in session.scalars(select(Competitor).order_by(Competitor.id))
        ),
        colleagues=tuple(spoken.Colleague(s.id, s.name, s.role, s.team) for s in staff),
        fact_kinds=tuple(
            spoken.FactKind(k.id, k.name, str(k.value_type), tuple(k.cues))
            for k in session.scalars(select(FactKind).where(FactKind.retired_at.is_(None)).order_by(FactKind.id))
        ),
    )


def _customers(session: Session) -> Iterable[spoken.Customer]:
    query = select(Customer).options(selectinload(Customer.sites)).order_by(Customer.id)
    for customer in session.scalars(query):
        site = customer.sites[0] if customer.sites else None
        yield spoken.Customer(
            customer.id,
            customer.name,
            site.street if site else "",
            site.city if site else "",
            site.lat if site else None,
            site.lon if site else None,
            customer.phone or "",
            customer.owner_id,
        )

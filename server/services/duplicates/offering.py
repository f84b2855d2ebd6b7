"""Which pairs are offered to people, and which never again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.base import now
from models.customer import Contact, Customer
from models.merge import Duplicate, MergeKind
from server.current import Identity
from server.errors import NotFound, Problem
from server.services.merging.fields import RECORD

MOST_OFFERED = 100


@dataclass(frozen=True, slots=True)
class OfferedSide:
    """One of two, as a person knows it: `about` is the address of a customer, the role of a contact."""

    id: str
    name: str
    about: str
    customer_id: str
    customer: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Two records that may be one; the older stands first."""

    kind: MergeKind
    score: int
    reasons: tuple[str, ...]
    first: OfferedSide
    second: OfferedSide


def offers(session: Session, *, of_id: str = "", limit: int = MOST_OFFERED) -> list[Offer]:
    """Return the pairs to look at, the likeliest first; with `of_id` those of one record."""
    query = select(Duplicate).where(Duplicate.dismissed_at.is_(None))
    if of_id:
        query = query.where((Duplicate.first_id == of_id) | (Duplicate.second_id == of_id))
    # Those of which one is gone meanwhile wait for the next look: a few more are read than are shown.
    pairs = session.scalars(query.order_by(Duplicate.score.desc(), Duplicate.first_id).limit(limit * 2)).all()
    sides = {
        kind: _sides(
            session, kind, {key for pair in pairs if pair.kind == kind for key in (pair.first_id, pair.second_id)}
        )
        for kind in MergeKind
    }
    found = []
    for pair in pairs:
        first, second = sides[pair.kind].get(pair.first_id), sides[pair.kind].get(pair.second_id)
        if first and second and (pair.kind == MergeKind.CUSTOMER or first.customer_id == second.customer_id):
            found.append(Offer(pair.kind, pair.score, tuple(pair.reasons), first, second))
    return found[:limit]


def dismiss(session: Session, kind: MergeKind, one_id: str, other_id: str, by: Identity) -> None:
    """Say that two are not the same: they are never offered again. The caller commits.

    Raises NotFound for an unknown record, Problem for one and the same.
    """
    first_id, second_id = sorted((one_id, other_id))
    if first_id == second_id:
        raise Problem("Name two different ones.", status=422, code="same-record")
    if any(session.get(RECORD[kind], key) is None for key in (first_id, second_id)):
        raise NotFound("One of the two is not known here. Look for both by name.")
    pair = session.get(Duplicate, (kind, first_id, second_id))
    if pair is None:
        pair = Duplicate(kind=kind, first_id=first_id, second_id=second_id, score=0, reasons=[])
        session.add(pair)
    if pair.dismissed_at is None:
        pair.dismissed_at, pair.dismissed_by_id = now(), by.staff_id


def _sides(session: Session, kind: MergeKind, ids: Iterable[str]) -> dict[str, OfferedSide]:
    wanted = list(ids)
    if kind == MergeKind.CONTACT:
        people = select(Contact).where(Contact.id.in_(wanted), Contact.left_at.is_(None))
        return {
            one.id: OfferedSide(one.id, one.name, one.role, one.customer_id, one.customer.name)
            for one in session.scalars(people.options(selectinload(Contact.customer)))
        }
    books = select(Customer).where(
        Customer.id.in_(wanted), Customer.merged_into_id.is_(None), Customer.left_at.is_(None)
    )
    return {
        one.id: OfferedSide(one.id, one.name, _where(one), one.id, one.name)
        for one in session.scalars(books.options(selectinload(Customer.sites)))
    }


def _where(customer: Customer) -> str:
    site = customer.sites[0] if customer.sites else None
    return ", ".join(part for part in (site.street, site.city) if part) if site else ""

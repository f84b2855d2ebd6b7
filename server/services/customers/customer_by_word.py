"""Which customer a phone's automation names: by number, by id or by name, as far as that tells one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.finding import find_names
from models.search import SearchKind, fold
from server.services.visits.said_customer import find_said_customer

MOST_CANDIDATES = 4
MOST_HITS = 50
LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    """The customer that was named, None when it is nobody or could be several, which are then the candidates."""

    id: str | None = None
    name: str = ""
    flag: str | None = None
    candidate_ids: tuple[str, ...] = ()


def find_customer(session: Session, said: str, staff_id: str) -> NamedCustomer:
    """Find a customer by number, id, whole name, else the only one whose name holds the words.

    Of several the speaker's own one counts, when it is one.
    """
    said = said.strip()[:LONGEST_WORD]
    if not said:
        return NamedCustomer()
    by_number = session.scalar(select(Customer.id).where(Customer.reference == said[:50]))
    if by_number or _is_id(said):
        return _as_of_today(session, by_number or said.lower())
    found = _by_name(session, said)
    whole = [customer for customer in found if fold(customer.name) == fold(said)]
    meant = whole or found
    own = [customer for customer in meant if customer.owner_id == staff_id]
    chosen = meant if len(meant) == 1 else own
    if len(chosen) == 1:
        return _as_of_today(session, chosen[0].id)
    return NamedCustomer(candidate_ids=tuple(customer.id for customer in meant[:MOST_CANDIDATES]))


def _as_of_today(session: Session, customer_id: str) -> NamedCustomer:
    said = find_said_customer(session, customer_id)
    customer = session.get(Customer, said.id) if said.id else None
    return NamedCustomer(said.id, customer.name if customer else "", said.flag)


def _by_name(session: Session, said: str) -> list[Customer]:
    hits = find_names(session, said, limit=MOST_HITS)
    ids = [hit.subject_id for hit in hits if hit.kind == SearchKind.CUSTOMER]
    by_id = {one.id: one for one in session.scalars(select(Customer).where(Customer.id.in_(ids)))}
    named = [by_id[found] for found in ids if found in by_id]
    return [one for one in named if one.left_at is None and one.merged_into_id is None and _holds(one.name, said)]


def _holds(name: str, said: str) -> bool:
    return all(word in fold(name) for word in fold(said).split())


def _is_id(said: str) -> bool:
    try:
        uuid.UUID(said)
    except ValueError:
        return False
    return True

"""Who stands for a customer or a person by today's books: merges are followed to their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Contact, Customer

R = TypeVar("R", Customer, Contact)


def end_of_chain(first_id: str, merged_into: Callable[[str], str | None]) -> str | None:
    """Follow `merged_into` from one id to the last; None for a ring, of which nobody stands."""
    seen, at = {first_id}, first_id
    while (following := merged_into(at)) is not None:
        if following in seen:
            return None
        seen.add(following)
        at = following
    return at


def standing(session: Session, kind: type[R], record_id: str) -> R | None:
    """Return the customer or person that stands for an id; one that was never known, and a ring, give None.

    One that was merged meanwhile is found, too: whoever asks may have its id since before.
    """
    if session.get(kind, record_id) is None:
        return None
    found = end_of_chain(record_id, lambda one: session.scalar(select(kind.merged_into_id).where(kind.id == one)))
    return session.get(kind, found) if found is not None else None


def standing_customer(session: Session, customer_id: str) -> Customer | None:
    """Return the customer that stands for an id by today's books."""
    return standing(session, Customer, customer_id)


def merged_into(session: Session, customer_id: str) -> dict[str, str]:
    """Return ids and names of all customers that were merged into one, near and far: it was known by these, too."""
    found: dict[str, str] = {}
    wanted = {customer_id}
    while wanted:
        query = select(Customer.id, Customer.name).where(Customer.merged_into_id.in_(wanted)).order_by(Customer.id)
        rows = {one: name for one, name in session.execute(query) if one not in found and one != customer_id}
        found |= rows
        wanted = set(rows)
    return found

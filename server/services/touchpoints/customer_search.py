"""Finds customers for programs by whatever is at hand: a number, a mail address, a name or a part of one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.customer import Customer, is_customer
from models.finding import find_names
from server.services.touchpoints.caller import callers_by_email, callers_by_phone

MOST = 10
MOST_SEARCHED = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A customer with what tells it from others of its name."""

    id: str
    name: str
    kind: str
    place: str
    people: tuple[str, ...]


def search_customers(session: Session, asked: str, country: str) -> list[Found]:
    """Return at most ten customers, the likeliest first."""
    tidy = " ".join(asked.split())[:200]
    callers = callers_by_email(session, tidy) if "@" in tidy else callers_by_phone(session, tidy, country)
    named = [caller.customer_id for caller in callers] or _named(session, tidy)
    wanted = list(dict.fromkeys(named))[:MOST]
    query = select(Customer).where(Customer.id.in_(wanted), is_customer())
    loaded = session.scalars(query.options(selectinload(Customer.sites), selectinload(Customer.contacts)))
    return sorted(map(_found, loaded), key=lambda one: wanted.index(one.id))


def _named(session: Session, words: str) -> list[str]:
    return [hit.customer_id for hit in find_names(session, words, MOST_SEARCHED) if hit.customer_id]


def _found(customer: Customer) -> Found:
    place = next((", ".join(filter(None, (at.street, at.city))) for at in customer.sites), "")
    people = [", ".join(filter(None, (one.name, one.role))) for one in customer.contacts if one.left_at is None]
    return Found(customer.id, customer.name, customer.kind, place, tuple(people[:MOST]))

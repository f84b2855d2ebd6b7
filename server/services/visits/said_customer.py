"""Which customer a person meant by an id that their phone still knows: merged, departed and unknown ones too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.customer import Customer
from server.services.customers.standing import standing_customer


@dataclass(frozen=True, slots=True)
class SaidCustomer:
    """The customer by today's books, None for one that is not known here; `flag` says in words what is odd."""

    id: str | None
    flag: str | None = None


def find_said_customer(session: Session, customer_id: str) -> SaidCustomer:
    """Follow merges to the customer that stands; whoever said it was offline perhaps, so nothing is refused."""
    said, customer = session.get(Customer, customer_id), standing_customer(session, customer_id)
    if customer is None or said is None:
        return SaidCustomer(None, "The customer that was chosen is not known here. Choose one from the list.")
    if customer is not said:
        return SaidCustomer(customer.id, f"{_short(said.name)} was merged with {_short(customer.name)}.")
    if customer.left_at is not None:
        return SaidCustomer(customer.id, f"{_short(customer.name)} is no customer any more.")
    return SaidCustomer(customer.id)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"

"""Following a customer: whoever does is told when something new comes in there."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.follow import Follow
from server.errors import NotFound
from server.services.customers.standing import standing_customer


def follow(session: Session, staff_id: str, customer_id: str) -> None:
    """Follow a customer; doing so twice changes nothing. The caller commits."""
    customer = standing_customer(session, customer_id)
    if customer is None:
        raise NotFound("There is no such customer. Look for it by name on the desk.")
    customer_id = customer.id
    if session.get(Follow, (staff_id, customer_id)) is None:
        session.add(Follow(staff_id=staff_id, customer_id=customer_id))
        session.flush()


def unfollow(session: Session, staff_id: str, customer_id: str) -> None:
    """Follow a customer no more. The caller commits."""
    session.execute(delete(Follow).where(Follow.staff_id == staff_id, Follow.customer_id == customer_id))


def is_following(session: Session, staff_id: str, customer_id: str) -> bool:
    return session.get(Follow, (staff_id, customer_id)) is not None


def followed_by(session: Session, staff_id: str) -> list[tuple[str, str]]:
    """Return id and name of the customers that somebody follows, by name."""
    query = select(Customer.id, Customer.name).join(Follow, Follow.customer_id == Customer.id)
    rows = session.execute(query.where(Follow.staff_id == staff_id).order_by(Customer.name))
    return [(customer_id, name) for customer_id, name in rows]

"""What a phone needs without a network to say who is near and who is due, in few queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.appointment import Appointment
from models.customer import Customer, Site, is_customer
from models.staff import Role
from models.visit import Visit, is_shown
from server.services.visits.visit_due import Light, due_of, interval_of

MOST_CUSTOMERS = 2000
LOOKS_BACK = timedelta(days=730)
DIARY_BEFORE, DIARY_AFTER = timedelta(days=1), timedelta(days=14)
MOST_APPOINTMENTS = 200


@dataclass(frozen=True, slots=True)
class RoundCustomer:
    id: str
    name: str
    kind: str
    street: str
    city: str
    lat: float | None
    lon: float | None
    is_mine: bool
    is_prospect: bool
    visit_interval_days: int | None
    last_visit_on: date | None
    due_on: date | None
    due: Light | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a round, when, in which zone, and the interval that counts where a customer has none."""

    staff_id: str
    at: datetime
    zone: ZoneInfo
    default_interval_days: int
    role: Role = Role.REP

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Books:
    """The customers as the database holds them: cheap to read, and enough to tell whether a round changed."""

    rows: tuple[tuple[Any, ...], ...]
    last_visits: dict[str, datetime]
    today: date


def read_customers(session: Session, asking: Asking) -> list[RoundCustomer]:
    """Read the customers of today's books, at most 2,000, one's own first, then by name."""
    return customers_in(read_books(session, asking), asking)


def customers_in(books: Books, asking: Asking) -> list[RoundCustomer]:
    return [_customer(asking, books.today, books.last_visits.get(row[0]), *row) for row in books.rows]


def read_books(session: Session, asking: Asking) -> Books:
    """Read what `customers_in` makes a round of."""
    first_site = select(func.min(Site.id)).where(Site.customer_id == Customer.id).correlate(Customer).scalar_subquery()
    is_mine = Customer.owner_id == asking.staff_id
    query = (
        select(
            Customer.id,
            Customer.name,
            Customer.kind,
            Site.street,
            Site.city,
            Site.lat,
            Site.lon,
            Customer.owner_id,
            Customer.is_prospect,
            Customer.visit_interval_days,
            Customer.created_at,
        )
        .outerjoin(Site, Site.id == first_site)
        .where(is_customer())
        .order_by(case((is_mine, 0), else_=1), Customer.name, Customer.id)
        .limit(MOST_CUSTOMERS)
    )
    rows = tuple(tuple(row) for row in session.execute(query))
    return Books(rows, last_visits(session, asking.at), asking.today)


def last_visits(session: Session, at: datetime) -> dict[str, datetime]:
    """Return when each customer was visited last, by anybody, in the last two years."""
    query = (
        select(Visit.customer_id, func.max(Visit.arrived_at))
        .where(Visit.customer_id.is_not(None), Visit.arrived_at > at - LOOKS_BACK, Visit.arrived_at <= at, is_shown())
        .group_by(Visit.customer_id)
        .order_by(Visit.customer_id)
    )
    return {str(customer_id): arrived_at for customer_id, arrived_at in session.execute(query)}


def _customer(
    asking: Asking,
    today: date,
    last_at: datetime | None,
    customer_id: str,
    name: str,
    kind: str,
    street: str | None,
    city: str | None,
    lat: float | None,
    lon: float | None,
    owner_id: str | None,
    is_prospect: bool,
    own_interval_days: int | None,
    created_at: datetime,
) -> RoundCustomer:
    is_mine = owner_id == asking.staff_id
    interval_days = interval_of(own_interval_days, asking.default_interval_days, is_mine=is_mine)
    last_on = last_at.astimezone(asking.zone).date() if last_at else None
    due = due_of(interval_days, last_on or created_at.astimezone(asking.zone).date(), today)
    place = (street or "", city or "", lat, lon)
    return RoundCustomer(
        customer_id, name, kind, *place, is_mine, is_prospect, interval_days, last_on, due.on, due.light
    )


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    id: str
    customer_id: str
    starts_at: datetime
    ends_at: datetime
    title: str


def read_diary(session: Session, asking: Asking) -> list[DiaryEntry]:
    """Read one's own appointments from yesterday to two weeks ahead."""
    about = (Appointment.id, Appointment.customer_id, Appointment.starts_at, Appointment.ends_at, Appointment.title)
    query = select(*about).where(
        Appointment.staff_id == asking.staff_id,
        Appointment.starts_at >= asking.at - DIARY_BEFORE,
        Appointment.starts_at < asking.at + DIARY_AFTER,
        Appointment.cancelled_at.is_(None),
    )
    found = session.execute(query.order_by(Appointment.starts_at, Appointment.id).limit(MOST_APPOINTMENTS))
    return [DiaryEntry(*row) for row in found]

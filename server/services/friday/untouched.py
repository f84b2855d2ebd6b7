"""Customers whom nobody met for longer than their interval, those who buy most first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, literal, null, or_, select, true
from sqlalchemy.orm import Session

from models.base import UtcTime
from models.customer import Customer, is_customer
from models.recording import Recording
from models.staff import Staff
from models.visit import Visit, is_shown
from server.services.friday.listing import NOBODY, Listing, Narrow, Row, Rows
from server.services.friday.looking import Looking
from server.services.friday.touching import is_meeting, is_untouched, was_ever_touched
from server.services.visits.visit_due import interval_of


@dataclass(frozen=True, slots=True)
class Untouched:
    """How many are overdue, of how many it is known what they buy in a year, and how much that is."""

    customers: int
    valued: int
    yearly_value: Decimal


def sum_up_untouched(session: Session, looking: Looking) -> Untouched:
    query = select(func.count(), func.count(Customer.yearly_value), func.sum(Customer.yearly_value))
    customers, valued, value = session.execute(
        query.where(_is_overdue(_overdue_before(session, looking), looking))
    ).one()
    return Untouched(customers, valued, Decimal(value or 0))


def _query(session: Session, looking: Looking, narrow: Narrow) -> Rows:
    before, since = _overdue_before(session, looking), _last_touch(looking)
    over_s = extract("epoch", func.coalesce(since, Customer.created_at)) - extract("epoch", before)
    query = select(Customer, Staff.name, since).outerjoin(Staff, Staff.id == Customer.owner_id)
    query = query.where(_is_overdue(before, looking), _is_whose(narrow))
    return query.order_by(Customer.yearly_value.desc().nulls_last(), over_s, Customer.name, Customer.id)


def _is_whose(narrow: Narrow) -> ColumnElement[bool]:
    if narrow.person == NOBODY:
        return Customer.owner_id.is_(None)
    return Customer.owner_id == narrow.person if narrow.person else true()


def _is_overdue(before: ColumnElement[Any], looking: Looking) -> ColumnElement[bool]:
    """Return the condition for customers met last before an instant, or never and known since before it."""
    is_known = or_(Customer.created_at < before, was_ever_touched(before))
    return and_(is_customer(), before.is_not(None), is_known, is_untouched(before, looking.as_of))


def _overdue_before(session: Session, looking: Looking) -> ColumnElement[Any]:
    """Return before which instant the last meeting lies where a customer is overdue; null where no interval counts.

    A company has few intervals, so each one's instant is reckoned here, on its calendar.
    """
    own = session.scalars(select(Customer.visit_interval_days).where(Customer.visit_interval_days > 0).distinct())
    cases = [(Customer.visit_interval_days == days, _begin_of(looking, days)) for days in sorted(filter(None, own))]
    if default := interval_of(None, looking.default_interval_days, is_mine=True):
        is_default = and_(Customer.visit_interval_days.is_(None), Customer.owner_id.is_not(None))
        cases.append((is_default, _begin_of(looking, default)))
    return case(*cases, else_=null()) if cases else literal(None, UtcTime())


def _begin_of(looking: Looking, days: int) -> ColumnElement[datetime]:
    return literal(looking.days_ago(days), UtcTime())


def _last_touch(looking: Looking) -> ColumnElement[Any]:
    """Return when a customer was met last by what the reader may know; null where they never were."""
    spoken = (
        select(func.max(Recording.started_at))
        .where(Recording.customer_id == Customer.id, Recording.started_at < looking.as_of, is_meeting())
        .correlate(Customer)
        .scalar_subquery()
    )
    visited = (
        select(func.max(Visit.arrived_at))
        .where(Visit.customer_id == Customer.id, Visit.arrived_at < looking.as_of, is_shown())
        .correlate(Customer)
        .scalar_subquery()
    )
    is_spoken_later = or_(visited.is_(None), spoken > visited)
    return case((is_spoken_later, spoken), else_=visited)


def _row(looking: Looking, found: Any) -> Row:
    customer, owner, since = found
    interval_days = interval_of(
        customer.visit_interval_days, looking.default_interval_days, is_mine=customer.owner_id is not None
    )
    assert interval_days is not None  # or else it is not overdue
    counted_from = (since or customer.created_at).astimezone(looking.zone).date()
    over_days = (looking.today - counted_from).days - interval_days
    return Row(
        customer_id=customer.id,
        customer=customer.name,
        what="Prospect" if customer.is_prospect else "",
        who=owner or "",
        on=since.astimezone(looking.zone).date() if since else None,
        state=f"{over_days} {'day' if over_days == 1 else 'days'} over {interval_days}",
        value=customer.yearly_value,
    )


UNTOUCHED = Listing(
    title="Customers nobody met in time",
    about="No visit and no other meeting for longer than their interval, those who buy most first.",
    headings={
        "customer": "Customer",
        "value": "Buys in a year",
        "on": "Last met",
        "state": "Overdue",
        "who": "Whose",
        "what": "",
    },
    query=_query,
    row=_row,
)

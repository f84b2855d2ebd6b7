"""Whose briefs a phone should hold: today's appointments, one's own customers that are due, those visited lately."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.visit import Visit, is_shown
from server.services.customers.round_reading import Asking, read_customers, read_diary

MOST_BRIEFS = 60
RECENTLY = timedelta(days=14)


def customers_to_brief(session: Session, asking: Asking) -> list[str]:
    """Return at most 60 customers' ids, the likeliest to be needed first."""
    midnight = datetime.combine(asking.today, time(), asking.zone)
    tomorrow = datetime.combine(asking.today + timedelta(days=1), time(), asking.zone)
    customers = read_customers(session, asking)
    known = {customer.id for customer in customers}
    expected = [one.customer_id for one in read_diary(session, asking) if midnight <= one.starts_at < tomorrow]
    due = sorted(
        (customer for customer in customers if customer.is_mine and customer.due in ("red", "amber")),
        key=lambda customer: (customer.due_on, customer.name),
    )
    ids = [*expected, *(customer.id for customer in due[: MOST_BRIEFS // 2]), *_visited_lately(session, asking)]
    ids += [customer.id for customer in due[MOST_BRIEFS // 2 :]]
    return [customer_id for customer_id in dict.fromkeys(ids) if customer_id in known][:MOST_BRIEFS]


def _visited_lately(session: Session, asking: Asking) -> list[str]:
    latest = func.max(Visit.arrived_at)
    query = (
        select(Visit.customer_id, latest)
        .where(Visit.staff_id == asking.staff_id, Visit.arrived_at > asking.at - RECENTLY, is_shown())
        .where(Visit.customer_id.is_not(None))
        .group_by(Visit.customer_id)
        .order_by(latest.desc())
        .limit(MOST_BRIEFS)
    )
    return [str(customer_id) for customer_id, _ in session.execute(query)]

"""Customers whom nobody met for longer than their interval, those who buy most first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, extract, func, literal, null, or_, select
from sqlalchemy.orm import Session

from models.base import UtcTime
from models.customer import Customer, is_customer
from models.recording import Recording
from models.staff import Staff
from models.visit import Visit, is_shown
from server.services.friday.listing import Listing, Narrow, Row, Rows, is_whose
from server.services.friday.looking import Looking
from server.services.friday.touching import is_meeting, spoken_last, visited_last, was_ever_touched
from server.services.visits.visit_due import interval_of

NEVER = datetime(1900, 1, 1, tzinfo=UTC)
_BY_VALUE = (Customer.yearly_value.desc().nulls_last(),)


@dataclass(frozen=True, slots=True)
class Untouched:
    """How many are overdue, of how many it is known what they buy in a year, and how much that is."""

    customers: int
    valued: int
    yearly_value: Decimal


def sum_up_untouched(session: Session, looking: Looking, most: int) -> tuple[Untouched, list[Row]]:
    """Count who is overdue, and return the first rows of the list.

    The meetings of a large company are gathered once for both: where enough are valued, who comes first is told by
    their value alone, and nobody else needs to be put in order.
    """
    due = _due(session, looking)
    counts = (func.count().over(), func.count(Customer.yearly_value).over(), func.sum(Customer.yearly_value).over())
    by_value = (
        select(Customer.id, *counts)
        .select_from(Customer)
        .order_by(*_BY_VALUE, Customer.name, Customer.id)
        .limit(max(1, most))
    )
    found = session.execute(due.overdue(by_value)).all()
    if not found:
        return Untouched(0, 0, Decimal(0)), []
    _, customers, valued, value = found[0]
    query = _query(session, looking, Narrow(), due)
    if valued >= most:
        query = _rows(session, looking, due).where(Customer.id.in_([one[0] for one in found]))
    first = [_row(looking, one) for one in session.execute(query.limit(most))]
    return Untouched(customers, valued, Decimal(value or 0)), first


def _query(session: Session, looking: Looking, narrow: Narrow, due: _Due | None = None) -> Rows:
    due = due or _due(session, looking)
    return due.overdue(_rows(session, looking, due)).where(is_whose(Customer.owner_id, narrow))


def _rows(session: Session, looking: Looking, due: _Due) -> Rows:
    """Return the query for a row of each customer, whoever they are, in the list's order."""
    met = _last_met(looking)
    query = select(Customer, Staff.name, *met).select_from(Customer).outerjoin(Staff, Staff.id == Customer.owner_id)
    over_s = extract("epoch", _latest(session, *met, Customer.created_at)) - extract("epoch", due.before)
    of_unknown_value = case((Customer.yearly_value.is_(None), over_s))
    return query.order_by(*_BY_VALUE, of_unknown_value, Customer.name, Customer.id)


@dataclass(frozen=True, slots=True)
class _Due:
    """What tells who is overdue: the instant before which the last meeting lies, and the meetings since the earliest.

    `before` is null where no interval counts. Meetings are gathered once, not looked up for each customer.
    """

    before: ColumnElement[Any]
    spoken: Subquery
    visited: Subquery

    def overdue(self, query: Rows) -> Rows:
        spoken_at, visited_at = self.spoken.c.at, self.visited.c.at
        was_met_too_long_ago = and_(
            or_(spoken_at.is_(None), spoken_at < self.before), or_(visited_at.is_(None), visited_at < self.before)
        )
        # Met last before that instant, or never and known since before it.
        is_known = or_(
            Customer.created_at < self.before,
            spoken_at.is_not(None),
            visited_at.is_not(None),
            was_ever_touched(self.before),
        )
        query = query.outerjoin(self.spoken, self.spoken.c.customer_id == Customer.id)
        query = query.outerjoin(self.visited, self.visited.c.customer_id == Customer.id)
        return query.where(is_customer(), self.before.is_not(None), was_met_too_long_ago, is_known)


def _due(session: Session, looking: Looking) -> _Due:
    """Reckon each interval's instant on the calendar: a company has few of them."""
    own = session.scalars(select(Customer.visit_interval_days).where(Customer.visit_interval_days > 0).distinct())
    days = sorted(filter(None, own))
    cases = [(Customer.visit_interval_days == one, _begin_of(looking, one)) for one in days]
    if default := interval_of(None, looking.default_interval_days, is_mine=True):
        is_default = and_(Customer.visit_interval_days.is_(None), Customer.owner_id.is_not(None))
        cases.append((is_default, _begin_of(looking, default)))
    before = case(*cases, else_=null()) if cases else literal(None, UtcTime())
    since = looking.days_ago(max([*days, default or 0]))
    return _Due(before, spoken_last(since, looking.as_of), visited_last(since, looking.as_of))


def _begin_of(looking: Looking, days: int) -> ColumnElement[datetime]:
    return literal(looking.days_ago(days), UtcTime())


def _last_met(looking: Looking) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return when somebody last kept a note of a meeting, and when they were last visited, as the reader may know."""
    spoken = select(func.max(Recording.started_at)).where(
        Recording.customer_id == Customer.id, Recording.started_at < looking.as_of, is_meeting()
    )
    visited = select(func.max(Visit.arrived_at)).where(
        Visit.customer_id == Customer.id, Visit.arrived_at < looking.as_of, is_shown()
    )
    return spoken.correlate(Customer).scalar_subquery(), visited.correlate(Customer).scalar_subquery()


def _latest(session: Session, *instants: Any) -> ColumnElement[Any]:
    """Return the latest of two instants that may be null; of neither the third."""
    spoken, visited, created = instants
    greatest = func.greatest if session.get_bind().dialect.name == "postgresql" else func.max
    never = literal(NEVER, UtcTime())
    latest = greatest(func.coalesce(spoken, never), func.coalesce(visited, never))
    return func.coalesce(func.nullif(latest, never), created)


def _row(looking: Looking, found: Any) -> Row:
    customer, owner, *met = found
    since = max((at for at in met if at is not None), default=None)
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
        state=f"{over_days} {'day' if over_days == 1 else 'days'}, wanted every {interval_days}",
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

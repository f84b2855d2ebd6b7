"""Complaints that are open, by how long, with whose they are; which came back, and which were settled in the week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.complaint import Complaint, ComplaintState
from models.customer import Customer
from models.recording import Recording
from models.staff import Role, Staff
from server.services.complaints.complaint_kind import LABELS, ComplaintKind
from server.services.complaints.reading import ROLE_TEAMS
from server.services.friday.listing import Listing, Narrow, Query, Row, Rows
from server.services.friday.looking import Looking

AGES = ("0-2", "3-7", "8-30", "31")  # days since it was said, on the calendar
AGE_NAMES = {"0-2": "Up to 2 days", "3-7": "3 to 7 days", "8-30": "8 to 30 days", "31": "Over 30 days"}
OLDEST = AGES[-1]
_FROM_DAYS = {"0-2": None, "3-7": 2, "8-30": 7, "31": 30}


@dataclass(frozen=True, slots=True)
class Complained:
    by_age: dict[str, int]
    reopened: int
    settled: int

    @property
    def open(self) -> int:
        return sum(self.by_age.values())


def sum_up_complaints(session: Session, looking: Looking) -> Complained:
    ages = [func.count().filter(_is_aged(looking, age)) for age in AGES]
    query = select(*ages, func.count().filter(_is_reopened(looking))).select_from(Complaint)
    *by_age, reopened = session.execute(query.where(_is_open(looking))).one()
    settled = session.scalar(select(func.count()).select_from(Complaint).where(_is_settled(looking))) or 0
    return Complained(dict(zip(AGES, by_age, strict=True)), reopened, settled)


def _is_open(looking: Looking) -> ColumnElement[bool]:
    is_open = Complaint.state == ComplaintState.OPEN
    if not looking.is_running:
        is_open = or_(is_open, and_(Complaint.state == ComplaintState.CLOSED, Complaint.closed_at >= looking.as_of))
    return and_(is_open, Complaint.said_at < looking.as_of)


def _is_aged(looking: Looking, age: str) -> ColumnElement[bool]:
    """Return the condition for complaints of an age; the youngest one's bound is now."""
    at = AGES.index(age)
    younger, older = _FROM_DAYS[age], _FROM_DAYS[AGES[at + 1]] if at + 1 < len(AGES) else None
    is_young_enough = Complaint.said_at >= looking.days_ago(older) if older is not None else true()
    is_old_enough = Complaint.said_at < looking.days_ago(younger) if younger is not None else true()
    return and_(is_young_enough, is_old_enough)


def _is_reopened(looking: Looking) -> ColumnElement[bool]:
    return Complaint.reopened_at < looking.as_of


def _is_settled(looking: Looking) -> ColumnElement[bool]:
    is_in_week = and_(Complaint.closed_at >= looking.starts_at, Complaint.closed_at < looking.as_of)
    return and_(Complaint.state == ComplaintState.CLOSED, is_in_week)


def _open_query(_session: Session, looking: Looking, narrow: Narrow) -> Rows:
    aged = _is_aged(looking, narrow.topic) if narrow.topic in AGES else true()
    return _rows().where(_is_open(looking), aged).order_by(Complaint.said_at, Complaint.id)


def _rows() -> Rows:
    closer = aliased(Staff)
    rows = select(Complaint, Customer.name, Staff.name, closer.name, Recording.id)
    rows = rows.outerjoin(Recording, Recording.id == Complaint.closed_by_recording_id)  # one that the reader may read
    rows = rows.outerjoin(Customer, Customer.id == Complaint.customer_id)
    rows = rows.outerjoin(Staff, Staff.id == Complaint.routed_to_id)
    return rows.outerjoin(closer, closer.id == Complaint.closed_by_id)


def _where(condition: Callable[[Looking], ColumnElement[bool]]) -> Query:
    return lambda _session, looking, _narrow: (
        _rows().where(condition(looking)).order_by(Complaint.said_at, Complaint.id)
    )


def _row(looking: Looking, found: Any) -> Row:
    complaint, customer, routed_to, closed_by, closing_note = found
    said_on = complaint.said_at.astimezone(looking.zone).date()
    days = (looking.today - said_on).days
    return Row(
        customer_id=complaint.customer_id,
        customer=customer or "",
        what=f"{LABELS[ComplaintKind(complaint.kind)]}: {complaint.about}",
        who=routed_to or (ROLE_TEAMS[Role(complaint.routed_role)] if complaint.routed_role else "nobody yet"),
        on=said_on,
        state=_said_of(complaint, closed_by, days, looking),
        recording_id=closing_note if _is_closed(complaint, looking) and closing_note else complaint.recording_id,
    )


def _is_closed(complaint: Complaint, looking: Looking) -> bool:
    return complaint.closed_at is not None and complaint.closed_at < looking.as_of


def _said_of(complaint: Complaint, closed_by: str | None, days: int, looking: Looking) -> str:
    if complaint.closed_at is not None and _is_closed(complaint, looking):
        on = complaint.closed_at.astimezone(looking.zone).date()
        return f"Settled {on.day} {on:%b} by {closed_by or 'a later note'}"
    age = "Today" if days == 0 else f"{days} {'day' if days == 1 else 'days'}"
    words = [age, "serious" if complaint.is_serious else "", "open again" if complaint.reopened_at else ""]
    return ", ".join(filter(None, words))


_HEADINGS = {"on": "Said", "what": "Complaint", "customer": "Customer", "who": "Whose", "state": "Open for"}
OPEN = Listing("Open complaints", "Those open longest first.", _HEADINGS, _open_query, _row)
REOPENED = Listing(
    "Open again",
    "Settled once, and opened again by somebody.",
    _HEADINGS,
    _where(lambda looking: and_(_is_open(looking), _is_reopened(looking))),
    _row,
)
SETTLED = Listing(
    "Complaints settled",
    "Closed in this week, by somebody or by a later note, which opens.",
    {**_HEADINGS, "state": "How"},
    _where(_is_settled),
    _row,
)

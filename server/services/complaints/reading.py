"""Reads the ledger: what is open at a customer, what is whose, what was closed lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from models.complaint import Complaint, ComplaintState
from models.recording import Recording
from models.staff import Role, Staff
from server.services.complaints.complaint_kind import LABELS, ComplaintKind

MOST_SHOWN = 200
ROLE_TEAMS = {
    Role.REP: "the reps",
    Role.SUPPORT: "support",
    Role.COUNTER: "the counter",
    Role.MANAGER: "the managers",
    Role.ADMIN: "the administrators",
    Role.READ_ONLY: "the readers",
}


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """One complaint as a reader wants it: about what, whose it is, said by whom; `item_id` finds its words."""

    id: str
    kind: str
    label: str
    about: str
    is_serious: bool
    said_at: datetime
    said_by: str
    said_by_id: str
    recording_id: str
    item_id: str
    customer_id: str | None
    customer: str
    routed_to: str
    routed_to_id: str | None
    routed_role: str | None
    state: str
    closed_at: datetime | None
    closed_by: str


def open_complaints(
    session: Session,
    *,
    customer_id: str | None = None,
    of: tuple[str, Role] | None = None,
    only: ColumnElement[bool] | None = None,
) -> list[OpenComplaint]:
    """Return what is open, serious ones first, then the oldest.

    At one customer, of one person (id and role), or `only` some of it.
    """
    query = _base().where(_is_open())
    if customer_id is not None:
        query = query.where(Complaint.customer_id == customer_id)
    if of is not None:
        staff_id, role = of
        query = query.where(or_(Complaint.routed_to_id == staff_id, Complaint.routed_role == role))
    query = query if only is None else query.where(only)
    return _read(
        session, query.order_by(Complaint.is_serious.desc(), Complaint.said_at, Complaint.id).limit(MOST_SHOWN)
    )


def open_complaints_at_each(session: Session, customer_ids: Iterable[str]) -> dict[str, list[OpenComplaint]]:
    """Return what is open at each of some customers, in one query."""
    found: dict[str, list[OpenComplaint]] = defaultdict(list)
    query = _base().where(Complaint.customer_id.in_(list(customer_ids)), _is_open())
    for complaint in _read(session, query.order_by(Complaint.said_at, Complaint.id)):
        found[complaint.customer_id or ""].append(complaint)
    return found


def lately_closed(session: Session, customer_id: str | None = None, limit: int = 5) -> list[OpenComplaint]:
    """Return what was closed last by people or notes, at one customer or anywhere."""
    query = _base().where(Complaint.state == ComplaintState.CLOSED)
    if customer_id is not None:
        query = query.where(Complaint.customer_id == customer_id)
    return _read(session, query.order_by(Complaint.closed_at.desc(), Complaint.id.desc()).limit(limit))


def _is_open() -> ColumnElement[bool]:
    return Complaint.state == ComplaintState.OPEN


def _base() -> Select[Complaint, Staff]:
    query = select(Complaint, Staff).join(Recording, Recording.id == Complaint.recording_id)
    query = query.join(Staff, Staff.id == Recording.staff_id)
    return query.options(joinedload(Complaint.routed_to), joinedload(Complaint.customer))


def _read(session: Session, query: Select[Complaint, Staff]) -> list[OpenComplaint]:
    rows = session.execute(query).all()
    closers = _names(session, {complaint.closed_by_id for complaint, _by in rows if complaint.closed_by_id})
    return [_told(complaint, by, closers) for complaint, by in rows]


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    return dict(session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids))).all()) if ids else {}


def _told(complaint: Complaint, said_by: Staff, closers: dict[str, str]) -> OpenComplaint:
    by_note = "a later note" if complaint.closed_by_recording_id else ""
    return OpenComplaint(
        id=complaint.id,
        kind=complaint.kind,
        label=LABELS[ComplaintKind(complaint.kind)],
        about=complaint.about,
        is_serious=complaint.is_serious,
        said_at=complaint.said_at,
        said_by=said_by.name,
        said_by_id=said_by.id,
        recording_id=complaint.recording_id,
        item_id=complaint.item_id,
        customer_id=complaint.customer_id,
        customer=complaint.customer.name if complaint.customer else "",
        routed_to=_whose(complaint),
        routed_to_id=complaint.routed_to_id,
        routed_role=complaint.routed_role,
        state=complaint.state,
        closed_at=complaint.closed_at,
        closed_by=closers.get(complaint.closed_by_id or "", by_note),
    )


def _whose(complaint: Complaint) -> str:
    if complaint.routed_to is not None:
        return complaint.routed_to.name
    return ROLE_TEAMS[Role(complaint.routed_role)] if complaint.routed_role else "nobody yet"

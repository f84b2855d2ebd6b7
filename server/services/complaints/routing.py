"""Who deals with which kind of complaint: the company's routes, set by an administrator, and a person's own word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.complaint import Complaint, ComplaintRoute, ComplaintState
from models.event import record_event
from models.staff import Role, Staff
from server.current import Identity
from server.errors import Problem
from server.services.complaints.complaint_kind import ComplaintKind


@dataclass(frozen=True, slots=True)
class Route:
    """A person, or everybody of a role."""

    staff_id: str | None
    role: Role | None


TO_SUPPORT = Route(None, Role.SUPPORT)


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes that count by now."""

    by_kind: Mapping[str, Route]

    def of(self, kind: str) -> Route:
        return self.by_kind.get(kind, TO_SUPPORT)


def read_routes(session: Session) -> Routes:
    """Read the routes; one to somebody who left the company counts no more."""
    query = (
        select(ComplaintRoute.kind, ComplaintRoute.staff_id, ComplaintRoute.role)
        .outerjoin(Staff, Staff.id == ComplaintRoute.staff_id)
        .where(ComplaintRoute.ended_at.is_(None), Staff.left_at.is_(None))
        .order_by(ComplaintRoute.created_at, ComplaintRoute.id)
    )
    return Routes(
        {kind: Route(staff_id, Role(role) if role else None) for kind, staff_id, role in session.execute(query)}
    )


def set_route(session: Session, kind: ComplaintKind, to: str, by: Identity) -> Route:
    """Have complaints of a kind go to a role or a person; those that are open and routed by the company follow.

    `to` is a role's name or a person's id. The earlier route stays on record as ended. The caller commits.
    """
    route = read_target(session, to)
    if read_routes(session).by_kind.get(kind) == route:
        return route
    standing = select(ComplaintRoute).where(ComplaintRoute.kind == kind, ComplaintRoute.ended_at.is_(None))
    for earlier in session.scalars(standing):
        earlier.ended_at = now()
    session.add(ComplaintRoute(kind=kind, staff_id=route.staff_id, role=route.role, created_by_id=by.staff_id))
    waiting = select(Complaint).where(
        Complaint.kind == kind, Complaint.state == ComplaintState.OPEN, Complaint.routed_by_id.is_(None)
    )
    for complaint in session.scalars(waiting):
        complaint.routed_to_id, complaint.routed_role = route.staff_id, route.role
    record_event(session, "complaint.routed", staff_id=by.staff_id, details={"kind": kind})
    return route


def hand_to(session: Session, complaint: Complaint, to: str, by: Identity) -> None:
    """Give one complaint to a person or a role by somebody's word; no re-run changes that. The caller commits."""
    route = read_target(session, to)
    if (complaint.routed_to_id, complaint.routed_role) == (route.staff_id, route.role) and complaint.routed_by_id:
        return
    complaint.routed_to_id, complaint.routed_role, complaint.routed_by_id = route.staff_id, route.role, by.staff_id
    record_event(
        session,
        "complaint.routed",
        staff_id=by.staff_id,
        customer_id=complaint.customer_id,
        recording_id=complaint.recording_id,
        details={"complaint_id": complaint.id},
    )


def read_target(session: Session, to: str) -> Route:
    """Read a role's name or a person's id. Raises Problem for neither."""
    if to in tuple(Role):
        return Route(None, Role(to))
    staff = session.get(Staff, to) if to else None
    if staff is None or staff.left_at is not None:
        raise Problem("Choose who deals with it from the list.", status=422, code="nobody-chosen")
    return Route(staff.id, None)

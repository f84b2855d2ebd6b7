"""The shared queue: open promises and complaints of everybody, of one's team, of nobody, overdue, or handed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from models.action import Action
from models.complaint import Complaint
from models.handover import Handover
from models.staff import Role, Staff
from server.services.actions.reading import Promised, open_everywhere
from server.services.complaints.reading import OpenComplaint, open_complaints

LATE_AFTER = timedelta(days=2)  # a complaint carries no day by which it is due


class Whose(StrEnum):
    """Which part of the queue is looked at."""

    ALL = "all"
    MINE = "mine"
    TEAM = "team"
    UNOWNED = "unowned"
    OVERDUE = "overdue"
    HANDED = "handed"  # what one handed to others


WHOSE_NAMES = {
    Whose.ALL: "Everybody's",
    Whose.MINE: "Mine",
    Whose.TEAM: "My team's",
    Whose.UNOWNED: "Nobody's",
    Whose.OVERDUE: "Overdue",
    Whose.HANDED: "Handed over by me",
}


def queued_promises(session: Session, whose: Whose, me: Staff, today: date) -> list[Promised]:
    """Read open promises, the most urgent first, at most 200."""
    return open_everywhere(session, today, only=_promises(whose, me, today))


def queued_complaints(session: Session, whose: Whose, me: Staff, at: datetime) -> list[OpenComplaint]:
    """Read open complaints, the serious ones first, at most 200."""
    return open_complaints(session, only=_complaints(whose, me, at))


def _promises(whose: Whose, me: Staff, today: date) -> ColumnElement[bool] | None:
    if whose == Whose.MINE:
        return Action.owner_id == me.id
    if whose == Whose.TEAM:
        return Action.owner_id.in_(_team(me))
    if whose == Whose.UNOWNED:
        return and_(Action.owner_id.is_(None), Action.owner_name == "")
    if whose == Whose.OVERDUE:
        return Action.due_on < today
    if whose == Whose.HANDED:
        handed = select(Handover.action_id).where(Handover.from_id == me.id, Handover.to_id != me.id)
        return Action.id.in_(handed)
    return None


def _complaints(whose: Whose, me: Staff, at: datetime) -> ColumnElement[bool] | None:
    if whose == Whose.MINE:
        return or_(Complaint.routed_to_id == me.id, Complaint.routed_role == Role(me.role))
    if whose == Whose.TEAM:
        return or_(Complaint.routed_to_id.in_(_team(me)), Complaint.routed_role == Role(me.role))
    if whose == Whose.UNOWNED:
        return Complaint.routed_to_id.is_(None)
    if whose == Whose.OVERDUE:
        return Complaint.said_at < at - LATE_AFTER
    if whose == Whose.HANDED:
        return and_(Complaint.routed_by_id == me.id, Complaint.routed_to_id != me.id)
    return None


def _team(me: Staff) -> Select[str]:
    """Return who is of somebody's team: by the team's name, else by the role."""
    same = Staff.team == me.team if me.team else Staff.role == me.role
    return select(Staff.id).where(same, Staff.left_at.is_(None))

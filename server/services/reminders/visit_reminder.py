"""The one quiet word after a visit without a note: when it is due, what it says, and that it is said at most once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from models.device import Device
from models.recording import Recording
from models.reminder import PushSubscription, Reminder
from models.visit import Visit, is_shown
from server.services.positions.position_gate import allowance_of
from server.services.visits.company_map import CompanyMap

AFTER_LEAVING = timedelta(minutes=20)
TOO_LATE = timedelta(hours=2)  # the day came late: a word about this morning helps nobody
FIRST_PAUSE = timedelta(minutes=1)
MOST_AT_ONCE = 100
KIND = "visit-without-note"


def plan_reminders(session: Session, company_map: CompanyMap, at: datetime) -> None:
    """Write a reminder for each visit that was left long enough ago without a note; the caller commits.

    1. Only whoever has a browser that can be told, and only while the person lets positions be stored: within the
       person's hours, not in a pause.
    2. Only shown visits at a known customer that have ended, at most two hours ago; one row for each.
    """
    for visit in _left_without_note(session, at):
        allowance = allowance_of(session, company_map, visit.staff_id, at, at)
        if allowance.refusal(at) is None:
            session.add(Reminder(visit_id=visit.id, due_at=visit.left_at + AFTER_LEAVING))
    session.flush()


def _left_without_note(session: Session, at: datetime) -> Sequence[Visit]:
    told = (
        select(Device.staff_id)
        .join(PushSubscription, PushSubscription.device_id == Device.id)
        .where(PushSubscription.gone_at.is_(None), Device.revoked_at.is_(None))
    )
    query = select(Visit).where(
        Visit.staff_id.in_(told),
        Visit.arrived_at > at - timedelta(days=2),  # so that the index bounds the search
        Visit.left_at > at - TOO_LATE,
        Visit.left_at <= at - AFTER_LEAVING,
        Visit.is_open.is_(False),
        Visit.customer_id.is_not(None),
        is_shown(),
        ~_has_note(),
        ~exists().where(Reminder.visit_id == Visit.id),
    )
    return session.scalars(query.order_by(Visit.left_at).limit(MOST_AT_ONCE)).all()


def _has_note() -> Any:
    return exists().where(Recording.visit_id == Visit.id)


def take_due(session: Session, at: datetime) -> list[Reminder]:
    """Cancel what is not wanted any more, and mark the rest as sent before it is; the caller commits, then sends.

    So a worker that dies in between says nothing rather than saying it twice.
    """
    due = (
        select(Reminder, _has_note())
        .join(Visit, Visit.id == Reminder.visit_id)
        .where(Reminder.sent_at.is_(None), Reminder.cancelled_at.is_(None), Reminder.due_at <= at)
        .options(joinedload(Reminder.visit).joinedload(Visit.customer))
        .order_by(Reminder.due_at)
        .limit(MOST_AT_ONCE)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    taken = []
    for reminder, has_note in session.execute(due).all():
        visit = reminder.visit
        if has_note or not visit.is_shown or visit.customer is None or at - visit.left_at > TOO_LATE:
            reminder.cancelled_at = at
        else:
            reminder.sent_at = at
            taken.append(reminder)
    return taken


def message_of(visit: Visit, zone: ZoneInfo) -> dict[str, str]:
    """Return what the phone shows; a tap opens the recorder for this visit."""
    arrived_at, left_at = visit.arrived_at.astimezone(zone), visit.left_at.astimezone(zone)
    name = visit.customer.name if visit.customer else "A visit"
    title = f"{name}, {arrived_at:%H:%M}-{left_at:%H:%M}"
    return {"kind": KIND, "visit_id": visit.id, "title": title, "body": "Talk?"}


def try_later(session: Session, reminder: Reminder, at: datetime) -> None:
    """Have a reminder that reached no push service sent again, each time after twice the pause."""
    found = session.get_one(Reminder, reminder.visit_id, with_for_update=True)
    waited = at - (found.visit.left_at + AFTER_LEAVING)
    found.sent_at, found.due_at = None, at + max(FIRST_PAUSE, waited)

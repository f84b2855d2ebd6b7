"""Pushes notices to their reader's phones: who and which customer, none of the words, in that person's hours, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action
from models.database import Database
from models.notice import Notice, Reason
from models.private import seen_by
from server.services.notices.reading import head_of, loaded
from server.services.positions.position_gate import allowance_of
from server.services.visits.company_map import CompanyMap

KIND = "notice"
MOST_AT_ONCE = 100
LATER = timedelta(minutes=10)  # outside somebody's hours, or while the note is private
AGAIN_AFTER = timedelta(minutes=5)
TOO_LATE = timedelta(days=3)  # a weekend


def due_pushes(session: Session, at: datetime) -> Sequence[str]:
    """Return the ids of notices that wait to be pushed, the oldest first."""
    query = select(Notice.id).where(Notice.push_at <= at)
    return session.scalars(query.order_by(Notice.push_at).limit(MOST_AT_ONCE)).all()


def take_push(database: Database, company_map: CompanyMap, notice_id: str, at: datetime) -> tuple[str, Any] | None:
    """Mark one notice as pushed, and return to whom and what; None where it is not to be said at this moment.

    1. It is marked and committed before it leaves: a worker that dies in between says nothing rather than saying it
       twice, and the page has it all the same.
    2. Outside the reader's working hours it waits, three days at most. What was read meanwhile is not said.
    3. A promise of which the person's own reminder was said on that day is not said a second time.
    4. The words are made of what the reader may open at this moment; of a note made private nothing is said.
    """
    with database.session() as session:
        locked = select(Notice).where(Notice.id == notice_id, Notice.push_at <= at)
        notice = session.scalar(locked.with_for_update(skip_locked=True))
        if notice is None:
            return None
        staff_id = notice.staff_id
        message = _message(database, notice_id, staff_id, at.astimezone(company_map.zone))
        hours = allowance_of(session, company_map, staff_id, at, at).hours
        if notice.read_at is not None or at - notice.made_at > TOO_LATE or _is_said(session, notice, company_map.zone):
            notice.push_at = None
        elif message is None or not hours.include(at, company_map.zone):
            notice.push_at = at + LATER
        else:
            notice.push_at, notice.pushed_at = None, at
        is_taken = notice.pushed_at == at and notice.push_at is None
        session.commit()
    return (staff_id, message) if is_taken else None


def _is_said(session: Session, notice: Notice, zone: ZoneInfo) -> bool:
    """Tell whether the reminder that the person spoke for this promise went out on the day of the notice."""
    if notice.reason != Reason.PROMISE or notice.action_id is None:
        return False
    said_at = session.scalar(select(Action.reminded_at).where(Action.id == notice.action_id))
    return said_at is not None and said_at.astimezone(zone).date() == notice.made_at.astimezone(zone).date()


def push_again(session: Session, notice_id: str, at: datetime) -> None:
    """Have a notice that reached no push service sent again soon. The caller commits."""
    notice = session.get_one(Notice, notice_id, with_for_update=True)
    notice.pushed_at, notice.push_at = None, at + AGAIN_AFTER


def _message(database: Database, notice_id: str, staff_id: str, at: datetime) -> dict[str, str] | None:
    with seen_by(database, staff_id).reading() as session:
        notice = session.scalar(loaded(select(Notice).where(Notice.id == notice_id)))
        if notice is None:
            return None
        customer = notice.recording.customer
        return {
            "kind": KIND,
            "notice_id": notice_id,
            "recording_id": notice.recording_id,
            "customer_id": customer.id if customer else "",
            "title": customer.name if customer else "Rounds",
            "body": head_of(notice, at.date()),
        }

"""Reads somebody's notices: each in words made when it is shown, of what that reader may open at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from models.action import ActionState
from models.base import now
from models.complaint import ComplaintState
from models.event import record_event
from models.notice import NOTICE_CHANGED, Notice, Reason
from models.recording import Channel, Recording, RecordingSource
from server.errors import NotFound, Problem

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: `head` says who did what, `words` are of the note or reply and only for this reader."""

    id: str
    reason: Reason
    head: str
    words: str
    customer: str
    customer_id: str | None
    recording_id: str
    handover_id: str | None
    action_id: str | None
    is_to_take: bool
    at: datetime
    is_read: bool


def read_notices(session: Session, staff_id: str, today: date, before: str | None = None) -> list[Told]:
    """Read a page of them, newest first; the session is one in the reader's eyes (`models/private.py`)."""
    query = _shown(staff_id).order_by(Notice.made_at.desc(), Notice.id.desc()).limit(PAGE)
    if before is not None:
        query = query.where(Notice.id < before)  # made here, so ids are in the order of time
    return [told_of(notice, today) for notice in session.scalars(loaded(query)).all()]


def loaded(query: Select[Notice]) -> Select[Notice]:
    """Load with notices what their words are made of."""
    return query.options(
        joinedload(Notice.by),
        joinedload(Notice.recording).joinedload(Recording.customer),
        joinedload(Notice.message),
        joinedload(Notice.complaint),
        joinedload(Notice.action),
        joinedload(Notice.handover),
    )


def count_unread(session: Session, staff_id: str) -> int:
    query = _shown(staff_id).where(Notice.read_at.is_(None))
    return session.scalar(query.with_only_columns(func.count())) or 0


def mark_read(session: Session, staff_id: str, notice_ids: Sequence[str] | None = None) -> int:
    """Mark some of somebody's notices as read, or all; return how many were not. The caller commits."""
    unread = update(Notice).where(Notice.staff_id == staff_id, Notice.read_at.is_(None), Notice.is_on_page)
    if notice_ids is not None:
        unread = unread.where(Notice.id.in_(notice_ids))
    changed = session.execute(unread.values(read_at=now()).execution_options(synchronize_session=False))
    count: int = changed.rowcount  # type: ignore[attr-defined]
    if count:
        record_event(session, NOTICE_CHANGED, staff_id=staff_id)
    return count


def find_notice(session: Session, notice_id: str, staff_id: str) -> Notice:
    """Return one of somebody's own notices; raises NotFound for others' and for what was made private since."""
    notice = session.scalar(_shown(staff_id).where(Notice.id == notice_id))
    if notice is None:
        raise NotFound("There is no such notice of yours. What it was about may have been made private since.")
    return notice


def read_place(written: str | None) -> str | None:
    """Read where a page goes on; raises Problem for what is no id."""
    if written and not (len(written) == 36 and written.isascii()):
        raise Problem("This is no place among the notices. Open the page again.", status=422, code="bad-place")
    return written or None


def told_of(notice: Notice, today: date) -> Told:
    """Put a notice into words, from what it points at as that stands now."""
    recording = notice.recording
    return Told(
        id=notice.id,
        reason=Reason(notice.reason),
        head=head_of(notice, today),
        words=_words(notice),
        customer=recording.customer.name if recording.customer else "",
        customer_id=recording.customer_id,
        recording_id=recording.id,
        handover_id=notice.handover_id,
        action_id=notice.action_id,
        is_to_take=notice.handover is not None
        and notice.handover.taken_at is None
        and notice.action is not None
        and notice.action.state == ActionState.OPEN
        and notice.action.owner_id == notice.staff_id,
        at=notice.made_at,
        is_read=notice.read_at is not None,
    )


def head_of(notice: Notice, today: date) -> str:
    """Say who did what about whom, with no word of the note itself: for the page's heading, and whole for a push."""
    who = notice.by.name if notice.by else ""
    recording = notice.recording
    about = f" about {recording.customer.name}" if recording.customer else ""
    at = f" at {recording.customer.name}" if recording.customer else ""
    if notice.reason == Reason.MENTION:
        return f"{who} mentioned you{about}"
    if notice.reason == Reason.REPLY:
        return f"{who} replied{about}"
    if notice.reason == Reason.HANDOVER:
        return f"{who} handed something over to you{at}"
    if notice.reason == Reason.COMPLAINT:
        return f"{who} heard a complaint{at}"
    if notice.reason == Reason.PROMISE:
        return f"Your promise{at} {_due(notice, today)}"
    return f"{who} {_did(recording)}{about}"


def _due(notice: Notice, today: date) -> str:
    action = notice.action
    if action is None or action.state != ActionState.OPEN or action.due_on is None:
        return "was due"
    days = (today - action.due_on).days
    return "is due today" if days == 0 else "is overdue" if days > 0 else "is due"


def _did(recording: Recording) -> str:
    if recording.channel == Channel.HANDOVER:
        return "handed something over"
    if recording.channel == Channel.EMAIL:
        return "has an e-mail"
    return "wrote" if recording.source == RecordingSource.WRITTEN else "spoke a note"


def _words(notice: Notice) -> str:
    if notice.message is not None:
        return notice.message.text
    if notice.handover is not None:
        return notice.handover.step
    if notice.complaint is not None:
        return notice.complaint.about if notice.complaint.state != ComplaintState.WITHDRAWN else ""
    return notice.action.what if notice.action is not None else ""


def _shown(staff_id: str) -> Select[Notice]:
    return select(Notice).where(Notice.staff_id == staff_id, Notice.is_on_page)

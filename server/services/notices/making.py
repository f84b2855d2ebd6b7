"""Makes notices in the transaction of their cause: one for each reader and cause, however often it is tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.database import insert_of
from models.event import record_event
from models.notice import NOTICE_CHANGED, Notice, Reason
from models.staff import Staff
from server.services.notices.choice import ways_of_each


@dataclass(frozen=True, slots=True)
class Cause:
    """What happened: `name` is the same whenever it is told, `recording_id` is the note whose rights hold for it."""

    name: str
    recording_id: str
    by_id: str | None = None
    message_id: str | None = None
    complaint_id: str | None = None
    action_id: str | None = None
    handover_id: str | None = None


def give_notice(session: Session, reason: Reason, cause: Cause, readers: Iterable[str | None]) -> None:
    """Tell people of something; whoever did it themselves, has left, or was told of it already is not. The caller
    commits.
    """
    wanted = sorted({one for one in readers if one is not None and one != cause.by_id})
    if not wanted:
        return
    here = sorted(session.scalars(select(Staff.id).where(Staff.id.in_(wanted), Staff.left_at.is_(None))))
    about = asdict(cause)
    about["cause"] = about.pop("name")
    for staff_id, ways in ways_of_each(session, reason, here).items():
        if not ways.is_any:
            continue
        at = now()
        row = {
            "id": new_id(),
            "staff_id": staff_id,
            "reason": reason,
            "made_at": at,
            "is_on_page": ways.on_page,
            "push_at": at if ways.by_push else None,
            "wants_mail": ways.by_mail,
            **about,
        }
        if _is_kept(session, row):
            record_event(session, NOTICE_CHANGED, staff_id=staff_id)


def _is_kept(session: Session, row: dict[str, object]) -> bool:
    """Keep a row; False where this reader was told of this cause before, perhaps just now by another worker."""
    insert = insert_of(session)(Notice).values(**row).on_conflict_do_nothing(index_elements=["staff_id", "cause"])
    return session.scalar(insert.returning(Notice.id)) is not None

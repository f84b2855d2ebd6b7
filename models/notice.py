"""What a member of staff is told of: one row for each reader and cause, by which ways, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.action import Action
from models.base import Base, Id, UtcTime, id_column, now
from models.complaint import Complaint
from models.handover import Handover
from models.message import Message
from models.recording import Recording
from models.staff import Staff

NOTICE_CHANGED = "notice.changed"  # told to its reader alone: the event's staff_id is who is told


class Reason(StrEnum):
    """Why somebody is told."""

    MENTION = "mention"
    REPLY = "reply"
    HANDOVER = "handover"
    COMPLAINT = "complaint"
    FOLLOWED = "followed"
    PROMISE = "promise"


class Notice(Base):
    """Points at what happened and holds none of its words: they are read when it is shown, in the reader's eyes.

    `cause` names what happened, such as "message:ID"; with the reader it is unique, so that nothing is told twice.
    `pushed_at` and `digest_id` are written before a message leaves.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("staff_id", "cause"),
        Index("ix_notice_staff_id_made_at", "staff_id", "made_at"),
        Index(
            "ix_notice_unread",
            "staff_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notice_push_at", "push_at"),
        Index("ix_notice_recording_id", "recording_id"),
    )

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    reason: Mapped[Reason] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(100))
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))  # None: the calendar
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"))
    message_id: Mapped[str | None] = mapped_column(Id, ForeignKey("message.id"))
    complaint_id: Mapped[str | None] = mapped_column(Id, ForeignKey("complaint.id"))
    action_id: Mapped[str | None] = mapped_column(Id, ForeignKey("action.id"))
    handover_id: Mapped[str | None] = mapped_column(Id, ForeignKey("handover.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    is_on_page: Mapped[bool] = mapped_column(default=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    push_at: Mapped[datetime | None] = mapped_column(UtcTime)  # when it is to be pushed; None: not, or done
    pushed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    wants_mail: Mapped[bool] = mapped_column(default=False)
    digest_id: Mapped[str | None] = mapped_column(Id, ForeignKey("digest.id"))

    by: Mapped[Staff | None] = relationship(foreign_keys=by_id)
    recording: Mapped[Recording] = relationship()
    message: Mapped[Message | None] = relationship()
    complaint: Mapped[Complaint | None] = relationship()
    action: Mapped[Action | None] = relationship()
    handover: Mapped[Handover | None] = relationship()


class NoticeChoice(Base):
    """By which ways one member of staff wants to be told for one reason; without a row the usual ones hold."""

    __tablename__ = "notice_choice"

    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    reason: Mapped[Reason] = mapped_column(String(20), primary_key=True)
    on_page: Mapped[bool]
    by_push: Mapped[bool]
    by_mail: Mapped[bool]
    chosen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class Digest(Base):
    """One e-mail with a day's notices to one person. `handed_at` is written before the mail server has its words:
    where it stands without `sent_at`, nobody knows whether it went out, and it is not sent again.
    """

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("staff_id", "on_day"),)

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    on: Mapped[date] = mapped_column("on_day")
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    next_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    handed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str | None] = mapped_column(String(300))  # why it has not gone out

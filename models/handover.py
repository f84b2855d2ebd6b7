"""What somebody handed to a colleague: the next step, by when, and whether it was taken."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.action import Action
from models.base import Base, Id, UtcTime, id_column, now
from models.staff import Staff


class Handover(Base):
    """One step handed over. All of an action are its history; who takes something hands it to themselves.

    `recording_id` is the action's note; from the first hand-over on the action follows people's words, not the note's.
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_action_id_at", "action_id", "at"),
        Index("ix_handover_recording_id", "recording_id"),
        Index("ix_handover_from_id_at", "from_id", "at"),
    )

    id: Mapped[str] = id_column()
    action_id: Mapped[str] = mapped_column(Id, ForeignKey("action.id"))
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"))
    complaint_id: Mapped[str | None] = mapped_column(Id, ForeignKey("complaint.id"))
    from_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    to_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    step: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)

    action: Mapped[Action] = relationship()
    giver: Mapped[Staff] = relationship(foreign_keys=from_id)
    receiver: Mapped[Staff] = relationship(foreign_keys=to_id)

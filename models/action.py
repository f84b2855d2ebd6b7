"""The ledger of what was promised in notes: one row for each action, with owner, due date and how it ended."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.customer import Customer
from models.staff import Staff


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Action(Base):
    """Something somebody has still to do, as a note's item says it; `remind_at` where the rep asked to be reminded."""

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("recording_id", "item_id"),
        Index("ix_action_customer_id_state", "customer_id", "state"),
        Index("ix_action_owner_id_state", "owner_id", "state"),
        Index("ix_action_remind_at", "remind_at"),
        Index("ix_action_state_due_on", "state", "due_on"),
        Index("ix_action_due_on", "due_on"),
        Index("ix_action_closed_at", "closed_at"),
    )

    id: Mapped[str] = id_column()
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    state: Mapped[ActionState] = mapped_column(String(20), default=ActionState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    closed_by_recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcTime)  # a person said: not done, whatever a note says
    remind_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcTime)

    customer: Mapped[Customer | None] = relationship()
    owner: Mapped[Staff | None] = relationship(foreign_keys=owner_id)

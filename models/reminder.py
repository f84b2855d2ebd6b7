"""The quiet word after a visit without a note, and the browsers that can be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.visit import Visit


class PushSubscription(Base):
    """Where a phone's browser takes messages (RFC 8030) and the keys that only it can read them with (RFC 8291)."""

    __tablename__ = "push_subscription"

    id: Mapped[str] = id_column()
    device_id: Mapped[str] = mapped_column(Id, ForeignKey("device.id"), unique=True)
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(200))
    auth: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    gone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Reminder(Base):
    """One visit's reminder: at most one row for a visit, so at most one message."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_due_at", "due_at"),)

    visit_id: Mapped[str] = mapped_column(Id, ForeignKey("visit.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)

    visit: Mapped[Visit] = relationship()

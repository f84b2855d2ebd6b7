"""Positions as phones report them, each once, and what could not be read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, id_column, now


class Fix(Base):
    """One position. `flaw` says in words why the visit engine does not use it; it is kept all the same."""

    __tablename__ = "fix"
    __table_args__ = (
        # The region is part of it: regions overlap, and one fix may cross several at the same instant.
        UniqueConstraint("device_id", "at", "lat", "lon", "trigger", "region_event", "region_id"),
        Index("ix_fix_staff_id_at", "staff_id", "at"),
    )

    id: Mapped[str] = id_column()
    device_id: Mapped[str] = mapped_column(Id, ForeignKey("device.id"))
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(30), default="")
    trigger: Mapped[str] = mapped_column(String(10), default="")
    region_event: Mapped[str] = mapped_column(String(10), default="")
    region_id: Mapped[str] = mapped_column(String(50), default="")
    flaw: Mapped[str | None] = mapped_column(String(200))


class UnreadMessage(Base):
    """A message of a location app that could not be read: kept as it came, so that nothing is lost."""

    __tablename__ = "unread_message"
    __table_args__ = (UniqueConstraint("device_id", "body_sha256"),)

    id: Mapped[str] = id_column()
    device_id: Mapped[str] = mapped_column(Id, ForeignKey("device.id"))
    received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    source: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    body_sha256: Mapped[str] = mapped_column(String(64))

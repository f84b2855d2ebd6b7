"""The apps through which a phone sends positions while the page is closed, each with a token of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.device import Device


class PositionApp(StrEnum):
    OWNTRACKS = "owntracks"
    OVERLAND = "overland"
    TRACCAR = "traccar"
    GPSLOGGER = "gpslogger"
    AUTOMATION = "automation"


class PositionSource(Base):
    """One app on one phone. Its token opens the doors for positions and nothing else; it may stand in an address."""

    __tablename__ = "position_source"
    __table_args__ = (UniqueConstraint("device_id", "app"),)

    id: Mapped[str] = id_column()
    device_id: Mapped[str] = mapped_column(Id, ForeignKey("device.id"))
    app: Mapped[PositionApp] = mapped_column(String(20))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    last_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_received_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_accuracy_m: Mapped[float | None]
    last_problem: Mapped[str | None] = mapped_column(String(200))
    regions_key: Mapped[str | None] = mapped_column(String(64))  # hash of the customers last put on the phone
    silence_told_at: Mapped[datetime | None] = mapped_column(UtcTime)

    device: Mapped[Device] = relationship()

"""What a person lets the system know about where they are: mode, hours, pause, and what was kept or thrown away."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, UtcTime, id_column, now


class LocationMode(StrEnum):
    NONE = "none"  # no position is taken
    VISITS = "visits"  # positions are matched to visits and thrown away
    TRAIL = "trail"  # positions are kept, for that person's own eyes


class LocationChoice(Base):
    """One person's choice; without a row the defaults count: visits only, in the company's working hours."""

    __tablename__ = "location_choice"

    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    mode: Mapped[LocationMode] = mapped_column(String(20), default=LocationMode.VISITS)
    hours: Mapped[list[Any] | None] = mapped_column(Document)  # None: the company's
    changed_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class PositionPause(Base):
    """A stretch of time for which a person wants no position kept, whenever it arrives; without an end it lasts."""

    __tablename__ = "position_pause"
    __table_args__ = (Index("ix_position_pause_staff_id_began_at", "staff_id", "began_at"),)

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class OwnPlace(Base):
    """A place of a person's own, such as home or office, given by that person so that no stop there is a visit."""

    __tablename__ = "own_place"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))  # home, office
    lat: Mapped[float]
    lon: Mapped[float]
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class MatchedPeriod(Base):
    """A stretch whose positions were matched and thrown away: the visits in it stay what they are."""

    __tablename__ = "matched_period"
    __table_args__ = (Index("ix_matched_period_staff_id_start_at", "staff_id", "start_at"),)

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    start_at: Mapped[datetime] = mapped_column(UtcTime)
    end_at: Mapped[datetime] = mapped_column(UtcTime)
    discarded_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class PositionTally(Base):
    """How many positions of a person came in on a day through one door, and what became of them: counts, no places."""

    __tablename__ = "position_tally"

    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    counted_on: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(30), primary_key=True)
    received: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)  # outside hours, paused, or mode none: never stored
    flagged: Mapped[int] = mapped_column(default=0)
    discarded: Mapped[int] = mapped_column(default=0)
    last_received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

"""Secret addresses under which a person's calendar, contacts or feed are read by programs that cannot sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.staff import Staff


class FeedKind(StrEnum):
    """What is read there."""

    CALENDAR = "calendar"
    CONTACTS = "contacts"
    INTERACTIONS = "interactions"


class FeedLink(Base):
    """One such address, known by the SHA-256 of the secret in it."""

    __tablename__ = "feed_link"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    kind: Mapped[FeedKind] = mapped_column(String(20))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)

    staff: Mapped[Staff] = relationship()

"""Kinds of facts that an administrator adds in the company's own words, and offers that one of them declined."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, UtcTime, id_column, now


class ValueType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes-no"


class FactKind(Base):
    """A kind of fact to look for in notes: its name, the phrases that announce it, what its value is."""

    __tablename__ = "fact_kind"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(100))
    value_type: Mapped[ValueType] = mapped_column(String(20), default=ValueType.TEXT)
    cues: Mapped[list[str]] = mapped_column(Document, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DismissedOffer(Base):
    """An alias or product that was offered for adding and is not wanted."""

    __tablename__ = "dismissed_offer"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[str] = id_column()
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(300))
    dismissed_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    dismissed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))

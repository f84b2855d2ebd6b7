"""The structured CRM record of a note. Every change is a new version; the old ones are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.recording import Recording
from models.staff import Staff


class Entry(Base):
    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_customer_id_created_at", "customer_id", "created_at"),)

    id: Mapped[str] = id_column()
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"), unique=True)
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    confirmed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))

    recording: Mapped[Recording] = relationship()
    versions: Mapped[list[EntryVersion]] = relationship(back_populates="entry", order_by="EntryVersion.number")

    @property
    def newest(self) -> EntryVersion:
        return self.versions[-1]


class EntryVersion(Base):
    """One state of an entry: `content` has the form of the entry's schema, each item with an `item_id`."""

    __tablename__ = "entry_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[str] = id_column()
    entry_id: Mapped[str] = mapped_column(Id, ForeignKey("entry.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Document)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    made_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    engine: Mapped[str] = mapped_column(String(50), default="")

    entry: Mapped[Entry] = relationship(back_populates="versions")
    made_by: Mapped[Staff | None] = relationship()

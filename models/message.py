"""What colleagues write to each other below a note; it is as private as the note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.staff import Staff


class Message(Base):
    """A reply to a note, its secrets cut; `mentioned` are the ids of the colleagues it names with an @."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_recording_id_at", "recording_id", "at"),)

    id: Mapped[str] = id_column()
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"))
    author_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    mentioned: Mapped[list[str]] = mapped_column(Document, default=list)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    author: Mapped[Staff] = relationship()

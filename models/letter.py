"""E-mails to and from customers: each once, in its thread, and those that wait for somebody to say whose they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.recording import Recording
from models.staff import Staff


class Letter(Base):
    """One e-mail. With `recording_id` it stands in a timeline; without, its words wait here, secrets already cut."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_recording_id", "recording_id"), Index("ix_letter_thread_id", "thread_id"))

    id: Mapped[str] = id_column()
    message_key: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of its Message-ID
    thread_id: Mapped[str] = mapped_column(Id)  # of the first letter of its thread that is known here
    address: Mapped[str] = mapped_column(String(254))  # the customer's side
    name: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    is_outgoing: Mapped[bool] = mapped_column(default=False)
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))

    recording: Mapped[Recording | None] = relationship()
    staff: Mapped[Staff | None] = relationship(foreign_keys=staff_id)

"""Recordings: numbered chunks as the phone sent them, and what was heard in them; written notes have no chunks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.customer import Contact, Customer
from models.staff import Staff


class RecordingState(StrEnum):
    RECEIVING = "receiving"
    WAITING_FOR_CHUNKS = "waiting_for_chunks"
    WAITING = "waiting"
    READY = "ready"
    SILENT = "silent"
    UNDECODABLE = "undecodable"


FINAL_STATES = (RecordingState.READY, RecordingState.SILENT, RecordingState.UNDECODABLE)


class CustomerSource(StrEnum):
    """From where it is known whom a recording is about, weakest first."""

    PLACE = "place"
    VISIT = "visit"
    SPOKEN = "spoken"
    PERSON = "person"


class RecordingSource(StrEnum):
    """By which door a recording came."""

    PHONE = "phone"
    SHARE = "share"
    POST = "post"
    MAIL = "mail"
    FOLDER = "folder"
    ARCHIVE = "archive"
    WRITTEN = "written"  # typed by somebody, so there is no sound


class Channel(StrEnum):
    """At which touchpoint a customer was met."""

    VISIT = "visit"
    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"
    COUNTER = "counter"
    WEB_FORM = "web_form"
    COMPLAINT = "complaint"
    ORDER = "order"
    HANDOVER = "handover"  # nobody met the customer: a colleague was told the next step


class Outcome(StrEnum):
    """How a meeting ended, as far as a person said it."""

    SETTLED = "settled"
    PASSED_ON = "passed_on"
    CALL_BACK = "call_back"
    NOT_REACHED = "not_reached"


class StartedFrom(StrEnum):
    """From what it is known when a recording began, surest first; None on a phone's own."""

    SAID = "said"
    METADATA = "metadata"
    FILE_NAME = "file_name"
    FILE_DAY = "file_day"
    MAIL = "mail"
    FILE_TIME = "file_time"
    ARRIVAL = "arrival"


class Recording(Base):
    __tablename__ = "recording"
    __table_args__ = (
        Index("ix_recording_source_key", "source_key", unique=True),
        Index("ix_recording_staff_id_started_at", "staff_id", "started_at"),
        Index("ix_recording_customer_id_started_at", "customer_id", "started_at"),
        Index("ix_recording_started_at", "started_at"),
        Index("ix_recording_private", "staff_id", sqlite_where=text("is_private"), postgresql_where=text("is_private")),
    )

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    device_id: Mapped[str | None] = mapped_column(Id, ForeignKey("device.id"))
    mime_type: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    visit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("visit.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    customer_source: Mapped[CustomerSource | None] = mapped_column(String(20))
    state: Mapped[RecordingState] = mapped_column(String(30), default=RecordingState.RECEIVING)
    problem: Mapped[str | None] = mapped_column(Text)
    chunk_count: Mapped[int | None]
    live_text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[RecordingSource] = mapped_column(String(20), default=RecordingSource.PHONE)
    source_key: Mapped[str | None] = mapped_column(String(64))  # SHA-256 by which one piece is taken once
    source_name: Mapped[str | None] = mapped_column(String(300))  # the file's name, or the sender and subject
    started_from: Mapped[StartedFrom | None] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(20))
    silenced: Mapped[list[list[Any]] | None] = mapped_column(Document)  # [from_s, to_s, kind] of what was cut
    silenced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    channel: Mapped[Channel] = mapped_column(String(20), default=Channel.VISIT)
    outcome: Mapped[Outcome | None] = mapped_column(String(20))
    # With whom, where it is known.
    contact_id: Mapped[str | None] = mapped_column(Id, ForeignKey("contact.id"), index=True)
    is_private: Mapped[bool] = mapped_column(default=False)  # for nobody but who spoke or wrote it

    staff: Mapped[Staff] = relationship()
    customer: Mapped[Customer | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    transcript: Mapped[Transcript | None] = relationship(back_populates="recording")
    past_transcripts: Mapped[list[PastTranscript]] = relationship(order_by="PastTranscript.replaced_at")


class Chunk(Base):
    """A numbered piece of a recording that is safe on disk; the row is written after the file."""

    __tablename__ = "chunk"

    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    rival_sha256: Mapped[str | None] = mapped_column(String(64))


class Transcript(Base):
    """The words of a recording with their times; secret words stand as [card], [birthday] and the like."""

    __tablename__ = "transcript"

    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[list[Any]]] = mapped_column(Document)
    seconds: Mapped[float]
    model: Mapped[str] = mapped_column(String(100))
    is_trial: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    model_version: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    vocabulary: Mapped[list[str] | None] = mapped_column(Document)  # the company's words that the ear was told

    recording: Mapped[Recording] = relationship(back_populates="transcript")


class PastTranscript(Base):
    """What an earlier model heard, kept when a recording was transcribed again."""

    __tablename__ = "past_transcript"

    id: Mapped[str] = id_column()
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[list[Any]]] = mapped_column(Document)
    seconds: Mapped[float]
    model: Mapped[str] = mapped_column(String(100))
    model_version: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    is_trial: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

"""Changes worth showing, in the order in which they were committed: the feed, live pages and counts read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Document, Id, UtcTime, now

FEED_LOCK = 7_005_337
NOTE_HIDDEN = "note.hidden"  # told to all, so that open pages let go of the note: it says nothing but its id


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (Index("ix_event_customer_id_id", "customer_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    kind: Mapped[str] = mapped_column(String(50))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("visit.id"))
    details: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)


def record_event(session: Session, kind: str, **about: Any) -> Event:
    """Add an event to the caller's transaction; readers see events in the order of their ids."""
    if session.get_bind().dialect.name == "postgresql":
        # Ids are drawn before commits, so a reader could pass over a smaller id that commits later.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": FEED_LOCK})
    event = Event(kind=kind, **about)
    session.add(event)
    return event


def events_after(session: Session, last_id: int, limit: int = 100) -> Sequence[Event]:
    """Return the events that follow one, oldest first."""
    return session.scalars(select(Event).where(Event.id > last_id).order_by(Event.id).limit(limit)).all()


_NEWEST = select(func.max(Event.id))  # built once: open pages have it asked several times a second


def newest_event_id(session: Session) -> int:
    return session.scalar(_NEWEST) or 0

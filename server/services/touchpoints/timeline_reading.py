"""A customer's past for programs: interactions and visits of which nobody spoke, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from models.recording import FINAL_STATES, Recording
from models.visit import Visit, is_shown
from server.errors import Problem
from server.services.notes.recording_reading import read_recordings
from voice.lexicon import Lexicon

MOST = 100
NO_PLACE = "This is no place in the timeline. Begin again without before."


@dataclass(frozen=True, slots=True)
class Happened:
    """One meeting; `kind` is "note" or "visit", `id` that of the note or the visit."""

    kind: str
    id: str
    at: datetime
    channel: str
    by: str
    contact: str
    outcome: str | None
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """A page of it; `next` continues it, None at the end."""

    happened: tuple[Happened, ...]
    next: str | None


def read_past(session: Session, customer_id: str, before: str | None = None, limit: int = 20) -> Past:
    """Read a page of what happened at a customer. Raises Problem for a place that is none."""
    place = _place(before) if before else None
    found = [*_notes(session, customer_id, place, limit), *_visits(session, customer_id, place, limit)]
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    shown = tuple(found[:limit])
    return Past(shown, f"{shown[-1].at.isoformat()}~{shown[-1].id}" if len(found) > limit else None)


def _notes(session: Session, customer_id: str, place: tuple[datetime, str] | None, limit: int) -> list[Happened]:
    query = select(Recording).where(Recording.customer_id == customer_id, Recording.state.in_(FINAL_STATES))
    query = query.where(*_older(Recording.started_at, Recording.id, place))
    query = query.order_by(Recording.started_at.desc(), Recording.id.desc()).limit(limit + 1)
    return [
        Happened(
            kind="note",
            id=note.recording.id,
            at=note.recording.started_at,
            channel=note.recording.channel,
            by=note.recording.staff.name,
            contact=note.recording.contact.name if note.recording.contact else "",
            outcome=note.recording.outcome,
            summary=note.entry.summary if note.entry else "",
            text=note.transcript.text if note.transcript else "",
        )
        for note in read_recordings(session, query, Lexicon())
    ]


def _visits(session: Session, customer_id: str, place: tuple[datetime, str] | None, limit: int) -> list[Happened]:
    spoken = exists().where(Recording.visit_id == Visit.id, Recording.customer_id == customer_id)
    query = select(Visit).where(Visit.customer_id == customer_id, is_shown(), Visit.is_open.is_(False), ~spoken)
    query = query.where(*_older(Visit.arrived_at, Visit.id, place)).options(joinedload(Visit.staff))
    query = query.order_by(Visit.arrived_at.desc(), Visit.id.desc()).limit(limit + 1)
    return [
        Happened("visit", visit.id, visit.arrived_at, "visit", visit.staff.name, "", None, "", "")
        for visit in session.scalars(query)
    ]


def _older(at: Any, row_id: Any, place: tuple[datetime, str] | None) -> list[ColumnElement[bool]]:
    return [or_(at < place[0], and_(at == place[0], row_id < place[1]))] if place else []


def _place(written: str) -> tuple[datetime, str]:
    at, _, row_id = written.partition("~")
    try:
        instant = datetime.fromisoformat(at.replace(" ", "+"))
    except ValueError as error:
        raise Problem(NO_PLACE, status=422, code="bad-place") from error
    if instant.tzinfo is None or not row_id or instant.year < 1900:
        raise Problem(NO_PLACE, status=422, code="bad-place")
    return instant, row_id

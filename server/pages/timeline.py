"""A customer's past, newest first, page by page: one row for each kind of thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from models.recording import Recording
from models.visit import Visit, is_shown
from server.errors import Problem
from server.pages.note_card import NoteCard, note_cards

PAGE = 20


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the timeline ends: the instant and id of its last row."""

    at: datetime
    id: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"

    @classmethod
    def read(cls, written: str) -> Cursor:
        at, _, row_id = written.partition("~")
        try:
            instant = datetime.fromisoformat(at.replace(" ", "+"))
        except ValueError as error:
            raise Problem("This is no place in the timeline. Open the customer's page again.") from error
        if instant.tzinfo is None or not row_id:
            raise Problem("This is no place in the timeline. Open the customer's page again.")
        return cls(instant, row_id)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened; `kind` names the template that shows it ("note", "visit")."""

    kind: str
    at: datetime
    id: str
    what: NoteCard | Visit


@dataclass(frozen=True, slots=True)
class TimelinePage:
    rows: tuple[Row, ...]
    next: Cursor | None

    @property
    def cards(self) -> list[NoteCard]:
        return [row.what for row in self.rows if isinstance(row.what, NoteCard)]


def read_timeline(session: Session, customer_id: str, before: Cursor | None = None) -> TimelinePage:
    """Read one page: notes of all reps, and visits of which there is no note."""
    rows = sorted(
        [*_notes(session, customer_id, before), *_visits_without_note(session, customer_id, before)],
        key=lambda row: (row.at, row.id),
        reverse=True,
    )
    shown = tuple(rows[:PAGE])
    has_more = len(rows) > PAGE
    return TimelinePage(shown, Cursor(shown[-1].at, shown[-1].id) if has_more else None)


def _notes(session: Session, customer_id: str, before: Cursor | None) -> list[Row]:
    query = select(Recording).where(Recording.customer_id == customer_id)
    query = query.where(*_older(Recording.started_at, Recording.id, before))
    query = query.order_by(Recording.started_at.desc(), Recording.id.desc()).limit(PAGE + 1)
    cards = note_cards(session, query)
    return [Row("note", card.recording.started_at, card.recording.id, card) for card in cards]


def _visits_without_note(session: Session, customer_id: str, before: Cursor | None) -> list[Row]:
    has_note = exists().where(Recording.visit_id == Visit.id, Recording.customer_id == customer_id)
    query = select(Visit).where(Visit.customer_id == customer_id, is_shown(), ~has_note)
    query = query.where(*_older(Visit.arrived_at, Visit.id, before)).options(joinedload(Visit.staff))
    query = query.order_by(Visit.arrived_at.desc(), Visit.id.desc()).limit(PAGE + 1)
    return [Row("visit", visit.arrived_at, visit.id, visit) for visit in session.scalars(query)]


def _older(at: Any, row_id: Any, before: Cursor | None) -> list[ColumnElement[bool]]:
    if before is None:
        return []
    return [or_(at < before.at, and_(at == before.at, row_id < before.id))]

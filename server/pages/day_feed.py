"""The organisation's feed: notes in the order in which they came in, and who is at which customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.base import now
from models.event import Event
from models.recording import Recording
from models.staff import Staff
from models.visit import Visit, is_shown
from server.pages.frame import here
from server.pages.note_card import NoteCard, note_cards
from server.services.visits.visit_reading import LONGEST_VISIT, OPEN_LASTS

ARRIVALS = ("recording.received", "entry.made", "recording.silent", "recording.undecodable")
PAGE = 25
EVENTS_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Arrival:
    """A note with the moment at which it came in."""

    at: datetime
    card: NoteCard


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    at: datetime
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Days, newest first; `before` is the event from which the next page goes on, None at the end."""

    days: tuple[Day, ...]
    before: int | None

    @property
    def cards(self) -> list[NoteCard]:
        return [arrival.card for day in self.days for arrival in day.arrivals]


def read_feed(session: Session, before: int | None = None) -> FeedPage:
    """Read a page of the feed; the first one always begins with today, also when nothing came in yet."""
    arrived, has_more = _arrivals(session, before)
    cards = note_cards(session, select(Recording).where(Recording.id.in_([row.recording_id for row in arrived])))
    by_id = {card.recording.id: card for card in cards}
    arrivals = [Arrival(row.at, by_id[row.recording_id]) for row in arrived if row.recording_id in by_id]
    days = [
        Day(on, shown[0].at, tuple(shown))
        for on, group in groupby(arrivals, key=lambda arrival: here(arrival.at).date())
        if (shown := list(group))
    ]
    at = now()
    if before is None and (not days or days[0].on != here(at).date()):
        days.insert(0, Day(here(at).date(), at, ()))
    return FeedPage(tuple(days), arrived[-1].id if has_more else None)


@dataclass(frozen=True, slots=True)
class _Arrived:
    id: int
    recording_id: str
    at: datetime


def _arrivals(session: Session, before: int | None) -> tuple[list[_Arrived], bool]:
    """Find the first event of each recording among the newest ones: a note stays where it came in."""
    newest = select(Event.id, Event.recording_id, Event.at).where(
        Event.recording_id.is_not(None), Event.kind.in_(ARRIVALS)
    )
    if before is not None:
        newest = newest.where(Event.id < before)
    looked_at = newest.order_by(Event.id.desc()).limit(EVENTS_LOOKED_AT).subquery()
    first = select(func.min(looked_at.c.id), looked_at.c.recording_id, func.min(looked_at.c.at))
    first = first.group_by(looked_at.c.recording_id).order_by(func.min(looked_at.c.id).desc()).limit(PAGE + 1)
    rows = [_Arrived(*row) for row in session.execute(first)]
    return rows[:PAGE], len(rows) > PAGE


def visits_now(session: Session) -> Sequence[Visit]:
    """Return the visits going on, latest arrival first."""
    staff = select(Staff.id).where(Staff.left_at.is_(None))
    query = select(Visit).where(
        Visit.staff_id.in_(staff),
        Visit.arrived_at > now() - LONGEST_VISIT,
        Visit.left_at > now() - OPEN_LASTS,
        Visit.is_open,
        is_shown(),
    )
    query = query.options(joinedload(Visit.staff), joinedload(Visit.customer))
    return session.scalars(query.order_by(Visit.arrived_at.desc()).limit(50)).all()

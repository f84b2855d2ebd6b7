"""What left somebody's phone on each day, and what became of it: counts for that person's own eyes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fix import Fix
from models.location_choice import PositionTally
from models.recording import Recording, Transcript
from models.visit import Visit, is_shown

SOURCE_NAMES = {
    "web": "Positions from this app",
    "note": "Positions at the talk button",
    "owntracks": "Positions from OwnTracks",
    "overland": "Positions from Overland",
    "traccar": "Positions from Traccar Client",
    "gpslogger": "Positions from GPSLogger",
    "automation": "Arrivals and departures from an automation",
}


@dataclass(frozen=True, slots=True)
class SourceDay:
    """One door's counts of a day; `name` says in words what kind of data they are."""

    source: str
    name: str
    received: int
    refused: int
    flagged: int
    discarded: int
    last_received_at: datetime


@dataclass(slots=True)
class DayLeft:
    """One day on the company's clock; positions count on the day they came in."""

    on: date
    sources: list[SourceDay] = field(default_factory=list)
    positions_held: int = 0
    visits: int = 0
    recordings: int = 0
    spoken_s: float = 0.0


def what_left(session: Session, staff_id: str, today: date, days: int, zone: ZoneInfo) -> list[DayLeft]:
    """Read the last days of one person, newest first, with five queries however many days."""
    found = {on: DayLeft(on) for on in (today - timedelta(days=back) for back in range(days))}
    since_on = today - timedelta(days=days - 1)
    since = datetime.combine(since_on, time(), zone)
    for on, sources in _sources(session, staff_id, since_on).items():
        if on in found:
            found[on].sources = sources
    for on, count in _held(session, staff_id, since, zone).items():
        if on in found:
            found[on].positions_held = count
    for on, count in _visits(session, staff_id, since, zone).items():
        if on in found:
            found[on].visits = count
    for on, spoken in _recordings(session, staff_id, since, zone).items():
        if on in found:
            found[on].recordings, found[on].spoken_s = len(spoken), round(sum(spoken), 1)
    return list(found.values())


def source_name(source: str) -> str:
    return SOURCE_NAMES.get(source, f"Positions from {source}" if source else "Positions")


def _sources(session: Session, staff_id: str, since_on: date) -> dict[date, list[SourceDay]]:
    query = select(PositionTally).where(PositionTally.staff_id == staff_id, PositionTally.counted_on >= since_on)
    found: dict[date, list[SourceDay]] = defaultdict(list)
    for row in session.scalars(query.order_by(PositionTally.source)):
        counts = (row.received, row.refused, row.flagged, row.discarded)
        found[row.counted_on].append(SourceDay(row.source, source_name(row.source), *counts, row.last_received_at))
    return found


def _held(session: Session, staff_id: str, since: datetime, zone: ZoneInfo) -> Counter[date]:
    query = select(Fix.received_at).where(Fix.staff_id == staff_id, Fix.received_at >= since)
    return _per_day(session.scalars(query), zone)


def _visits(session: Session, staff_id: str, since: datetime, zone: ZoneInfo) -> Counter[date]:
    query = select(Visit.arrived_at).where(
        Visit.staff_id == staff_id, Visit.arrived_at >= since, Visit.customer_id.is_not(None), is_shown()
    )
    return _per_day(session.scalars(query), zone)


def _recordings(session: Session, staff_id: str, since: datetime, zone: ZoneInfo) -> dict[date, Sequence[float]]:
    query = (
        select(Recording.started_at, Transcript.seconds)
        .outerjoin(Transcript, Transcript.recording_id == Recording.id)
        .where(Recording.staff_id == staff_id, Recording.started_at >= since)
    )
    found: dict[date, list[float]] = defaultdict(list)
    for started_at, seconds in session.execute(query):
        found[started_at.astimezone(zone).date()].append(seconds or 0.0)
    return dict(found)


def _per_day(instants: Iterable[datetime], zone: ZoneInfo) -> Counter[date]:
    return Counter(at.astimezone(zone).date() for at in instants)

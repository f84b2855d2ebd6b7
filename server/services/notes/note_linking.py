"""Which visit a note belongs to: the one it was spoken in, or just after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from models.base import now
from models.entry import Entry
from models.event import record_event
from models.job import enqueue
from models.recording import CustomerSource, Recording, RecordingState, Transcript
from models.search import SearchDocument, SearchKind
from models.visit import Visit, is_shown
from visits.distance import distance_m
from visits.types import SpokenNote

JUST_AFTER = timedelta(minutes=30)
JUST_BEFORE = timedelta(minutes=3)  # the engine may see the door later than the rep did
OPEN_LASTS = timedelta(hours=4)  # a phone that fell silent in a visit proves nothing after so long
LONGEST_VISIT = timedelta(hours=24)
HERE_M = 250.0
HERE_COUNTS_S = 600.0

UNDERSTAND = "understand"
SAID = (CustomerSource.SPOKEN, CustomerSource.PERSON)

LatLon = tuple[float, float]


def visit_for_note(
    session: Session, staff_id: str, started_at: datetime, ended_at: datetime, position: LatLon | None
) -> Visit | None:
    """Return the visit in which a note was spoken, else the one left up to half an hour before it, else None."""
    return choose_visit(_visits_around(session, staff_id, started_at, ended_at), started_at, ended_at, position)


def choose_visit(
    visits: Iterable[Visit],
    started_at: datetime,
    ended_at: datetime,
    position: LatLon | None,
    named: str | None = None,
) -> Visit | None:
    """Choose for one note.

    1. Only shown visits that the note lies in, follows by at most 30 minutes or precedes by at most 3.
    2. A visit at the customer that the note names first, then those at a known customer, then those at none.
    3. The nearest in time, where standing at the place counts for ten minutes; of equals the later one.
    """
    ranked = []
    for visit in visits:
        away_s = _away_s(visit, started_at, ended_at)
        if visit.is_shown and away_s is not None:
            nearness_s = away_s - (HERE_COUNTS_S if _is_here(visit, position) else 0.0)
            preference = (named is not None and visit.customer_id != named, visit.customer_id is None)
            ranked.append((*preference, nearness_s, -visit.arrived_at.timestamp(), visit.id, visit))
    return min(ranked)[-1] if ranked else None


def _away_s(visit: Visit, started_at: datetime, ended_at: datetime) -> float | None:
    """Seconds between visit and note, 0 when it was spoken inside; None when they are too far apart."""
    until = visit.left_at + (OPEN_LASTS if visit.is_open else timedelta())
    if ended_at < visit.arrived_at:
        before = visit.arrived_at - ended_at
        return before.total_seconds() if before <= JUST_BEFORE else None
    after = max(started_at - until, timedelta())
    return after.total_seconds() if after <= JUST_AFTER else None


def _is_here(visit: Visit, position: LatLon | None) -> bool:
    if position is None or visit.lat is None or visit.lon is None:
        return False
    return distance_m(*position, visit.lat, visit.lon) <= HERE_M


def _visits_around(session: Session, staff_id: str, start: datetime, end: datetime) -> Sequence[Visit]:
    query = select(Visit).where(
        Visit.staff_id == staff_id,
        Visit.arrived_at >= start - LONGEST_VISIT,
        Visit.arrived_at <= end + JUST_BEFORE,
        is_shown(),
    )
    return session.scalars(query).all()


def relink_notes(session: Session, staff_id: str, since: datetime, until: datetime | None = None) -> list[Recording]:
    """Give a rep's notes of a stretch of time the visits as they are known by now; return those that moved.

    A customer that was spoken or set by a person stays. So does a link that time alone does not explain, as long as
    its visit stands: the rep spoke the note for that visit, later in the day. `tell_moved` tells of them.
    """
    end = until or now() + LONGEST_VISIT
    # Locked, for a note may be given its spoken customer by whoever hears it at this moment.
    found = _notes_between(staff_id, since, end).with_for_update(of=Recording).execution_options(populate_existing=True)
    notes = session.execute(found).all()
    if not notes:
        return []
    visits = _visits_around(session, staff_id, since, end + JUST_AFTER)
    chosen_before = {note.visit_id for note, _ in notes if note.visit_id} - {visit.id for visit in visits}
    earlier = {visit.id: visit for visit in session.scalars(select(Visit).where(Visit.id.in_(chosen_before)))}
    by_id = earlier | {visit.id: visit for visit in visits}
    moved = [note for note, seconds in notes if _relink(note, seconds, visits, by_id)]
    _follow(session, moved)
    return moved


def _notes_between(staff_id: str, since: datetime, until: datetime) -> Select[Recording, float | None]:
    return (
        select(Recording, Transcript.seconds)
        .outerjoin(Transcript, Transcript.recording_id == Recording.id)
        .where(Recording.staff_id == staff_id, Recording.started_at >= since, Recording.started_at <= until)
        .order_by(Recording.started_at, Recording.id)
    )


def _relink(note: Recording, seconds: float | None, visits: Sequence[Visit], by_id: dict[str, Visit]) -> bool:
    ended_at = _ended_at(note, seconds)
    linked = by_id.get(note.visit_id) if note.visit_id else None
    position = (note.lat, note.lon) if note.lat is not None and note.lon is not None else None
    if linked is not None and linked.is_shown and _away_s(linked, note.started_at, ended_at) is None:
        visit: Visit | None = linked
    else:
        visit = choose_visit(visits, note.started_at, ended_at, position, _named(note))
    before = (note.visit_id, note.customer_id)
    note.visit_id = visit.id if visit else None
    if visit is not None and visit.customer_id is not None and note.customer_source not in SAID:
        note.customer_id, note.customer_source = visit.customer_id, CustomerSource.VISIT
    elif note.customer_source == CustomerSource.VISIT:
        note.customer_id, note.customer_source = None, None
    return before != (note.visit_id, note.customer_id)


def _ended_at(note: Recording, seconds: float | None) -> datetime:
    return note.ended_at or note.started_at + timedelta(seconds=seconds or 0.0)


def _follow(session: Session, moved: Sequence[Recording]) -> None:
    """Take a moved note's entry, and its words in the search, along to the customer."""
    if not moved:
        return
    session.flush()
    for note in moved:
        of_note = Entry.recording_id == note.id
        session.execute(update(Entry).where(of_note).values(customer_id=note.customer_id))
        is_note = (SearchDocument.kind == SearchKind.NOTE) & (SearchDocument.subject_id == note.id)
        session.execute(update(SearchDocument).where(is_note).values(customer_id=note.customer_id))


def tell_moved(session: Session, moved: Iterable[Recording]) -> None:
    """Leave an event for each note that found another visit or customer, and have it understood among its people."""
    for note in moved:
        if note.state == RecordingState.READY:
            enqueue(session, UNDERSTAND, f"{UNDERSTAND}:{note.id}:{note.customer_id}", recording_id=note.id)
        record_event(
            session,
            "recording.moved",
            staff_id=note.staff_id,
            customer_id=note.customer_id,
            recording_id=note.id,
            visit_id=note.visit_id,
        )


def spoken_notes(session: Session, staff_id: str, start: datetime, end: datetime) -> list[SpokenNote]:
    """Return a rep's notes as evidence for the engine; only a customer in the words or set by a person is named."""
    notes = session.execute(_notes_between(staff_id, start - timedelta(hours=1), end))
    return [
        SpokenNote(staff_id, _ended_at(note, seconds).timestamp(), _named(note))
        for note, seconds in notes
        if note.state != RecordingState.SILENT
    ]


def _named(note: Recording) -> str | None:
    is_named = note.customer_source in SAID
    return note.customer_id if is_named else None

"""Notes heal visits: one that names the customer renames the visit it was spoken for, or makes the one nobody saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id
from models.customer import Site
from models.event import record_event
from models.fix import Fix
from models.location_choice import MatchedPeriod
from models.recording import CustomerSource, Recording, RecordingState
from models.visit import NOT_SHOWN, Origin, Visit
from server.services.notes.note_linking import SAID, relink_notes, tell_moved, visit_for_note
from server.services.notes.note_presence import says_only_contact, says_presence
from server.services.visits.visit_upkeep import visits_between
from visits.distance import distance_m

HEAL = "heal"
TELLING = (*SAID, CustomerSource.PLACE)  # what a visit told the note, the note cannot tell the visit
NEARBY_M = 400.0
SAME_ROUND = timedelta(hours=10)  # in the evening a rep still speaks of the day's visits
GUESSED_STAY = timedelta(minutes=15)
SEEN_BEFORE, SEEN_AFTER = timedelta(minutes=45), timedelta(minutes=5)
NAMED_PROBABILITY, TOLD_PROBABILITY = 0.85, 0.6
NAMED, TOLD = "named in your note", "told in your note; no position shows it, the time is a guess"


def heal_visits(session: Session, recording_id: str) -> None:
    """Bring a rep's visits in line with a note; doing it twice changes nothing. The caller holds the rep and commits.

    1. Only a note with words whose customer is known: named, set by a person, or from where it was spoken.
    2. The undecided visit it was spoken in or just after becomes the named customer's, if that customer may be meant.
    3. Without a visit: the customer's last visit of the day takes the note, else a visit is made from the note alone,
       unless positions show the rep elsewhere, a person said "no visit", or the words tell of a call only.
    """
    note = session.get(Recording, recording_id, with_for_update=True, populate_existing=True)
    if note is None or note.state != RecordingState.READY or note.customer_source not in TELLING:
        return
    if note.customer_id is None or note.transcript is None:
        return
    visit = _visit_of(session, note)
    if visit is not None:
        if note.customer_source in SAID and _may_be_meant(session, visit, note.customer_id):
            _rename(session, visit, note.customer_id)
        return
    _find_or_make(session, note, note.customer_id, note.transcript.text)


def _visit_of(session: Session, note: Recording) -> Visit | None:
    """Return the visit that the note has, else the one in whose time it was spoken, which it then has."""
    visit = session.get(Visit, note.visit_id) if note.visit_id else None
    if visit is not None and visit.is_shown:
        return visit
    position = (note.lat, note.lon) if note.lat is not None and note.lon is not None else None
    ended_at = note.ended_at or note.started_at + timedelta(seconds=note.transcript.seconds if note.transcript else 0)
    visit = visit_for_note(session, note.staff_id, note.started_at, ended_at, position)
    note.visit_id = visit.id if visit else None
    return visit


def _may_be_meant(session: Session, visit: Visit, customer_id: str) -> bool:
    """Tell whether an undecided visit may have been at a customer: an alternative, next door, or nobody's so far."""
    if visit.decision is not None or visit.customer_id == customer_id:
        return False
    if any(other["customer_id"] == customer_id for other in visit.alternatives):
        return True
    if visit.lat is None or visit.lon is None:
        return visit.customer_id is None
    return _is_near(session, customer_id, [(visit.lat, visit.lon)])


def _rename(session: Session, visit: Visit, customer_id: str) -> None:
    visit.customer_id, visit.is_question = customer_id, False
    visit.probability = max(visit.probability, NAMED_PROBABILITY)
    visit.reasons = [NAMED, *(reason for reason in visit.reasons if reason != NAMED)]
    session.flush()
    moved = relink_notes(session, visit.staff_id, visit.arrived_at - SEEN_BEFORE, visit.left_at + SEEN_BEFORE)
    _tell(session, "visit.changed", visit)
    tell_moved(session, moved)


def _find_or_make(session: Session, note: Recording, customer_id: str, text: str) -> None:
    spoken_at = min(note.started_at, note.received_at)
    around = visits_between(session, note.staff_id, spoken_at - SAME_ROUND, spoken_at + SEEN_AFTER)
    earlier = [one for one in around if one.is_shown and one.customer_id == customer_id]
    if earlier:
        note.visit_id = earlier[-1].id
        session.flush()
        tell_moved(session, [note])
        return
    is_denied = says_only_contact(text) or any(_is_denied(one, spoken_at) for one in around)
    if not is_denied and _fits_positions(session, note, customer_id, spoken_at, text):
        _make(session, note, customer_id, spoken_at, around)


def _fits_positions(session: Session, note: Recording, customer_id: str, at: datetime, text: str) -> bool:
    """Tell whether nothing known of where the rep was speaks against a visit just before the note."""
    since, until = at - SEEN_BEFORE, at + SEEN_AFTER
    query = select(Fix.lat, Fix.lon).where(
        Fix.staff_id == note.staff_id, Fix.at >= since, Fix.at <= until, Fix.flaw.is_(None), Fix.trigger != "talk"
    )
    seen = [(lat, lon) for lat, lon in session.execute(query)]
    if seen:
        return says_presence(text) and _is_near(session, customer_id, seen)
    if note.lat is not None and note.lon is not None:
        return _is_near(session, customer_id, [(note.lat, note.lon)])
    matched = select(MatchedPeriod.id).where(
        MatchedPeriod.staff_id == note.staff_id, MatchedPeriod.start_at <= until, MatchedPeriod.end_at >= since
    )
    return session.scalar(matched.limit(1)) is None or says_presence(text)


def _is_near(session: Session, customer_id: str, places: Sequence[tuple[float, float]]) -> bool:
    sites = session.execute(select(Site.lat, Site.lon).where(Site.customer_id == customer_id)).all()
    return any(
        distance_m(*place, lat, lon) <= NEARBY_M
        for lat, lon in sites
        if lat is not None and lon is not None
        for place in places
    )


def _is_denied(visit: Visit, spoken_at: datetime) -> bool:
    is_of_this_time = visit.arrived_at <= spoken_at and visit.left_at >= spoken_at - SEEN_BEFORE
    return visit.decision in NOT_SHOWN and is_of_this_time


def _make(session: Session, note: Recording, customer_id: str, at: datetime, around: Sequence[Visit]) -> None:
    before = [one.left_at for one in around if one.is_shown and one.left_at <= at]
    visit = Visit(
        id=new_id(),
        staff_id=note.staff_id,
        customer_id=customer_id,
        arrived_at=max([at - GUESSED_STAY, *before]),
        left_at=at,
        probability=TOLD_PROBABILITY,
        reasons=[TOLD],
        origin=Origin.NOTE,
    )
    session.add(visit)
    session.flush()
    note.visit_id = visit.id
    session.flush()
    _tell(session, "visit.closed", visit)
    record_event(
        session,
        "recording.moved",
        staff_id=note.staff_id,
        customer_id=note.customer_id,
        recording_id=note.id,
        visit_id=visit.id,
    )


def _tell(session: Session, kind: str, visit: Visit) -> None:
    record_event(session, kind, staff_id=visit.staff_id, customer_id=visit.customer_id, visit_id=visit.id)

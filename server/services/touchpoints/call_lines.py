"""What a call is probably about: three lines, the likeliest first, each with the words that it stands on.

1. Whoever was met a short while ago calls about that.
2. Then comes what is open: complaints, and promises the more they are due.
3. Older notes fill up what is left. No kind takes all three lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.recording import Channel, Outcome, Recording
from models.visit import Visit, is_shown
from server.services.actions.reading import Promised, open_at
from server.services.complaints.reading import OpenComplaint, open_complaints
from server.services.customers.round_reading import Asking
from server.services.notes.recording_reading import RecordingReading, read_recordings
from server.services.touchpoints.wording import OUTCOME_NAMES
from server.services.visits.visit_reading import LONGEST_VISIT
from voice.lexicon import Lexicon

LINES = 3
MOST_OF_A_KIND = 2
NOTES_READ = 12
NOTES_REACH = timedelta(days=90)
JUST_NOW, TODAY_STILL, THIS_WEEK = timedelta(hours=2), timedelta(hours=24), timedelta(days=7)
SOON = timedelta(days=3)
_NO_NAMES = Lexicon()  # names are wanted for correcting a note only, and there may be a hundred thousand of them
MET_BY = {
    Channel.VISIT: "{who} was there",
    Channel.CALL: "{who} spoke to them on the phone",
    Channel.EMAIL: "{who} wrote with them",
    Channel.CHAT: "{who} chatted with them",
    Channel.COUNTER: "{who} met them at the counter",
    Channel.WEB_FORM: "They wrote by the web form",
    Channel.COMPLAINT: "{who} took a complaint",
    Channel.ORDER: "{who} took an order",
    Channel.HANDOVER: "{who} handed something over",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the call may be about; `from_s` and `to_s` say where it is heard in its note, None without."""

    kind: str
    head: str
    text: str
    at: datetime
    recording_id: str | None
    from_s: float | None
    to_s: float | None
    is_urgent: bool = False


def call_lines(session: Session, customer_id: str, asking: Asking) -> list[Line]:
    """Return at most three lines about a customer, the likeliest first."""
    newest = select(Recording).where(
        Recording.customer_id == customer_id, Recording.started_at > asking.at - NOTES_REACH
    )
    notes = read_recordings(session, newest.order_by(Recording.started_at.desc()).limit(NOTES_READ), _NO_NAMES)
    weighed = [
        *_met(notes, asking.at),
        *_visited(session, customer_id, asking.at),
        *_complaints(open_complaints(session, customer_id=customer_id), notes, asking.at),
        *_promises(open_at(session, customer_id, asking.today), notes, asking.today),
    ]
    return _chosen([line for _weight, line in sorted(weighed, key=lambda one: (one[0], one[1].at), reverse=True)])


def _chosen(lines: Sequence[Line]) -> list[Line]:
    chosen: list[Line] = []
    of_kind: Counter[str] = Counter()
    for line in lines:
        if of_kind[line.kind] < MOST_OF_A_KIND and len(chosen) < LINES:
            chosen.append(line)
            of_kind[line.kind] += 1
    return chosen


def _met(notes: Sequence[RecordingReading], at: datetime) -> Iterator[tuple[int, Line]]:
    for note in notes:
        recording, entry = note.recording, note.entry
        words = note.transcript.text if note.transcript else ""
        ended = OUTCOME_NAMES[Outcome(recording.outcome)] if recording.outcome else ""
        text = (entry.summary if entry else "") or words or ended
        if not text:
            continue
        weight = _freshness(at - recording.started_at)
        head = MET_BY[Channel(recording.channel)].format(who=recording.staff.name.split()[0])
        seconds = note.transcript.seconds if note.transcript and note.has_sound else None
        sound = (0.0, seconds) if seconds else (None, None)
        yield weight, Line("met", head, text, recording.started_at, recording.id, *sound)


def _freshness(age: timedelta) -> int:
    for limit, weight in ((JUST_NOW, 100), (TODAY_STILL, 80), (THIS_WEEK, 50)):
        if age < limit:
            return weight
    return 20


def _visited(session: Session, customer_id: str, at: datetime) -> Iterator[tuple[int, Line]]:
    """Find the visit that has just ended and of which nobody has spoken yet; where a rep is now is not told."""
    spoken = select(Recording.id).where(Recording.visit_id == Visit.id).exists()
    query = select(Visit).where(
        Visit.customer_id == customer_id,
        Visit.arrived_at > at - LONGEST_VISIT,
        is_shown(),
        Visit.is_open.is_(False),
        ~spoken,
    )
    query = query.where(Visit.left_at > at - JUST_NOW).options(joinedload(Visit.staff))
    for visit in session.scalars(query.order_by(Visit.arrived_at.desc()).limit(1)):
        head = MET_BY[Channel.VISIT].format(who=visit.staff.name.split()[0])
        yield 90, Line("met", head, "No note is spoken yet.", visit.arrived_at, None, None, None)


def _complaints(
    complaints: Sequence[OpenComplaint], notes: Sequence[RecordingReading], at: datetime
) -> Iterator[tuple[int, Line]]:
    for one in complaints:
        weight = (90 if one.is_serious else 75) - min((at - one.said_at).days, 30)
        sound = _heard(notes, one.recording_id, one.item_id)
        head = f"Complaint, open with {one.routed_to}"
        yield weight, Line("complaint", head, one.about, one.said_at, one.recording_id, *sound, True)


def _promises(
    promises: Sequence[Promised], notes: Sequence[RecordingReading], today: date
) -> Iterator[tuple[int, Line]]:
    for one in promises:
        is_due = one.due_on is not None and one.due_on <= today
        is_soon = one.due_on is not None and one.due_on <= today + SOON
        weight = 85 if is_due else 60 if is_soon else 30
        whose = "They promised" if one.is_customers else f"{one.owner} promised" if one.owner else "Promised"
        due = f"{whose} for {one.due_on:%A} {one.due_on.day} {one.due_on:%b}" if one.due_on else whose
        head = f"{due}, not done" if is_due else due
        sound = _heard(notes, one.recording_id, one.item_id)
        yield weight, Line("promise", head, one.what, one.said_at, one.recording_id, *sound, is_due)


def _heard(notes: Sequence[RecordingReading], recording_id: str, item_id: str) -> tuple[float | None, float | None]:
    """Find the seconds of an item among the notes that were read."""
    for note in notes:
        if note.recording.id == recording_id and note.entry and note.has_sound:
            for fact in note.entry.facts:
                if fact.item_id == item_id:
                    return fact.from_s, fact.to_s
    return None, None

"""Reads recordings as people and phones are shown them, with a flat number of queries for a whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.entry import Entry, EntryVersion
from models.need_to_know import closed_in, muted, withheld
from models.recording import FINAL_STATES, Recording, Transcript
from server.services.notes.entry_reading import EntryReading, read_entry
from server.services.notes.kept_sound import is_locked
from voice.lexicon import Lexicon

STAYS_FOR = timedelta(hours=1)
LEFT_OVER_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordingReading:
    """A recording with what was heard and understood, as far as it has come.

    `is_withheld` says that its words are not for the reader, `is_muted` that its sound is not.
    """

    recording: Recording
    transcript: Transcript | None
    entry: EntryReading | None
    is_withheld: bool = False
    is_muted: bool = False

    @property
    def has_sound(self) -> bool:
        return self.recording.chunk_count != 0 and not is_locked(self.recording) and not self.is_muted

    @property
    def live_text(self) -> str:
        return "" if self.is_withheld else self.recording.live_text


def recordings_between(staff_id: str, start: datetime, end: datetime) -> Select[Recording]:
    """Select a person's recordings of a stretch of time, newest first."""
    is_within = (Recording.started_at >= start) & (Recording.started_at < end)
    return select(Recording).where(Recording.staff_id == staff_id, is_within).order_by(Recording.started_at.desc())


def recordings_of_today(staff_id: str, start: datetime, end: datetime, at: datetime) -> Select[Recording]:
    """Select a person's recordings of the day that is going on at an instant, newest first.

    What was spoken just before midnight stays while it is being heard, and for the hour in which it is looked at.
    """
    is_today = (Recording.started_at >= start) & (Recording.started_at < end)
    is_fresh = (Recording.started_at >= at - STAYS_FOR) | Recording.state.not_in(FINAL_STATES)
    is_left_over = (Recording.started_at >= start - LEFT_OVER_FOR) & (Recording.started_at < start) & is_fresh
    wanted = select(Recording).where(Recording.staff_id == staff_id, is_today | is_left_over)
    return wanted.order_by(Recording.started_at.desc())


def read_recordings(session: Session, query: Select[Recording], lexicon: Lexicon) -> list[RecordingReading]:
    """Read the selected recordings with transcripts and entries, as far as they are for the session's reader."""
    loaded = query.options(
        selectinload(Recording.transcript),
        selectinload(Recording.customer),
        selectinload(Recording.contact),
        selectinload(Recording.staff),
    )
    recordings = session.scalars(loaded).all()
    entries = _entries_of(session, [recording.id for recording in recordings])
    notes = [(recording.id, recording.staff_id) for recording in recordings]
    kept_back, silent = withheld(session, notes), muted(session, notes)
    return [
        _reading(
            recording,
            entries.get(recording.id),
            lexicon,
            closed_in(session, recording.staff_id),
            is_withheld=recording.id in kept_back,
            is_muted=recording.id in silent,
        )
        for recording in recordings
    ]


def _entries_of(session: Session, recording_ids: Sequence[str]) -> dict[str, Entry]:
    query = (
        select(Entry)
        .where(Entry.recording_id.in_(recording_ids))
        .options(
            selectinload(Entry.versions).selectinload(EntryVersion.made_by),
            joinedload(Entry.recording).selectinload(Recording.past_transcripts),
        )
    )
    return {entry.recording_id: entry for entry in session.scalars(query)}


def _reading(
    recording: Recording,
    entry: Entry | None,
    lexicon: Lexicon,
    closed: frozenset[str],
    *,
    is_withheld: bool,
    is_muted: bool,
) -> RecordingReading:
    transcript = recording.transcript
    read = read_entry(entry, transcript, lexicon, closed) if entry else None
    return RecordingReading(recording, None if is_withheld else transcript, read, is_withheld, is_muted)

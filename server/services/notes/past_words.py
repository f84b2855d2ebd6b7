"""Words that were replaced by those of another model: kept, and still what older facts were read from."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.base import now
from models.entry import Entry, EntryVersion
from models.recording import PastTranscript, Recording, Transcript


def keep_past(session: Session, recording: Recording) -> None:
    """Put the present transcript aside before another takes its place; without one nothing happens."""
    present = recording.transcript
    if present is None:
        return
    recording.past_transcripts.append(
        PastTranscript(
            text=present.text,
            words=present.words,
            seconds=present.seconds,
            model=present.model,
            model_version=present.model_version,
            language=present.language,
            is_trial=present.is_trial,
            made_at=present.made_at,
            replaced_at=now(),
        )
    )
    session.flush()


def words_behind(entry: Entry, version: EntryVersion, transcript: Transcript | None) -> list[list[Any]]:
    """Return the words that a version's facts count in: those that the engine read when it last made a version.

    What people corrected keeps the engine's evidence, so their versions count in the same words.
    """
    read_at = max(
        (one.made_at for one in entry.versions if one.made_by_id is None and one.number <= version.number),
        default=version.made_at,
    )
    for past in entry.recording.past_transcripts:
        if read_at <= past.replaced_at:
            return past.words
    return transcript.words if transcript else []

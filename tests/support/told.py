"""Makes notes whose entries tell something, with the ledgers that follow from them, as many days apart as wanted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.entry import Entry, EntryVersion
from models.recording import Recording, RecordingState, Transcript
from models.staff import Role, Staff
from server.current import Identity
from server.services.notes.entry_content import Content, with_item_ids
from server.services.notes.entry_ledgers import keep_ledgers
from tests.support.makers import TUESDAY_MORNING, make_recording

ZONE = "America/Chicago"
WORD_S = 0.5


def tell(
    session: Session, staff: Staff, customer_id: str | None, content: Content, text: str = "", day: float = 0
) -> Entry:
    """Make a note with its entry and its rows in the ledgers, `day` days after Tuesday 10 March 2026."""
    started_at = TUESDAY_MORNING + timedelta(days=day)
    recording = make_recording(
        session, staff, customer_id=customer_id, started_at=started_at, state=RecordingState.READY
    )
    words: list[list[Any]] = [[word, at * WORD_S, (at + 1) * WORD_S, 1.0] for at, word in enumerate(text.split())]
    recording.transcript = Transcript(
        text=text, words=words, seconds=len(words) * WORD_S, model="tiny", is_trial=True, made_at=started_at
    )
    entry = Entry(recording=recording, customer_id=customer_id)
    session.add(entry)
    return tell_again(session, entry, content)


def tell_again(session: Session, entry: Entry, content: Content) -> Entry:
    """Let the engine read the same note otherwise: a further version, and the ledgers after it."""
    entry.versions.append(
        EntryVersion(number=len(entry.versions) + 1, content=with_item_ids(content), engine="rules-1")
    )
    session.flush()
    keep_ledgers(session, entry, ZONE)
    return entry


def move(session: Session, entry: Entry, customer_id: str | None) -> None:
    """Let the note be about another customer."""
    session.get_one(Recording, entry.recording_id).customer_id = entry.customer_id = customer_id
    session.flush()
    keep_ledgers(session, entry, ZONE)


def identity(staff: Staff) -> Identity:
    return Identity(staff.id, staff.name, Role(staff.role))


def heard(first: int, last: int) -> dict[str, int]:
    return {"start_word": first, "end_word": last}

"""A note that somebody keeps for themselves: nobody else sees it, nor what follows from it."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.entry import Entry
from models.event import NOTE_HIDDEN, record_event
from models.question import Answer
from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.note_index import index_note
from server.services.notes.note_taking import retire_questions, tell


def set_private(session: Session, recording: Recording, zone: str, *, is_private: bool, by: Identity) -> None:
    """Keep a note for its author alone, or share it again with all that follows from it. The caller commits.

    Queries made for others leave a private note out by themselves (`models/private.py`). What could tell of it in
    other ways goes and comes back here: found words, facts of the customer, complaints, answered questions.
    Raises Forbidden for anybody but the author.
    """
    if recording.staff_id != by.staff_id:
        raise Forbidden("Only who spoke or wrote this note can make it private, or share it again.", code="not-yours")
    if recording.is_private == is_private:
        return
    recording.is_private = is_private
    index_note(session, recording)
    entry = session.scalar(select(Entry).where(Entry.recording_id == recording.id))
    if is_private:
        session.execute(delete(Answer).where(Answer.recording_id == recording.id))
        record_event(session, NOTE_HIDDEN, recording_id=recording.id)
    elif entry is not None:
        retire_questions(session, recording, entry.newest.content)
    if entry is not None:
        keep_ledgers(session, entry, zone)
    if not is_private:
        tell(session, "entry.made", recording)

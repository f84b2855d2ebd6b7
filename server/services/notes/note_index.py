"""Makes the words of notes findable."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.recording import Recording
from models.search import SearchKind, forget_in_search, index_for_search


def index_note(session: Session, recording: Recording) -> None:
    """Make the words of a note findable; those of a private one by nobody."""
    transcript = recording.transcript
    if transcript is None or not transcript.text:
        return
    if recording.is_private:
        forget_in_search(session, SearchKind.NOTE, recording.id)
        return
    index_for_search(
        session,
        SearchKind.NOTE,
        recording.id,
        title="",
        body=transcript.text,
        customer_id=recording.customer_id,
        at=recording.started_at,
    )

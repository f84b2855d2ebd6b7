"""A note that was typed: the same secrets are cut, the same facts are read, and there is no sound."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.recording import Recording, RecordingState, Transcript
from server.current import Installation
from server.errors import Problem
from server.services.notes.note_taking import tell, write_entry
from server.services.notes.reader_fault import outlived
from server.services.notices.note_notices import tell_of_note
from voice.understanding.secrets.typed import cut_typed

LONGEST_CHARACTERS = 5_000
WRITTEN = "written"
MIME_TYPE = "text/plain"
_CERTAIN = 1.0
NOT_CUT = (
    "This text could not be searched for secrets, so it was not kept. Keep it where you wrote it and try again after "
    "an update, or write it in other words."
)


def keep_written(session: Session, installation: Installation, recording: Recording, text: str) -> None:
    """Understand what was typed for a recording without sound and show it; the caller commits.

    Nothing typed is fine: a call may have an outcome and no words. Raises Problem where it is far too long.
    """
    if len(text) > LONGEST_CHARACTERS:
        raise Problem(f"Write at most {LONGEST_CHARACTERS} characters; put the rest into a second entry.", status=422)
    words = text.replace("\x00", "").encode("utf-8", "replace").decode().split()  # what every database holds
    kept = _cut(words, recording)
    recording.state, recording.chunk_count = RecordingState.READY, 0
    if not kept:
        tell_of_note(session, recording)
        tell(session, "entry.made", recording)
        return
    recording.transcript = Transcript(
        text=" ".join(kept),
        words=[[word, 0.0, 0.0, _CERTAIN] for word in kept],
        seconds=0.0,
        model=WRITTEN,
        is_trial=False,
    )
    session.flush()
    write_entry(session, installation, recording)


def _cut(words: list[str], recording: Recording) -> list[str]:
    with outlived("secrets", recording):
        return list(cut_typed(words))
    raise Problem(NOT_CUT, status=503, code="secrets-unknown")

"""Reads a note again: it belongs to another customer by now, or the readers changed that had broken on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.job import Job, finish, park
from models.recording import Recording, RecordingState
from server.current import Installation
from server.services.notes.hearing import LeaseLost
from server.services.notes.hearing_again import hear_again
from server.services.notes.note_taking import write_entry


def understand_again(installation: Installation, job: Job) -> None:
    """Make a further version from the same words; what a person corrected stays."""
    with installation.database.session() as session:
        recording = session.get(Recording, job.arguments["recording_id"], with_for_update=True)
        if recording is not None and recording.state == RecordingState.READY and recording.transcript is not None:
            write_entry(session, installation, recording)
        if not finish(session, job):
            raise LeaseLost
        session.commit()


def read_again(installation: Installation, job: Job) -> None:
    """Read the words once more, or hear the sound where no word could be kept; what breaks again waits on."""
    with installation.database.session() as session:
        recording = session.get(Recording, job.arguments["recording_id"], with_for_update=True)
        is_read = recording is None or _read(session, installation, recording)
        if not (finish if is_read else park)(session, job):
            raise LeaseLost
        session.commit()


def _read(session: Session, installation: Installation, recording: Recording) -> bool:
    """Tell whether the note needs no further reading."""
    if recording.transcript is None:
        if recording.chunk_count != 0:
            hear_again(session, installation.settings, recording)
        return True
    if recording.state != RecordingState.READY:
        return True
    content = write_entry(session, installation, recording).newest.content
    return not (content.get("unread") or content.get("not_understood"))

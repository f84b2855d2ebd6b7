"""Understands a note again once it belongs to another customer: other people, other names, other questions."""

from __future__ import annotations

from models.job import Job, finish
from models.recording import Recording, RecordingState
from server.current import Installation
from server.services.notes.hearing import LeaseLost
from server.services.notes.note_taking import write_entry


def understand_again(installation: Installation, job: Job) -> None:
    """Make a further version from the same words; what a person corrected stays."""
    with installation.database.session() as session:
        recording = session.get(Recording, job.arguments["recording_id"], with_for_update=True)
        if recording is not None and recording.state == RecordingState.READY:
            write_entry(session, installation, recording)
        if not finish(session, job):
            raise LeaseLost
        session.commit()

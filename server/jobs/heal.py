"""Brings a rep's visits in line with a note whose customer a person has said."""

from __future__ import annotations

from models.base import now
from models.job import Job, finish
from models.recording import Recording
from server.current import Installation
from server.services.notes.hearing import LeaseLost
from server.services.notes.note_visit import heal_visits
from server.services.visits.visit_logging import reconsider


def heal_again(installation: Installation, job: Job) -> None:
    """Ask the engine with what is known by now, then the note itself; doing it twice changes nothing."""
    with installation.database.reading() as session:
        note = session.get(Recording, job.arguments["recording_id"])
    with installation.database.session() as session:
        if note is not None:
            reconsider(session, installation.company_map, note.staff_id, note.started_at, now())
            heal_visits(session, note.id)
        if not finish(session, job):
            raise LeaseLost
        session.commit()

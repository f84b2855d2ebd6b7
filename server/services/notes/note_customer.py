"""Whom a note is about: set by a person, and understood again with that customer's people."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.job import enqueue
from models.recording import CustomerSource, Recording
from server.current import Installation
from server.services.notes.note_taking import write_entry
from server.services.notes.note_visit import HEAL


def set_customer(
    session: Session, installation: Installation, recording: Recording, customer_id: str, source: CustomerSource
) -> None:
    """Give a note its customer; items that a person corrected stay as they are. The caller commits."""
    recording.customer_id, recording.customer_source = customer_id, source
    session.flush()
    if recording.transcript is not None and recording.transcript.text:
        write_entry(session, installation, recording)
        enqueue(session, HEAL, f"{HEAL}:{recording.id}:{customer_id}", recording_id=recording.id)
    session.expire(recording, ["customer"])

"""Writes a hand-over down as a note, so that it stands in the customer's timeline, search, briefs and feeds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action
from models.base import new_id, now
from models.entry import Entry, EntryVersion
from models.recording import Channel, CustomerSource, Recording, RecordingSource, RecordingState, Transcript
from models.staff import Staff
from server.current import Identity, Installation
from server.services.notes.entry_content import empty_content, with_item_ids
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.note_index import index_note
from server.services.notes.note_taking import tell
from server.services.notes.written_note import MIME_TYPE, WRITTEN

_CERTAIN = 1.0


def write_handover_note(
    session: Session,
    installation: Installation,
    customer_id: str | None,
    receiver: Staff,
    what: str,
    due_on: date | None,
    by: Identity,
) -> Action:
    """Keep a note with the one action that a person wrote; no rule reads it otherwise later. The caller commits."""
    at = now()
    words = f"Handed over to {receiver.name}: {what}".split()
    recording = Recording(
        id=new_id(),
        staff_id=by.staff_id,
        mime_type=MIME_TYPE,
        started_at=at,
        ended_at=at,
        received_at=at,
        customer_id=customer_id,
        customer_source=CustomerSource.PERSON if customer_id else None,
        channel=Channel.HANDOVER,
        source=RecordingSource.WRITTEN,
        state=RecordingState.READY,
        chunk_count=0,
    )
    recording.transcript = Transcript(
        text=" ".join(words),
        words=[[word, 0.0, 0.0, _CERTAIN] for word in words],
        seconds=0.0,
        model=WRITTEN,
        is_trial=False,
    )
    session.add(recording)
    step = {
        "what": what,
        "owner": receiver.name,
        "due": due_on.isoformat() if due_on else None,
        "evidence": {"start_word": 0, "end_word": len(words) - 1},
        "set_by_person": True,
    }
    entry = Entry(recording=recording, customer_id=customer_id)
    content = with_item_ids({**empty_content(), "actions": [step]})
    entry.versions.append(EntryVersion(number=1, content=content, made_by_id=by.staff_id))
    session.add(entry)
    session.flush()
    keep_ledgers(session, entry, installation.settings.time_zone)
    index_note(session, recording)
    tell(session, "entry.made", recording)
    return session.scalars(select(Action).where(Action.recording_id == recording.id)).one()

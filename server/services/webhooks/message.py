"""What one message says: what happened, when, and to which records; words only where an administrator chose so."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.event import Event
from models.need_to_know import as_a_program
from models.recording import Recording
from models.webhook import WebhookDelivery
from server.services.notes.recording_reading import read_recordings
from voice.lexicon import Lexicon

IDS = ("customer_id", "staff_id", "visit_id")
DETAILS = ("action_id", "complaint_id", "contact_id", "merge_id", "merged_customer_id", "merged_contact_id")


def body_of(session: Session, delivery: WebhookDelivery, site: str, *, has_words: bool) -> bytes:
    """Return the message's JSON. `site` is this server's address; without one the links begin with a slash."""
    at = delivery.event.at if delivery.event else delivery.created_at
    data = _data(session, delivery.event, site, has_words) if delivery.event else {"text": "This is a test."}
    message = {"type": delivery.type, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def may_go_out(session: Session, event: Event) -> bool:
    """Tell whether anything about an event may be told: nothing of a private note leaves the house."""
    recording = session.get(Recording, event.recording_id) if event.recording_id else None
    return recording is None or not recording.is_private


def _data(session: Session, event: Event, site: str, has_words: bool) -> dict[str, Any]:
    ids = {name: getattr(event, name) for name in IDS}
    ids |= {name: event.details.get(name) for name in DETAILS}
    data: dict[str, Any] = {"event_id": event.id, "note_id": event.recording_id, **ids}
    data = {name: value for name, value in data.items() if value is not None}
    data["links"] = _links(event, site)
    if has_words and event.recording_id:
        data["words"] = _words(session, event.recording_id)
    return data


def _links(event: Event, site: str) -> dict[str, str]:
    ways = {"note": f"/notes/{event.recording_id}", "customer": f"/customers/{event.customer_id}"}
    there = {"note": event.recording_id, "customer": event.customer_id}
    return {name: site + way for name, way in ways.items() if there[name]}


def _words(session: Session, recording_id: str) -> dict[str, str]:
    """Return what is shown of a note to every role; its secrets were cut before it was kept."""
    with as_a_program(session):
        notes = read_recordings(session, select(Recording).where(Recording.id == recording_id), Lexicon())
    summaries = [note.entry.summary for note in notes if note.entry]
    texts = [note.transcript.text for note in notes if note.transcript]
    return {"summary": "".join(summaries), "text": "".join(texts)}


def as_shown(session: Session, delivery: WebhookDelivery, site: str) -> str:
    """Write a message for the log: without the words, which are read again when it goes out."""
    return json.dumps(json.loads(body_of(session, delivery, site, has_words=False)), indent=2, ensure_ascii=False)

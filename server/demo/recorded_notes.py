"""Notes with sound: small recordings that go in by the door that phones use and are heard by the real worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from models.base import new_id
from models.visit import Visit
from server.demo.agenda import Agenda
from server.demo.company import RECORDINGS, read_lines
from server.demo.diary import Round
from server.demo.note_history import NoteHistory
from server.services.notes.recording_intake import begin_recording, complete_recording, note_chunk

CHUNK_BYTES = 8192
SECONDS = 12.0


def hand_in_recorded(agenda: Agenda, notes: NoteHistory, stop: Round, visit: Visit) -> None:
    """Send the recording of a stop as a phone would have done right after the visit."""
    mime_types = {line["file"]: line["mime_type"] for line in read_lines("recordings.jsonl")}
    assert stop.recording is not None
    data = (RECORDINGS / stop.recording).read_bytes()
    _plan(agenda, notes, stop, visit, data, mime_types[stop.recording])


def hand_in_garbled(agenda: Agenda, notes: NoteHistory, stop: Round, visit: Visit) -> None:
    """Send bytes that no decoder knows: such a note is kept, shown as it is, and can be downloaded."""
    _plan(agenda, notes, stop, visit, Random(stop.shop.reference).randbytes(CHUNK_BYTES * 3), "audio/ogg")


def _plan(agenda: Agenda, notes: NoteHistory, stop: Round, visit: Visit, data: bytes, mime_type: str) -> None:
    ended_at = min(stop.left_at + timedelta(seconds=60 + SECONDS), agenda.until)
    agenda.plan(ended_at, lambda: _send(notes, stop, visit, data, mime_type, ended_at))


def _send(notes: NoteHistory, stop: Round, visit: Visit, data: bytes, mime_type: str, ended_at: datetime) -> None:
    session = notes.session
    started_at = ended_at - timedelta(seconds=SECONDS)
    recording, _ = begin_recording(
        session, new_id(), notes.by(stop), mime_type=mime_type, started_at=started_at, visit_id=visit.id
    )
    count = 0
    for count, chunk in enumerate(_chunks(data), 1):
        sha256 = notes.installation.recordings.save(recording.id, count - 1, chunk)
        note_chunk(session, recording, count - 1, len(chunk), sha256)
    complete_recording(session, recording, count, ended_at)


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK_BYTES):
        yield data[start : start + CHUNK_BYTES]

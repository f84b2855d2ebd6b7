"""The sound that is kept of a recording: its chunks as they came, or, where secrets were said, the silenced sound."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from models.recording import Recording
from server.errors import Problem
from server.services.notes.recording_store import RecordingStore

SILENCED_TYPE = "audio/ogg"
LOCKED = (
    "Something secret was said in this note, and the sound is not silenced there yet, so nobody can play it. "
    "Try again in a moment."
)


def is_silenced(recording: Recording) -> bool:
    """Tell whether the original is gone and only the silenced sound is kept."""
    return recording.silenced_at is not None


def is_locked(recording: Recording) -> bool:
    """Tell whether secrets are known to be in the sound as it is kept: nobody may play it."""
    return bool(recording.silenced) and recording.silenced_at is None


def require_playable(recording: Recording) -> None:
    """Raise Problem while a recording is locked."""
    if is_locked(recording):
        raise Problem(LOCKED, status=409, code="sound-locked")


def mark_of(recording: Recording) -> str:
    """Name the silenced sound by what is silent in it: the same stretches are the same file."""
    return hashlib.sha256(json.dumps(recording.silenced).encode()).hexdigest()[:16]


def sound_type(recording: Recording) -> str:
    return SILENCED_TYPE if is_silenced(recording) else recording.mime_type


def sound_piece(store: RecordingStore, recording: Recording, number: int) -> bytes:
    """Return what is heard in the place of a chunk: of silenced sound all of it comes first, and then nothing."""
    if not is_silenced(recording):
        return store.read(recording.id, number)
    return store.silenced_path(recording.id, mark_of(recording)).read_bytes() if number == 0 else b""


def sound_pieces(store: RecordingStore, recording: Recording, count: int) -> Iterator[bytes]:
    """Yield the kept sound of a recording of `count` chunks."""
    return (piece for number in range(count) if (piece := sound_piece(store, recording, number)))

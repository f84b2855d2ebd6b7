"""The short way of a piece of sound that is being spoken: statements without objects, for two come every second.

What is out of the ordinary (the first piece, one sent again, another body under a number, a recording that is closed,
shared or silenced) goes the long way of `recording_intake`. Both write the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, insert, literal, select

from models.base import now
from models.database import Database
from models.job import Job, JobState
from models.recording import FINAL_STATES, Chunk, Recording, RecordingSource, RecordingState
from server.current import Identity
from server.errors import Forbidden
from server.services.notes.recording_intake import HEAR, NOT_YOURS, ChunkCount

# Pieces that come faster were kept on the phone and go up in one go: to wait for their words would only hold them up.
PACE_OF_SPEECH = timedelta(seconds=0.3)
WOKEN = (JobState.READY, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class PieceBefore:
    """What is known of a piece before it is stored."""

    held_sha256: str | None
    held_bytes: int
    is_silenced: bool
    one_before_came_at: datetime | None

    @property
    def is_spoken_now(self) -> bool:
        """Tell whether pieces come at the pace of speech: the one before this came most of half a second ago."""
        came_at = self.one_before_came_at
        return self.held_sha256 is None and came_at is not None and came_at < now() - PACE_OF_SPEECH


@dataclass(frozen=True, slots=True)
class PieceKept:
    """How far a recording has come with a piece, whether it is still being spoken, and its live words."""

    counted: ChunkCount
    is_open: bool
    live_text: str


def look_before(database: Database, recording_id: str, number: int, by: Identity) -> PieceBefore:
    """Return what is known of a piece; raises Forbidden where its recording is somebody else's."""
    with database.looking() as connection:
        found = connection.execute(_BEFORE, {"recording_id": recording_id, "number": number}).one()
    if found.staff_id is not None and found.staff_id != by.staff_id:
        raise Forbidden(NOT_YOURS, code="not-yours")
    return PieceBefore(found.sha256, found.held_bytes or 0, found.silenced_at is not None, found.received_at)


def keep_spoken_piece(
    database: Database, recording_id: str, number: int, size: int, sha256: str, by: Identity
) -> PieceKept | None:
    """Write down a piece that is safe on disk; None, and nothing written, where it must go the long way.

    Its job is locked with the recording: a worker that is about to park it looks for pieces afterwards.
    """
    with database.writing() as connection:
        found = connection.execute(_RECORDING, {"recording_id": recording_id, "job": f"{HEAR}:{recording_id}"}).first()
        if found is None or found.staff_id != by.staff_id or found.state in FINAL_STATES:
            return None
        is_odd = found.source == RecordingSource.SHARE or found.silenced_at is not None
        if is_odd or found.job_state not in WOKEN or _is_held(connection, recording_id, number):
            return None
        row = {"recording_id": recording_id, "number": number, "size": size, "sha256": sha256, "received_at": now()}
        connection.execute(_ADD, row)
        counted = _count(connection, recording_id, found.chunk_count)
    return PieceKept(counted, found.state == RecordingState.RECEIVING, found.live_text)


def _is_held(connection: Connection, recording_id: str, number: int) -> bool:
    return connection.scalar(_HELD, {"recording_id": recording_id, "number": number}) is not None


def _count(connection: Connection, recording_id: str, chunk_count: int | None) -> ChunkCount:
    held, highest = connection.execute(_COUNTED, {"recording_id": recording_id}).one()
    expected = max(chunk_count or 0, highest + 1)
    if held == expected:
        return ChunkCount(expected, ())
    numbers: Sequence[int] = connection.scalars(_NUMBERS, {"recording_id": recording_id}).all()
    return ChunkCount.of(expected, numbers)


_recording, _chunk, _job = Recording.__table__.c, Chunk.__table__.c, Job.__table__.c
_ID: BindParameter[str] = bindparam("recording_id")
_NUMBER: BindParameter[int] = bindparam("number")
_this, _last, _all = (Chunk.__table__.alias(name) for name in ("this", "last", "held"))
_asked = select(literal(1)).subquery("asked")
_BEFORE = (
    select(
        _recording.staff_id,
        _recording.silenced_at,
        _this.c.sha256,
        _last.c.received_at,
        select(func.sum(_all.c.size)).where(_all.c.recording_id == _ID).scalar_subquery().label("held_bytes"),
    )
    .select_from(_asked)
    .outerjoin(Recording.__table__, _recording.id == _ID)
    .outerjoin(_this, and_(_this.c.recording_id == _ID, _this.c.number == _NUMBER))
    .outerjoin(_last, and_(_last.c.recording_id == _ID, _last.c.number == _NUMBER - 1))
)
_RECORDING = (
    select(
        _recording.staff_id,
        _recording.state,
        _recording.source,
        _recording.silenced_at,
        _recording.chunk_count,
        _recording.live_text,
        _job.state.label("job_state"),
    )
    .join_from(Recording.__table__, Job.__table__, _job.key == bindparam("job"))
    .where(_recording.id == _ID)
    .with_for_update()
)
_HELD = select(_chunk.number).where(_chunk.recording_id == _ID, _chunk.number == _NUMBER)
_ADD = insert(Chunk).inline()
_COUNTED = select(func.count(), func.max(_chunk.number)).where(_chunk.recording_id == _ID)
_NUMBERS = select(_chunk.number).where(_chunk.recording_id == _ID)

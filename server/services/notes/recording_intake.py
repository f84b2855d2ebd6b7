"""Takes recordings in, chunk by chunk, in any order, any number of times, without losing or refusing one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models.base import now
from models.event import record_event
from models.job import enqueue
from models.recording import FINAL_STATES, Chunk, CustomerSource, Recording, RecordingSource, RecordingState
from models.visit import Visit
from server.current import Identity
from server.errors import Forbidden, Problem
from server.services.notes.kept_sound import is_silenced
from voice.audio.container import type_of_file

HEAR = "hear"
HEAR_LATER = "hear_later"  # sound of an archive: heard when nothing fresh is
HEAR_AGAIN = "hear_again"  # with another model
OLD_SOUND = (HEAR_LATER, HEAR_AGAIN)
LARGEST_CHUNK_NUMBER = 200_000
CLOCK_TOLERANCE = timedelta(minutes=5)
NO_NOTE_BEFORE = datetime(2010, 1, 1, tzinfo=UTC)
MB = 1024 * 1024
TOO_LARGE = "This note is larger than {most_mb} MB: only its beginning is here and was heard, the rest is on the phone."
NOT_YOURS = "This recording belongs to somebody else's phone."
MOST_ASKED_FOR = 5_000  # what is missing beyond these is asked for once they have come


@dataclass(frozen=True, slots=True)
class ChunkCount:
    """How many chunks are held without a gap from the first, and the first ones missing below the highest known."""

    received: int
    missing: tuple[int, ...]

    @staticmethod
    def of(expected: int, numbers: Iterable[int]) -> ChunkCount:
        """Count where `numbers`, some of so many, are held and at least one is missing."""
        held = set(numbers)
        missing = tuple(islice((number for number in range(expected) if number not in held), MOST_ASKED_FOR))
        return ChunkCount(missing[0], missing)


def begin_recording(
    session: Session,
    recording_id: str,
    by: Identity,
    *,
    mime_type: str,
    started_at: datetime,
    visit_id: str | None = None,
    position: tuple[float, float] | None = None,
    source: RecordingSource = RecordingSource.PHONE,
    source_name: str | None = None,
    is_private: bool = False,
) -> tuple[Recording, bool]:
    """Return the recording and whether it is new; sending the same one again changes nothing."""
    recording = session.get(Recording, recording_id)
    if recording is not None and recording.state != RecordingState.RECEIVING:
        return require_own(recording, by), False
    is_new = recording is None
    if recording is None:
        recording = Recording(id=recording_id, staff_id=by.staff_id, device_id=by.device_id, is_private=is_private)
        session.add(recording)
    require_own(recording, by)
    recording.mime_type, recording.started_at = mime_type, started_at
    recording.source, recording.source_name = source, source_name
    if started_at > now() + CLOCK_TOLERANCE:
        recording.problem = "The phone's clock was ahead; the time of arrival is shown too."
    elif started_at < NO_NOTE_BEFORE:
        recording.problem = "The phone's clock was far behind; the time of arrival is shown too."
    if position is not None:
        recording.lat, recording.lon = position
    _link_visit(session, recording, visit_id)
    session.flush()
    return recording, is_new


def _link_visit(session: Session, recording: Recording, visit_id: str | None) -> None:
    visit = session.get(Visit, visit_id) if visit_id else None
    if visit is None or visit.staff_id != recording.staff_id:
        return  # a visit unknown here was made on the phone or withdrawn: matching by time finds the right one
    recording.visit_id = visit.id
    if visit.customer_id and recording.customer_source != CustomerSource.PERSON:
        recording.customer_id, recording.customer_source = visit.customer_id, CustomerSource.VISIT


def require_own(recording: Recording, by: Identity) -> Recording:
    if recording.staff_id != by.staff_id:
        raise Forbidden(NOT_YOURS, code="not-yours")
    return recording


def held_sha256(session: Session, recording_id: str, number: int) -> str | None:
    """Return the SHA-256 of a chunk that is already safe, or None."""
    return session.scalar(select(Chunk.sha256).where(Chunk.recording_id == recording_id, Chunk.number == number))


def note_chunk(
    session: Session, recording: Recording, number: int, size: int, sha256: str, sent_sha256: str | None = None
) -> None:
    """Write down that a chunk is safe on disk, and wake whoever hears the recording.

    `size` and `sha256` are of the body that counts under this number; `sent_sha256` where another one came now.
    """
    chunk = session.get(Chunk, (recording.id, number))
    if chunk is None:
        chunk = Chunk(recording_id=recording.id, number=number, size=size, sha256=sha256)
        session.add(chunk)
    if (sent_sha256 or sha256) != chunk.sha256 and not is_silenced(recording):
        chunk.rival_sha256 = sent_sha256 or sha256
        recording.problem = f"Two different pieces arrived as number {number}; the first is used, both are kept."
    session.flush()
    if recording.state not in FINAL_STATES:
        enqueue(session, HEAR, f"{HEAR}:{recording.id}", recording_id=recording.id)


def correct_shared_type(recording: Recording, number: int, beginning: bytes) -> None:
    """Take what the first bytes of a shared file say, where its app declared another format, or none."""
    if recording.source == RecordingSource.SHARE and number == 0 and recording.state not in FINAL_STATES:
        recording.mime_type = type_of_file(recording.mime_type, recording.source_name, beginning)


def close_full(session: Session, recording_id: str, most_mb: int) -> Problem:
    """Close a recording that has its full size, so that what came is heard; return what to answer. The caller commits.

    The rest stays on the phone, whose note says why, and goes up should the limit be raised.
    """
    recording = session.get(Recording, recording_id, with_for_update=True)
    if recording is not None and recording.chunk_count is None:
        recording.problem = TOO_LARGE.format(most_mb=most_mb)
        complete_recording(session, recording, count_chunks(session, recording).received, now())
    return Problem(
        f"This note is larger than {most_mb} MB. The server keeps and hears what came before; the rest stays on the "
        "phone. An administrator can raise RECORDING_LIMIT_MB, then it is sent.",
        status=413,
        code="recording-too-large",
    )


def check_chunk_number(number: int) -> None:
    if number > LARGEST_CHUNK_NUMBER:
        raise Problem(f"Piece number {number} is beyond what a recording can have.", code="chunk-number")


def complete_recording(session: Session, recording: Recording, chunk_count: int, ended_at: datetime) -> ChunkCount:
    """Close a recording at the phone's word; what is missing is asked for, and hearing waits for it."""
    if recording.state in FINAL_STATES and recording.chunk_count == chunk_count:
        return count_chunks(session, recording)
    recording.chunk_count, recording.ended_at = chunk_count, ended_at
    counted = count_chunks(session, recording)
    if counted.missing:
        recording.state = RecordingState.WAITING_FOR_CHUNKS
    elif recording.state not in FINAL_STATES or recording.state == RecordingState.UNDECODABLE:
        hear_again(session, recording)
        record_event(
            session,
            "recording.received",
            staff_id=recording.staff_id,
            recording_id=recording.id,
            customer_id=recording.customer_id,
        )
    return counted


def hear_again(session: Session, recording: Recording) -> None:
    """Have a recording that is closed heard from its kept chunks, also one that could not be heard before."""
    if recording.state == RecordingState.UNDECODABLE:
        recording.problem = None  # it said why
    recording.state = RecordingState.WAITING
    enqueue(session, HEAR, f"{HEAR}:{recording.id}", recording_id=recording.id)


# Built once: whoever hears a recording asks ten times a second.
_HELD = select(func.count(), func.max(Chunk.number)).where(Chunk.recording_id == bindparam("recording_id"))


def count_chunks(session: Session, recording: Recording) -> ChunkCount:
    """Count without reading one row for each chunk unless there is a gap."""
    number_held, highest = session.execute(_HELD, {"recording_id": recording.id}).one()
    expected = max(recording.chunk_count or 0, (highest if highest is not None else -1) + 1)
    if number_held == expected:
        return ChunkCount(expected, ())
    return ChunkCount.of(expected, session.scalars(select(Chunk.number).where(Chunk.recording_id == recording.id)))

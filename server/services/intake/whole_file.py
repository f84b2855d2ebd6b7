"""Takes one whole sound file: on disk first, then written down once, then heard in the same way as every note."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import now
from models.event import record_event
from models.job import enqueue
from models.recording import Chunk, CustomerSource, Recording, RecordingSource, RecordingState
from server.current import Identity, Installation
from server.errors import NotFound, Problem
from server.services.customers.standing import standing_customer
from server.services.intake.start_time import StartTime, Told, start_time
from server.services.notes.note_position import allowed_position
from server.services.notes.recording_intake import HEAR, HEAR_LATER
from voice.audio.container import type_of_file

PIECE_BYTES = 1 << 20
BEGINNING_BYTES = 64
LONGEST_NAME = 300

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A sound file with what its door knows of it; `content` is seekable and stays open for the caller to close.

    `is_old` marks one of an archive, which waits until no fresh note is to be heard. `flag` is said beside the note.
    `sender_key` is the name that the sender gave to this sending, under which it may be repeated.
    """

    content: BinaryIO
    source: RecordingSource
    name: str | None = None
    declared_type: str | None = None
    told: Told = field(default_factory=Told)
    position: LatLon | None = None
    customer_id: str | None = None
    language: str | None = None
    is_old: bool = False
    flag: str | None = None
    sender_key: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The recording that a file became, and whether it was not held before."""

    recording_id: str
    is_new: bool


def take_file(installation: Installation, by: Identity, file: WholeFile) -> Taken:
    """Take a file in somebody's name; the same sound of the same person is one recording, however often it comes.

    1. Its key is a SHA-256 over person and sound, and its id is made of the key: whoever is killed midway and begins
       again writes the same pieces to the same place.
    2. Every piece is durable before the row is written; row and job are one transaction.

    Raises Problem when it is empty or too large (nothing is kept), StorageFull when the disk is.
    """
    key = source_key(by.staff_id, file.content, installation.settings.recording_limit_mb)
    recording_id = id_of_key(_sender_key(by, file.sender_key) if file.sender_key else key)
    with installation.database.reading() as session:
        if (held := _held(session, recording_id, key)) is not None:
            return held
        if file.customer_id is not None:
            customer = standing_customer(session, file.customer_id)
            if customer is None:
                raise NotFound("There is no such customer. Leave customer_id out, or give one that is known here.")
            file = replace(file, customer_id=customer.id)
    zone = ZoneInfo(installation.settings.time_zone)
    began = start_time(file.content, file.name, file.told, zone, now())
    chunks = list(_keep(installation, recording_id, file.content))
    try:
        with installation.database.session() as session:
            if (held := _held(session, recording_id, key)) is not None:
                return held
            recording = _recording(session, installation, recording_id, by, file, began)
            recording.source_key, recording.chunk_count = key, len(chunks)
            session.add(recording)
            session.flush()
            session.add_all(chunks)
            _promise(session, recording, is_old=file.is_old)
            session.commit()
    except IntegrityError:  # the same file came twice at the same instant, and the other one was first
        with installation.database.reading() as session:
            if (held := _held(session, recording_id, key)) is None:
                raise
            return held
    return Taken(recording_id, is_new=True)


def _held(session: Session, recording_id: str, key: str) -> Taken | None:
    """Return the recording that this sound is already; raises Problem where a sender's key names another sound."""
    # One statement: between two, the same file sent at the same instant could come to be held.
    held = session.execute(
        select(Recording.id, Recording.source_key).where(or_(Recording.source_key == key, Recording.id == recording_id))
    ).all()
    same = next((recording for recording, source_key in held if source_key == key), None)
    if held and same is None:
        raise Problem(
            "This Idempotency-Key was used for other sound. Give each note a key of its own.",
            status=409,
            code="key-reused",
        )
    return Taken(same, is_new=False) if same is not None else None


def _sender_key(by: Identity, named: str) -> str:
    return hashlib.sha256(f"{by.staff_id}\0{named}".encode()).hexdigest()


def source_key(staff_id: str, content: BinaryIO, most_mb: int) -> str:
    """Return the SHA-256 by which one person's sound is known again. Raises Problem when it is empty or too large."""
    digest, size = hashlib.sha256(staff_id.encode() + b"\0"), 0
    for piece in _pieces(content):
        size += len(piece)
        if size > most_mb * 1024 * 1024:
            raise Problem(
                f"The file is larger than {most_mb} MB, which is the most that is taken. Send it in parts.",
                status=413,
                code="too-large",
            )
        digest.update(piece)
    if size == 0:
        raise Problem("The file is empty. Send the sound of a recording.", status=422, code="no-sound-sent")
    return digest.hexdigest()


def id_of_key(key: str) -> str:
    """Make a UUID (version 8, RFC 9562 section 5.8) of a SHA-256, always the same."""
    value = int(key[:32], 16)
    value = (value & ~(0xF << 76)) | (0x8 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(PIECE_BYTES):
        yield piece


def _keep(installation: Installation, recording_id: str, content: BinaryIO) -> Iterator[Chunk]:
    for number, piece in enumerate(_pieces(content)):
        sha256 = installation.recordings.save(recording_id, number, piece)
        yield Chunk(recording_id=recording_id, number=number, size=len(piece), sha256=sha256)


def _recording(
    session: Session, installation: Installation, recording_id: str, by: Identity, file: WholeFile, began: StartTime
) -> Recording:
    file.content.seek(0)
    mime_type = type_of_file(file.declared_type, file.name, file.content.read(BEGINNING_BYTES))
    flags = " ".join(filter(None, (began.guess, file.flag)))
    position = allowed_position(session, installation.company_map, by, recording_id, file.position, began.at, now())
    return Recording(
        id=recording_id,
        staff_id=by.staff_id,
        device_id=by.device_id,
        mime_type=mime_type,
        started_at=began.at,
        started_from=began.known_from,
        lat=position[0] if position else None,
        lon=position[1] if position else None,
        customer_id=file.customer_id,
        customer_source=CustomerSource.PERSON if file.customer_id else None,
        state=RecordingState.WAITING,
        problem=flags or None,
        source=file.source,
        source_name=tidy_name(file.name),
        language=file.language,
    )


def tidy_name(name: str | None) -> str | None:
    """Return a file's name as any database holds it, without the folders before it."""
    storable = (name or "").replace("\x00", "").encode("utf-8", "replace").decode()
    return " ".join(storable.replace("\\", "/").rsplit("/", 1)[-1].split())[:LONGEST_NAME] or None


def _promise(session: Session, recording: Recording, *, is_old: bool) -> None:
    kind = HEAR_LATER if is_old else HEAR
    enqueue(session, kind, f"{HEAR}:{recording.id}", recording_id=recording.id)
    record_event(
        session,
        "recording.received",
        staff_id=recording.staff_id,
        recording_id=recording.id,
        customer_id=recording.customer_id,
    )

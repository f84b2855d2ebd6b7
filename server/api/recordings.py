"""Recordings come in here chunk by chunk, and are read and heard again."""

from __future__ import annotations

import re
import uuid
from typing import Any, NoReturn

from apiflask import APIBlueprint
from flask import Response, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.database import Database
from models.recording import CustomerSource, Recording, RecordingSource, RecordingState
from server.api.answers import recording_out
from server.api.forms import (
    ChunkOut,
    CompletionIn,
    CompletionOut,
    CustomerChoiceIn,
    PrivacyIn,
    RecordingIn,
    RecordingOut,
    TranscriptionIn,
)
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound, Problem
from server.services.customers.standing import standing_customer
from server.services.notes import recording_intake as intake
from server.services.notes.hearing_again import hear_again
from server.services.notes.kept_sound import is_silenced, mark_of, require_playable, sound_pieces, sound_type
from server.services.notes.live_answer import LiveAnswers
from server.services.notes.note_customer import set_customer
from server.services.notes.note_position import allowed_position
from server.services.notes.note_rights import require_may_change
from server.services.notes.piece_intake import PieceBefore, PieceKept, keep_spoken_piece, look_before
from server.services.notes.recording_reading import read_recordings
from server.services.notes.stretches import cut_stretch
from server.services.rights.note_topics import require_hearable
from server.services.rights.private_notes import set_private

blueprint = APIBlueprint("recordings", __name__, tag="Recordings")
AS_RECORDED: dict[int | str, Any] = {200: {"description": "The recording as it came", "content": {"audio/*": {}}}}
AS_WAV: dict[int | str, Any] = {200: {"description": "The stretch as WAV", "content": {"audio/wav": {}}}}
UNKNOWN_TYPE = "application/octet-stream"
_AUDIO_TYPE = re.compile(r"audio/[a-z0-9][a-z0-9.+-]{0,40}")


def tidy_id(written: str) -> str:
    try:
        return str(uuid.UUID(written))
    except ValueError as error:
        raise NotFound("A recording's id is a UUID made on the phone.") from error


@blueprint.put("/recordings/<recording_id>")
@blueprint.input(RecordingIn, arg_name="begun")
@blueprint.output(RecordingOut)
@allow(*EVERYBODY)
def begin(recording_id: str, begun: RecordingIn) -> RecordingOut | tuple[RecordingOut, int]:
    """Announce a recording; harmless when sent again."""
    recording_id = tidy_id(recording_id)
    sent = begun.position
    position = (float(sent.lat), float(sent.lon)) if sent else None
    taken_at = sent.at if sent and sent.at else begun.started_at
    with _everything().session() as session:
        company_map = installation().company_map
        position = allowed_position(session, company_map, identity(), recording_id, position, taken_at, now())
        _recording, is_new = intake.begin_recording(
            session,
            recording_id,
            identity(),
            mime_type=begun.mime_type,
            started_at=begun.started_at,
            visit_id=begun.visit_id,
            position=position,
            source=RecordingSource(begun.source),
            source_name=begun.source_name,
            is_private=begun.is_private,
        )
        session.commit()
        answer = _read(session, recording_id)
    return (answer, 201) if is_new else answer


@blueprint.put("/recordings/<recording_id>/chunks/<int:number>")
@blueprint.output(ChunkOut)
@allow(*EVERYBODY)
def put_chunk(recording_id: str, number: int) -> ChunkOut:
    """Store one piece of a recording; it is safe on disk once this answers."""
    recording_id = tidy_id(recording_id)
    intake.check_chunk_number(number)
    data = request.get_data(cache=False)
    before = look_before(_everything(), recording_id, number, identity())
    if before.held_sha256 is None and before.held_bytes + len(data) > _most_mb() * intake.MB:
        _refuse_more(recording_id)
    store, held = installation().recordings, before.held_sha256
    sha256 = store.sha256(data)
    # Of silenced sound no original is stored again, neither the same piece nor another one under its number.
    is_known = held is not None and (before.is_silenced or held == sha256)
    counts = held if held is not None and is_known else store.save(recording_id, number, data)
    kept = None
    if held is None and counts == sha256:
        kept = keep_spoken_piece(_everything(), recording_id, number, len(data), sha256, identity())
    kept = kept or _keep_piece(recording_id, number, data, before, counts, sha256)
    words = kept.live_text
    if before.is_spoken_now and kept.is_open:
        words = live_answers().await_words(recording_id, words)
    return ChunkOut(received=kept.counted.received, missing=list(kept.counted.missing), live_text=words)


def _keep_piece(
    recording_id: str, number: int, data: bytes, before: PieceBefore, counts: str, sha256: str
) -> PieceKept:
    """Write down a piece of any kind; `counts` is the SHA-256 of what is used under its number."""
    store, held = installation().recordings, before.held_sha256
    with _everything().session() as session:
        # Locked: of two pieces that arrive side by side one waits, and the job is written once.
        recording = session.get(Recording, recording_id, with_for_update=True)
        recording = recording or _begin_unannounced(session, recording_id)
        intake.correct_shared_type(recording, number, data[:64])
        if held is None and is_silenced(recording) and intake.held_sha256(session, recording_id, number) is not None:
            store.forget_all_but_silenced(recording_id, mark_of(recording))  # silenced while this one was on its way
        is_gone = before.is_silenced and held is not None
        size = len(data) if counts == sha256 or is_gone else store.size(recording_id, number)
        intake.note_chunk(session, recording, number, size, counts, sha256)
        counted = intake.count_chunks(session, recording)
        session.commit()
        return PieceKept(counted, recording.state == RecordingState.RECEIVING, recording.live_text)


def _most_mb() -> int:
    return installation().settings.recording_limit_mb


def _refuse_more(recording_id: str) -> NoReturn:
    with _everything().session() as session:
        problem = intake.close_full(session, recording_id, _most_mb())
        session.commit()
    raise problem


def _begin_unannounced(session: Session, recording_id: str) -> Recording:
    """A piece that overtook its announcement is kept all the same; the announcement completes the row."""
    mime_type = (request.content_type or UNKNOWN_TYPE)[:100]
    recording, _is_new = intake.begin_recording(
        session, recording_id, identity(), mime_type=mime_type, started_at=now()
    )
    return recording


@blueprint.put("/recordings/<recording_id>/completion")
@blueprint.input(CompletionIn, arg_name="completion")
@blueprint.output(CompletionOut)
@allow(*EVERYBODY)
def complete(recording_id: str, completion: CompletionIn) -> CompletionOut:
    """Say how many pieces there are; the answer names those that are missing."""
    with _everything().session() as session:
        recording = _own(session, recording_id)
        counted = intake.complete_recording(session, recording, completion.chunk_count, completion.ended_at)
        session.commit()
        return CompletionOut(state=recording.state, missing=list(counted.missing))


@blueprint.get("/recordings/<recording_id>")
@blueprint.output(RecordingOut)
@allow(*EVERYBODY)
def show(recording_id: str) -> RecordingOut:
    """Read a recording with its transcript and entry, as far as they have come."""
    with database().reading() as session:
        return _read(session, tidy_id(recording_id))


@blueprint.put("/recordings/<recording_id>/customer")
@blueprint.input(CustomerChoiceIn, arg_name="choice")
@blueprint.output(RecordingOut)
@allow(*WRITERS)
def choose_customer(recording_id: str, choice: CustomerChoiceIn) -> RecordingOut:
    """Say whom the note is about; a person's word outweighs place and speech."""
    with database().session() as session:
        recording = session.get(Recording, tidy_id(recording_id), with_for_update=True)
        if recording is None:
            raise NotFound("There is no such recording.")
        require_may_change(recording, identity())
        customer = standing_customer(session, choice.customer_id)
        if customer is None:
            raise NotFound("There is no such customer. Choose one from the list.")
        set_customer(session, installation(), recording, customer.id, CustomerSource.PERSON)
        session.commit()
        return _read(session, recording.id)


@blueprint.put("/recordings/<recording_id>/privacy")
@blueprint.input(PrivacyIn, arg_name="wish")
@blueprint.output(RecordingOut)
@allow(*EVERYBODY)
def keep_private(recording_id: str, wish: PrivacyIn) -> RecordingOut:
    """Keep a note for oneself, or share it again; only who spoke or wrote it can."""
    with database().session() as session:
        recording = session.get(Recording, tidy_id(recording_id), with_for_update=True)
        if recording is None:
            raise NotFound("There is no such recording.")
        set_private(session, recording, settings().time_zone, is_private=wish.is_private, by=identity())
        session.commit()
        return _read(session, recording.id)


@blueprint.post("/recordings/<recording_id>/transcription")
@blueprint.input(TranscriptionIn, arg_name="wish")
@blueprint.output(RecordingOut, status_code=202)
@allow(*WRITERS)
def transcribe_again(recording_id: str, wish: TranscriptionIn) -> RecordingOut:
    """Have a note heard again, with another model or in another language; what people corrected stays."""
    with database().session() as session:
        recording = session.get(Recording, tidy_id(recording_id), with_for_update=True)
        if recording is None:
            raise NotFound("There is no such recording.")
        require_may_change(recording, identity())
        hear_again(session, settings(), recording, wish.model, wish.language)
        session.commit()
        return _read(session, recording.id)


def live_answers() -> LiveAnswers:
    answers: LiveAnswers = current_app.extensions["live_answers"]
    return answers


def _everything() -> Database:
    """Return the database with all recordings: an id that somebody else uses is refused, not taken for a new one."""
    return installation().database


def _own(session: Session, recording_id: str) -> Recording:
    recording = session.get(Recording, tidy_id(recording_id), with_for_update=True)
    if recording is None:
        raise NotFound("This recording is not known here. Send its announcement and its pieces, then this again.")
    return intake.require_own(recording, identity())


def _read(session: Session, recording_id: str) -> RecordingOut:
    query = select(Recording).where(Recording.id == recording_id)
    found = read_recordings(session, query, installation().lexicon.current(session))
    if not found:
        raise NotFound("There is no such recording.")
    return recording_out(found[0])


@blueprint.get("/recordings/<recording_id>/audio")
@blueprint.doc(responses=AS_RECORDED)
@allow(*EVERYBODY)
def download(recording_id: str) -> Response:
    """Give the sound back exactly as it was recorded; where secrets were said, as Ogg Opus with these silent."""
    recording, count = _kept(recording_id)
    name = f"{recording.started_at:%Y-%m-%d-%H%M%S}.{_ending(sound_type(recording))}"
    body = sound_pieces(installation().recordings, recording, count)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=_safe_type(sound_type(recording)), headers=headers)


def _kept(recording_id: str) -> tuple[Recording, int]:
    with database().reading() as session:
        recording = session.get(Recording, tidy_id(recording_id))
        if recording is None:
            raise NotFound("There is no such recording.")
        require_hearable(session, recording)
        require_playable(recording)
        count = intake.count_chunks(session, recording).received
    if count == 0:
        raise NotFound("No sound is kept for this note.", code="no-sound")
    return recording, count


def _safe_type(mime_type: str) -> str:
    """Audio may be named to the browser as it is; anything else, and what no header can hold, is only a file."""
    kind = mime_type.split(";")[0].strip().lower()
    return kind if _AUDIO_TYPE.fullmatch(kind) else UNKNOWN_TYPE


def _ending(mime_type: str) -> str:
    kind = _safe_type(mime_type).removeprefix("audio/")
    return kind if kind.isalnum() and len(kind) <= 5 else "bin"


@blueprint.get("/recordings/<recording_id>/clip")
@blueprint.doc(responses=AS_WAV)
@allow(*EVERYBODY)
def clip(recording_id: str) -> Response:
    """Give a stretch of the sound as a small WAV file, from `from_s` to `to_s` (seconds)."""
    from_s = request.args.get("from_s", type=float)
    to_s = request.args.get("to_s", type=float)
    if from_s is None or to_s is None or not 0 <= from_s < to_s <= from_s + 120:
        raise Problem("Give from_s and to_s in seconds, at most 120 apart.", status=422, code="bad-stretch")
    recording, count = _kept(recording_id)
    pieces = sound_pieces(installation().recordings, recording, count)
    wav = cut_stretch(pieces, sound_type(recording), from_s, to_s)
    # Only silenced sound stays the same: what is played now may hold what another model finds to be a secret. Kept no
    # longer than playing it again is the same line of the access log.
    caching = "private, max-age=600" if is_silenced(recording) else "private, no-store"
    return Response(wav, mimetype="audio/wav", headers={"Cache-Control": caching})

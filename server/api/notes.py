"""One door for programs: a whole recording in one request, in a person's name, by an API token."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, BinaryIO, cast

from apiflask import APIBlueprint
from flask import g, request, url_for
from pydantic import Field, ValidationError, model_validator

from models.api_token import ApiToken
from models.recording import Recording, RecordingSource, StartedFrom
from models.staff import Role
from server.api.forms import Answer, ClockTime, FileName, Form, Identifier, Text
from server.auth import WRITERS, open_to_programs
from server.current import Identity, database, identity, installation, settings
from server.errors import Forbidden, NotFound, Problem
from server.rate_limit import RateLimit
from server.services.intake.start_time import Told
from server.services.intake.whole_file import WholeFile, take_file
from server.services.people.api_token import WRITE_NOTES, WRITE_NOTES_OF_ANYBODY, staff_by_email
from voice.audio.container import likely_name
from voice.recognizer.naming import tidy_tag

blueprint = APIBlueprint("notes", __name__, tag="Notes by programs")
FIELDS_BYTES = 1 << 20
SPOOL_BYTES = 4 << 20
PIECE_BYTES = 1 << 18
LONGEST_KEY = 255
MULTIPART = "multipart/form-data"
CURLS_OWN = "application/x-www-form-urlencoded"  # what curl says of any body where it is told nothing
_limit = RateLimit(per_minute=60, burst=120)

FIELDS = {
    "started_at": {"type": "string", "format": "date-time"},
    "lat": {"type": "number", "minimum": -90, "maximum": 90},
    "lon": {"type": "number", "minimum": -180, "maximum": 180},
    "customer_id": {"type": "string", "format": "uuid"},
    "staff": {"type": "string", "description": "E-mail of the person; needs the scope notes:write-any"},
    "language": {"type": "string", "description": "Spoken language, such as de or en-us"},
}
BODY = {
    "required": True,
    "content": {
        MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["audio"],
                "properties": {"audio": {"type": "string", "format": "binary"}, **FIELDS},
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}


class NoteIn(Form):
    started_at: ClockTime | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    customer_id: Identifier | None = None
    staff: Text | None = None
    language: Text | None = None
    name: FileName | None = None

    @model_validator(mode="after")
    def _whole_position(self) -> NoteIn:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("give lat and lon together")
        return self


class NoteOut(Answer):
    id: str
    state: str
    started_at: datetime
    started_from: StartedFrom | None
    problem: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What stands in one request."""

    content: BinaryIO
    name: str | None
    declared_type: str | None
    fields: dict[str, str]


@blueprint.post("/notes")
@blueprint.output(NoteOut)
@blueprint.doc(security="program", responses={201: "Taken", 200: "Held already: the same sound, or the same key"})
@open_to_programs(WRITE_NOTES, WRITE_NOTES_OF_ANYBODY, owners=WRITERS)
def take() -> NoteOut | tuple[NoteOut, int]:
    """Take one recording, as the part `audio` of a form or as the whole body with the fields in the address.

    The same sound of the same person is taken once, so sending again is harmless.
    """
    _keep_to_the_limit()
    with _sent() as sent:
        note = _checked(sent.fields)
        file = WholeFile(
            content=sent.content,
            source=RecordingSource.POST,
            name=note.name or sent.name,
            declared_type=sent.declared_type,
            told=Told(said_at=note.started_at),
            position=(note.lat, note.lon) if note.lat is not None and note.lon is not None else None,
            customer_id=note.customer_id,
            language=_language(note.language),
            sender_key=_sender_key(),
        )
        taken = take_file(installation(), _speaker(note.staff), file)
    with database().reading() as session:
        recording = session.get_one(Recording, taken.recording_id)
        answer = NoteOut(
            id=recording.id,
            state=recording.state,
            started_at=recording.started_at,
            started_from=StartedFrom(recording.started_from) if recording.started_from else None,
            problem=recording.problem,
            url=url_for("note.show", recording_id=recording.id),
        )
    return (answer, 201) if taken.is_new else answer


def _keep_to_the_limit() -> None:
    token: ApiToken = g.api_token
    if wait_s := _limit.wait_s(token.id):
        seconds = math.ceil(wait_s)
        raise Problem(
            f"Too many notes in a short time. Send this one again in {seconds} seconds.",
            status=429,
            code="too-many-tries",
            headers={"Retry-After": str(seconds)},
        )


def _sender_key() -> str | None:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Problem(f"An Idempotency-Key has at most {LONGEST_KEY} letters.", status=422, code="key-too-long")
    token: ApiToken = g.api_token
    return f"{token.id}\0{key}" if key else None


@contextmanager
def _sent() -> Iterator[Sent]:
    """Yield the sound and the fields of this request, however they stand in it; never all of it in memory."""
    most = settings().recording_limit_mb * 1024 * 1024
    request.max_content_length = most + FIELDS_BYTES  # the general limit is for chunks
    if request.mimetype == MULTIPART:
        audio = request.files.get("audio")
        if audio is None:
            raise Problem("The form has no file named audio: send the sound as its part audio.", status=422)
        yield Sent(cast(BinaryIO, audio.stream), audio.filename, audio.mimetype, request.form.to_dict())
        return
    with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as body:
        while piece := request.stream.read(PIECE_BYTES):
            body.write(piece)
        body.seek(0)
        is_undeclared = request.mimetype == CURLS_OWN
        if is_undeclared and likely_name(body.read(64)) is None:
            raise Problem("Send the sound as the part audio of a multipart form, or as the whole body.", status=422)
        declared_type = None if is_undeclared else request.content_type
        yield Sent(cast(BinaryIO, body), None, declared_type, request.args.to_dict())


def _checked(fields: dict[str, str]) -> NoteIn:
    try:
        return NoteIn.model_validate({name: value for name, value in fields.items() if value.strip()})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'position'}: {one['msg']}" for one in error.errors())
        raise Problem(
            f"This note does not fit. {faults}. Times look like 2026-03-10T15:40:00Z.",
            status=422,
            code="unprocessable-entity",
        ) from error


def _language(written: str | None) -> str | None:
    if written is None:
        return None
    tag = tidy_tag(written)
    if tag is None:
        raise Problem("Give the language as a tag such as de or en-us.", status=422, code="language-unknown")
    return tag


def _speaker(email: str | None) -> Identity:
    """Return in whose name the note is taken: the token's owner, or whom a token for all names."""
    token: ApiToken = g.api_token
    is_for_all = WRITE_NOTES_OF_ANYBODY in token.scopes
    if email is None:
        return identity()
    with database().reading() as session:
        staff = staff_by_email(session, email)
    if staff is not None and staff.id == identity().staff_id:
        return identity()
    if not is_for_all:
        raise Forbidden(f"Only a token with {WRITE_NOTES_OF_ANYBODY} sends notes of others.", code="scope-missing")
    if staff is None:
        raise NotFound(f"Nobody of the staff has the address {email[:100]}.", code="staff-unknown")
    return Identity(staff.id, staff.name, Role(staff.role))


def describe_body(document: dict[Any, Any]) -> None:
    """Write into the API's document what a form or a body may hold, which no schema of a JSON body says."""
    document["paths"]["/api/notes"]["post"]["requestBody"] = BODY

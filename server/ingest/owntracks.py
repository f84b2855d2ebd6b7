"""OwnTracks in HTTP mode. Whatever a paired phone sends is answered 200, or the app would lose it or loop on it."""

from __future__ import annotations

import zlib

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy.orm import Session

from models.base import now
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation
from server.ingest.owntracks_message import SOURCE, Unread, read_body
from server.services.position_intake import Reading, device_of, keep_unread
from server.services.visit_logging import record_fixes

LARGEST_BODY = 1024 * 1024
ANY_LENGTH = 1 << 40
GZIP = b"\x1f\x8b"

blueprint = APIBlueprint("owntracks", __name__, enable_openapi=False)


@blueprint.post("/owntracks")
@blueprint.post("/owntracks/<device_token>")
@allow(*EVERYBODY)
def take(device_token: str = "") -> Response:
    """Take one message. The token is the password of HTTP Basic, or stands in the address.

    iOS drops a message on any 4xx, Android sends it again for ever: so 401 means that the phone is unknown or
    unpaired, 5xx that the database cannot be written at the moment, and everything else is kept and answered 200.
    """
    device_of(identity())
    messages = _messages()
    readings = [message for message in messages if isinstance(message, Reading)]
    unread = [message for message in messages if isinstance(message, Unread)]
    if messages:
        with database().session() as session:
            _store(session, readings, unread)
            session.commit()
    return Response("[]", mimetype="application/json")


def _store(session: Session, readings: list[Reading], unread: list[Unread]) -> None:
    received_at, company_map = now(), installation().company_map
    record_fixes(session, company_map, identity(), readings, received_at)
    for message in unread:
        keep_unread(session, company_map, identity(), message.body, SOURCE, message.reason, received_at)


def _messages() -> list[Reading | Unread]:
    request.max_content_length = ANY_LENGTH  # the general limit answers 413, on which the phone would loop
    body = request.stream.read(LARGEST_BODY + 1)
    if body.startswith(GZIP):
        body = _unpacked(body)
    if len(body) > LARGEST_BODY:
        return [Unread(body, "larger than 1 MB; only the beginning is kept")]
    return read_body(body)


def _unpacked(body: bytes) -> bytes:
    """Unpack gzip up to the limit; what is broken stays as it came."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST_BODY + 1)
    except zlib.error:
        return body


@blueprint.after_request
def say_how_to_sign_in(answer: Response) -> Response:
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Rounds", charset="UTF-8"'
    return answer

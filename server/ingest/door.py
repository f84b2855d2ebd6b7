"""What the doors of all location apps have in common: one way in, one transaction, one look at how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from apiflask import APIBlueprint
from flask import Response, g, request
from sqlalchemy.orm import Session

from models.base import now
from models.position_source import PositionApp, PositionSource
from server.current import database, identity, installation
from server.ingest.body import LARGEST_BODY, TOO_LARGE, body_of
from server.ingest.values import Message, Unread
from server.services.positions.position_intake import Reading, Saved, device_of, flaw_of, keep_unread
from server.services.positions.position_source import note_message, source_to_note
from server.services.visits.visit_logging import record_fixes

TOKEN_TAKEN_OUT = b"(token)"
NOT_TAKEN = "Not kept: outside your hours, paused, or switched off by you."


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one request's messages."""

    saved: Saved
    received_at: datetime
    source: PositionSource | None
    problem: str | None


def new_door(name: str) -> APIBlueprint:
    """Make a location app's blueprint. Asking for the head only stores nothing."""
    blueprint = APIBlueprint(name, __name__, enable_openapi=False)

    @blueprint.before_request
    def answer_head() -> Response | None:
        return Response(status=204) if request.method == "HEAD" else None

    return blueprint


def sent_body() -> bytes | Unread:
    """Return what this request sent, or what to keep of it when it is too large."""
    body = body_of(request)
    return Unread(body, TOO_LARGE) if len(body) > LARGEST_BODY else body


def take(app: PositionApp, messages: Iterable[Message]) -> None:
    """Keep what an app sent, in a transaction of its own."""
    found = list(messages)
    if found:
        with database().session() as session:
            keep(session, app, found)
            session.commit()


def keep(session: Session, app: PositionApp, messages: Sequence[Message]) -> Taken:
    """Record positions, keep what could not be read, and note how fresh the source is. The caller commits."""
    received_at, company_map = now(), installation().company_map
    readings = [message for message in messages if isinstance(message, Reading)]
    unread = [message for message in messages if isinstance(message, Unread)]
    saved = record_fixes(session, company_map, identity(), readings, received_at)
    for message in unread:
        body = without_token(message.body)
        keep_unread(session, company_map, identity(), body, app, message.reason, received_at)
    source = source_to_note(session, device_of(identity()), app)
    problem = _problem(saved, readings, unread, received_at)
    if source is not None:
        note_message(source, received_at, _newest(saved, readings, received_at), problem)
    return Taken(saved, received_at, source, problem)


def without_token(body: bytes) -> bytes:
    """Take the app's token out of what is kept as it came: it is stored as a hash only."""
    token = g.get("location_app_token", "").encode("utf-8", "replace")
    return body.replace(token, TOKEN_TAKEN_OUT) if len(token) > 8 else body


def _newest(saved: Saved, readings: Sequence[Reading], received_at: datetime) -> tuple[datetime, float | None] | None:
    """Return when the newest sound position was taken and how sharp it is; nothing of what was not taken in."""
    if not saved.kept:
        return None
    sound = [(reading.at, reading.accuracy_m) for reading in readings if flaw_of(reading, received_at) is None]
    return max(sound, key=lambda one: one[0], default=None)


def _problem(saved: Saved, readings: Sequence[Reading], unread: Sequence[Unread], received_at: datetime) -> str | None:
    if unread:
        return f"A message could not be read: {unread[0].reason}."
    if saved.refused and not saved.kept:
        return NOT_TAKEN
    flaws = [flaw_of(reading, received_at) for reading in readings]
    return flaws[-1] if flaws and all(flaws) else None

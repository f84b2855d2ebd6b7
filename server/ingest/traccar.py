"""Traccar Client, OsmAnd and whatever speaks the OsmAnd protocol: a position at a time, the oldest first.

One that is not answered 2xx holds up all that follow, so 401 means an unknown identifier, 5xx that the database
cannot be written at the moment, and everything else is kept and answered 200.
"""

from __future__ import annotations

from flask import Request, Response, request

from models.base import now
from models.position_source import PositionApp
from server.auth import open_to_app
from server.ingest.body import LARGEST_BODY, body_of
from server.ingest.door import new_door, sent_body, take
from server.ingest.traccar_message import device_id_in, read_request
from server.ingest.values import Unread

blueprint = new_door("traccar")


def find_token(asking: Request) -> str:
    """Return the device identifier, in the address or the body: the protocol knows no other secret."""
    body = body_of(asking)
    return device_id_in(asking.args, body if len(body) <= LARGEST_BODY else b"")


@blueprint.route("/traccar", methods=["GET", "POST"])
@blueprint.route("/traccar/<token>", methods=["GET", "POST"])
@open_to_app(PositionApp.TRACCAR, find_token)
def take_position(token: str = "") -> Response:
    """Take positions. The token is the device identifier, or stands in the address."""
    body = sent_body()
    messages = [body] if isinstance(body, Unread) else read_request(request.query_string, body, now())
    take(PositionApp.TRACCAR, messages)
    return Response("", mimetype="text/plain")

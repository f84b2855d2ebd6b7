"""Overland for iPhones. It keeps a batch and sends it again until it is answered {"result": "ok"}."""

from __future__ import annotations

from flask import Response, jsonify

from models.position_source import PositionApp
from server.auth import open_to_app
from server.ingest.door import new_door, sent_body, take
from server.ingest.overland_message import read_body
from server.ingest.values import Unread

blueprint = new_door("overland")


@blueprint.post("/overland")
@blueprint.post("/overland/<token>")
@open_to_app(PositionApp.OVERLAND)
def take_batch(token: str = "") -> Response:
    """Take a batch. The token is the access token of the app, or stands in the address."""
    body = sent_body()
    take(PositionApp.OVERLAND, [body] if isinstance(body, Unread) else read_body(body))
    return jsonify(result="ok")

"""GPSLogger for Android. Any 2xx is success; what it logged it sends again and again, in any order."""

from __future__ import annotations

from flask import Response, request

from models.position_source import PositionApp
from server.auth import open_to_app
from server.current import public_address
from server.ingest.door import new_door, sent_body, take
from server.ingest.gpslogger_message import read_request
from server.ingest.values import Unread
from server.services.positions.app_setup import gpslogger_profile

blueprint = new_door("gpslogger")


@blueprint.route("/gpslogger", methods=["GET", "POST"])
@blueprint.route("/gpslogger/<token>", methods=["GET", "POST"])
@open_to_app(PositionApp.GPSLOGGER)
def take_position(token: str = "") -> Response:
    """Take a position. The token is the password of HTTP Basic, or stands in the address."""
    body = sent_body()
    messages = [body] if isinstance(body, Unread) else read_request(request.query_string, body)
    take(PositionApp.GPSLOGGER, messages)
    return Response("ok", mimetype="text/plain")


@blueprint.get("/gpslogger/<token>/rounds.properties")
@open_to_app(PositionApp.GPSLOGGER)
def profile(token: str) -> Response:
    """Give the app its settings; it loads them from this address as a profile of its own."""
    answer = Response(gpslogger_profile(public_address(), token), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.after_request
def say_how_to_sign_in(answer: Response) -> Response:
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Rounds", charset="UTF-8"'
    return answer

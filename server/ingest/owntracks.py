"""OwnTracks in HTTP mode. Whatever a paired phone sends is answered 200, or the app would lose it or loop on it."""

from __future__ import annotations

from flask import Response, jsonify, request

from models.position_source import PositionApp
from server.auth import open_to_app
from server.current import database, installation
from server.ingest.door import keep, new_door, sent_body
from server.ingest.owntracks_message import read_body
from server.ingest.owntracks_regions import answer_with_regions, named_by_customer
from server.ingest.values import Message, Unread

blueprint = new_door("owntracks")


@blueprint.post("/owntracks")
@blueprint.post("/owntracks/<token>")
@open_to_app(PositionApp.OWNTRACKS)
def take_message(token: str = "") -> Response:
    """Take one message. The token is the password of HTTP Basic, or stands in the address.

    iOS drops a message on any 4xx, Android sends it again for ever: so 401 means that the phone is unknown or
    unpaired, 5xx that the database cannot be written at the moment, and everything else is kept and answered 200.
    """
    body = sent_body()
    messages: list[Message] = [body] if isinstance(body, Unread) else read_body(body)
    if not messages:
        return jsonify([])
    company_map = installation().company_map
    named = [named_by_customer(company_map, message) for message in messages]
    with database().session() as session:
        taken = keep(session, PositionApp.OWNTRACKS, named)
        answer = answer_with_regions(company_map, taken, named, request.user_agent.string)
        session.commit()
    return jsonify(answer)


@blueprint.after_request
def say_how_to_sign_in(answer: Response) -> Response:
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Rounds", charset="UTF-8"'
    return answer

"""Shortcuts, Tasker and whatever opens an address at a place: "arrived" and "left", answered in a line to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from models.base import now
from models.position_source import PositionApp
from models.visit import Visit
from server.auth import open_to_app
from server.current import database, identity, installation
from server.errors import NotFound
from server.ingest.door import keep, new_door, sent_body
from server.ingest.values import (
    Message,
    Unread,
    Unreadable,
    distance_m,
    fields_without_speed,
    instant,
    looks_like_json,
    members,
    number,
    parse_fields,
    parse_json,
    text,
)
from server.services.customers.customer_by_word import NamedCustomer, find_customer
from server.services.positions.automation_visit import arrive, leave
from server.services.positions.location_choice import read_choice
from server.services.positions.position_count import count_positions
from server.services.positions.position_gate import refusals
from server.services.positions.position_intake import Reading, device_of, flaw_of
from server.services.positions.position_source import note_message, source_to_note
from server.services.visits.visit_logging import hold_rep

APP = PositionApp.AUTOMATION
WORDS = {"arrived": ("enter", "arrived"), "left": ("leave", "left")}
LATE_BY, EARLY_BY = timedelta(days=60), timedelta(minutes=10)

blueprint = new_door("automation")


@dataclass(frozen=True, slots=True)
class Said:
    """What an automation says: where and when as far as it knows, and at which customer, in its own words."""

    at: datetime
    is_clock_wrong: bool
    place: tuple[float, float] | None
    accuracy_m: float | None
    customer: str
    body: bytes


@blueprint.route("/automation/<event>", methods=["GET", "POST"])
@blueprint.route("/automation/<token>/<event>", methods=["GET", "POST"])
@open_to_app(APP)
def take_event(event: str, token: str = "") -> Response:
    """Keep that somebody arrived or left.

    1. With a position it is one, and the crossing of the customer's region where the customer is known.
    2. Without a usable position it is a visit at that customer.
    3. Without either it is a visit all the same, and the rep is asked where it was.
    """
    if event not in WORDS:
        raise NotFound("There are two addresses here: one ends in arrived, the other in left.")
    try:
        said = _read()
    except Unreadable as problem:
        return _keep_unread(problem)
    with database().session() as session:
        line = _keep(session, event, said)
        session.commit()
    return _line(line)


def _keep(session: Session, event: str, said: Said) -> str:
    installation().company_map.current(now())
    named = find_customer(session, said.customer, identity().staff_id)
    unknown = f" Rounds knows no one customer “{said.customer[:60]}”." if said.customer and not named.id else ""
    if said.place is not None:
        region_event = WORDS[event][0] if named.id else ""
        trigger = "c" if named.id else ""
        reading = Reading(said.at, *said.place, said.accuracy_m, APP, trigger, region_event, named.id or "")
        taken = keep(session, APP, [reading])
        if taken.saved.refused:
            return _why_not(session, said.at)
        flaw = flaw_of(reading, taken.received_at)
        if flaw is None:
            return f"Kept: {_what(event, named.name, said.at)}.{unknown}"
        told = _keep_visit(session, event, said, named)
        return f"{told} Its position is of no use: {flaw}.{unknown}"
    received_at, company_map = now(), installation().company_map
    hold_rep(session, identity().staff_id)
    by = identity()
    if refusals(session, company_map, by.staff_id, by.device_id, [said.at], received_at) != [None]:
        count_positions(session, by.staff_id, APP, received_at, company_map.zone, received=1, refused=1)
        return _why_not(session, said.at)
    told = _keep_visit(session, event, said, named)
    count_positions(session, by.staff_id, APP, received_at, company_map.zone, received=1)
    source = source_to_note(session, device_of(by), APP)
    if source is not None:
        note_message(source, received_at, (said.at, None), None)
    return f"{told}{unknown}"


def _keep_visit(session: Session, event: str, said: Said, named: NamedCustomer) -> str:
    flags = [
        named.flag,
        "The phone's clock was wrong: the time of receipt counts." if said.is_clock_wrong else None,
        f"The automation named “{said.customer[:60]}”." if said.customer and not named.id else None,
    ]
    flag = " ".join(one for one in flags if one)[:200] or None
    visit = (arrive if event == "arrived" else leave)(session, identity(), said.at, named, flag)
    line = f"Kept: {_what(event, _name(visit, named), said.at)}."
    return line if visit.customer_id else f"{line} Rounds will ask you where it was."


def _name(visit: Visit, named: NamedCustomer) -> str:
    if named.name or visit.customer_id is None:
        return named.name
    return visit.customer.name if visit.customer else ""


def _what(event: str, customer: str, at: datetime) -> str:
    clock = f"{at.astimezone(installation().company_map.zone):%H:%M}"
    joined = f"{'arrived at' if event == 'arrived' else 'left'} {customer}" if customer else event
    return f"{joined}, {clock}"


def _why_not(session: Session, at: datetime) -> str:
    choice = read_choice(session, installation().company_map, identity().staff_id, at)
    return f"Not kept. {choice.why_not or 'You let no position be kept at that time.'}"


def _read() -> Said:
    body = sent_body()
    if isinstance(body, Unread):
        raise Unreadable(body.reason)
    sent: Mapping[str, Any] = members(parse_json(body)) if looks_like_json(body) else parse_fields(body)
    fields: dict[str, Any] = {**parse_fields(request.query_string), **sent}
    received_at = now()
    written = fields.get("at")
    at = instant(written) or received_at
    is_clock_wrong = bool(written) and not received_at - LATE_BY <= at <= received_at + EARLY_BY
    is_clock_wrong = is_clock_wrong or (bool(written) and instant(written) is None)
    lat, lon = number(fields.get("lat")), number(fields.get("lon"))
    return Said(
        at=received_at if is_clock_wrong else min(at, received_at),
        is_clock_wrong=is_clock_wrong,
        place=(lat, lon) if lat is not None and lon is not None else None,
        accuracy_m=distance_m(fields.get("acc")),
        customer=text(fields.get("customer")),
        body=body,
    )


def _keep_unread(problem: Unreadable) -> Response:
    body = sent_body()
    written = request.query_string + b"&" + (body.body if isinstance(body, Unread) else body)
    messages: list[Message] = [Unread(fields_without_speed(written.strip(b"&")), str(problem))]
    with database().session() as session:
        keep(session, APP, messages)
        session.commit()
    return _line(f"Kept as it came, for it could not be read: {problem}.")


def _line(line: str) -> Response:
    return Response(f"{line}\n", mimetype="text/plain")


@blueprint.after_request
def answer_in_words(answer: Response) -> Response:
    """Give a refusal as a line too: it is shown to a person as it stands."""
    if answer.mimetype == "application/problem+json":
        return Response(f"{members(answer.get_json())['detail']}\n", answer.status_code, mimetype="text/plain")
    return answer

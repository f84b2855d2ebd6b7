"""Positions from the open phone app."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from pydantic import BeforeValidator, Field

from models.base import now
from server.api.forms import Answer, ClockTime, Form, Identifier, Number
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation
from server.services.positions.position_intake import Reading, device_of
from server.services.visits.visit_logging import record_fixes

MOST_AT_ONCE = 500

blueprint = APIBlueprint("fixes", __name__, tag="Positions")


def _written_instant(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("an instant is a text such as 2026-11-22T15:04:05Z")
    return value


# A phone that lost its clock tells of 1970: its positions are kept and flagged, or they would hold up all others.
Instant = Annotated[ClockTime, BeforeValidator(_written_instant)]


class FixIn(Form):
    """One position. What cannot be true (0/0, out of range, another century) is kept and counted as flagged."""

    id: Identifier
    at: Instant
    lat: Number
    lon: Number
    accuracy_m: Number | None = None
    source: Literal["web"] = "web"
    trigger: Literal["", "talk"] = ""


class FixesIn(Form):
    fixes: Annotated[list[FixIn], Field(max_length=MOST_AT_ONCE)]


class FixesOut(Answer):
    kept: int
    flagged: int


@blueprint.post("/fixes")
@blueprint.input(FixesIn, arg_name="sent")
@blueprint.output(FixesOut)
@allow(*EVERYBODY)
def take(sent: FixesIn) -> FixesOut:
    """Take positions; sending them again changes nothing and gives the same answer."""
    device_of(identity())
    readings = [
        Reading(fix.at, float(fix.lat), float(fix.lon), fix.accuracy_m, fix.source, fix.trigger) for fix in sent.fixes
    ]
    with database().session() as session:
        saved = record_fixes(session, installation().company_map, identity(), readings, now())
        session.commit()
    return FixesOut(kept=saved.kept, flagged=saved.flagged)

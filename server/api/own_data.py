"""What a person's phone sent, for that person's own eyes: counts of each day, and the trail where one is kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from pydantic import Field

from models.base import now
from server.api.forms import Answer, Form
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation, settings
from server.services.people.privacy_notice import privacy_lines
from server.services.positions.location_choice import read_choice
from server.services.positions.own_trail import own_trail
from server.services.positions.what_left import what_left

blueprint = APIBlueprint("own_data", __name__, tag="Where I am")


class SourceDayOut(Answer):
    """Counts of one door; `name` says in words what kind of data they are."""

    source: str
    name: str
    received: int
    refused: int
    flagged: int
    discarded: int
    last_received_at: datetime


class DayLeftOut(Answer):
    on: date
    sources: list[SourceDayOut]
    positions_held: int
    visits: int
    recordings: int
    spoken_s: float


class WhatLeftOut(Answer):
    days: list[DayLeftOut]


class PrivacyLineOut(Answer):
    what: str
    detail: str
    seen_by: str
    kept_for: str


class PrivacyOut(Answer):
    made_at: datetime
    lines: list[PrivacyLineOut]


class HowManyDays(Form):
    days: Annotated[int, Field(ge=1, le=92)] = 14


class SpotOut(Answer):
    at: datetime
    lat: float
    lon: float
    accuracy_m: float | None


class TrailOut(Answer):
    """`is_kept` is false unless the person chose to keep a trail; then there are no positions."""

    on: date
    is_kept: bool
    positions: list[SpotOut]


class TrailDay(Form):
    on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))] | None = None


@blueprint.get("/what-left")
@blueprint.input(HowManyDays, location="query", arg_name="asked")
@blueprint.output(WhatLeftOut)
@allow(*EVERYBODY)
def show_what_left(asked: HowManyDays) -> WhatLeftOut:
    """Count what one's own phone sent on each day, newest first, what is held and what was thrown away."""
    zone = ZoneInfo(settings().time_zone)
    with database().reading() as session:
        days = what_left(session, identity().staff_id, now().astimezone(zone).date(), asked.days, zone)
    return WhatLeftOut(days=[DayLeftOut.model_validate(day) for day in days])


@blueprint.get("/trail")
@blueprint.input(TrailDay, location="query", arg_name="day")
@blueprint.output(TrailOut)
@allow(*EVERYBODY)
def show_trail(day: TrailDay) -> TrailOut:
    """Read one's own trail of a day; without a date of today. Nobody can ask for another person's."""
    zone = ZoneInfo(settings().time_zone)
    on = day.on or now().astimezone(zone).date()
    start = datetime.combine(on, time(), zone)
    with database().reading() as session:
        spots = own_trail(session, identity(), start, datetime.combine(on + timedelta(days=1), time(), zone))
    return TrailOut(on=on, is_kept=spots is not None, positions=[SpotOut.model_validate(spot) for spot in spots or ()])


@blueprint.get("/privacy")
@blueprint.output(PrivacyOut)
@allow(*EVERYBODY)
def show_privacy() -> PrivacyOut:
    """Say what is kept of whoever asks, who sees it and for how long; the page /privacy shows the same to print."""
    with database().reading() as session:
        read = read_choice(session, installation().company_map, identity().staff_id, now())
    lines = [PrivacyLineOut.model_validate(line) for line in privacy_lines(read, settings())]
    return PrivacyOut(made_at=now(), lines=lines)

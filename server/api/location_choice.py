"""What a person lets be known about where they are: mode, hours, pauses, own places."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from pydantic import ConfigDict, Field, field_validator

from models.base import now
from models.location_choice import LocationMode
from models.working_hours import hours_from_rules
from server.api.forms import Answer, ClockTime, Form, Number
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound
from server.services.positions.location_choice import (
    ChoiceReading,
    choose,
    give_pause,
    give_place,
    read_choice,
    take_place_away,
)
from server.services.positions.position_discard import discard_due, discard_in_pause, terms_of

blueprint = APIBlueprint("location_choice", __name__, tag="Where I am")

Mode = Literal["none", "visits", "trail"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ClockText = Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples=["07:30"])]
MOST_SHIFTS = 21


class ShiftIn(Form):
    """Hours on some days of the week, on the company's clock; an end before the beginning is past midnight."""

    model_config = ConfigDict(populate_by_name=True)

    days: Annotated[list[Day], Field(min_length=1, max_length=7)]
    from_: Annotated[ClockText, Field(alias="from")]
    to: ClockText


class ShiftOut(Answer):
    model_config = ConfigDict(populate_by_name=True)

    days: list[Day]
    from_: Annotated[str, Field(alias="from")]
    to: str


class LocationChoiceIn(Form):
    mode: Mode
    hours: Annotated[list[ShiftIn], Field(min_length=1, max_length=MOST_SHIFTS)] | None = None

    @field_validator("hours")
    @classmethod
    def _hold_time(cls, hours: list[ShiftIn] | None) -> list[ShiftIn] | None:
        if hours is not None:
            hours_from_rules(_rules(hours) or [])
        return hours


class PauseOut(Answer):
    id: str
    began_at: datetime
    until: datetime | None


class OwnPlaceOut(Answer):
    id: str
    kind: Literal["home", "office"]
    lat: float
    lon: float


class LocationChoiceOut(Answer):
    """`hours` null means the company's; `why_not` says in words why no position is taken at this moment."""

    mode: Mode
    hours: list[ShiftOut] | None
    company_hours: list[ShiftOut]
    pause: PauseOut | None
    is_taking: bool
    why_not: str | None
    places: list[OwnPlaceOut]


class PauseIn(Form):
    began_at: ClockTime
    until: ClockTime | None = None
    ended_at: ClockTime | None = None


class OwnPlaceIn(Form):
    kind: Literal["home", "office"]
    lat: Annotated[Number, Field(ge=-90, le=90)]
    lon: Annotated[Number, Field(ge=-180, le=180)]


@blueprint.get("/location-choice")
@blueprint.output(LocationChoiceOut)
@allow(*EVERYBODY)
def show() -> LocationChoiceOut:
    """Read one's own choice, and whether positions are taken at this moment."""
    return _answer()


@blueprint.put("/location-choice")
@blueprint.input(LocationChoiceIn, arg_name="said")
@blueprint.output(LocationChoiceOut)
@allow(*EVERYBODY)
def change(said: LocationChoiceIn) -> LocationChoiceOut:
    """Choose the mode and the hours; what the new mode does not keep is thrown away at once."""
    at, company_map, terms = now(), installation().company_map, terms_of(settings())
    with database().session() as session:
        choose(session, identity(), LocationMode(said.mode), _rules(said.hours))
        gone = discard_due(session, company_map, identity().staff_id, at, terms, match_first=False)
        session.commit()
    _overwrite(gone)
    return _answer()


@blueprint.put("/pauses/<pause_id>")
@blueprint.input(PauseIn, arg_name="said")
@blueprint.output(LocationChoiceOut)
@allow(*EVERYBODY)
def pause(pause_id: str, said: PauseIn) -> LocationChoiceOut:
    """Begin, change or end a pause, also one of long ago: positions in it are thrown away."""
    at, company_map = now(), installation().company_map
    company_map.current(at)  # whatever takes long is read before the transaction begins
    with database().session() as session:
        ends_at = said.ended_at or said.until
        given = give_pause(session, _tidy_id(pause_id), identity(), said.began_at, ends_at, at)
        gone = discard_in_pause(session, company_map, identity().staff_id, given.began_at, given.ended_at, at)
        session.commit()
    _overwrite(gone)
    return _answer()


@blueprint.put("/own-places/<place_id>")
@blueprint.input(OwnPlaceIn, arg_name="said")
@blueprint.output(OwnPlaceOut)
@allow(*EVERYBODY)
def give_own_place(place_id: str, said: OwnPlaceIn) -> OwnPlaceOut:
    """Say where home or office is, so that no stop there is taken for a visit."""
    with database().session() as session:
        place = give_place(session, _tidy_id(place_id), identity(), said.kind, float(said.lat), float(said.lon))
        session.commit()
        return OwnPlaceOut.model_validate(place)


@blueprint.delete("/own-places/<place_id>")
@blueprint.output({}, status_code=204)
@allow(*EVERYBODY)
def remove_own_place(place_id: str) -> str:
    """Delete a place of one's own; deleting it again is harmless."""
    with database().session() as session:
        take_place_away(session, _tidy_id(place_id), identity())
        session.commit()
    return ""


def _overwrite(gone: int) -> None:
    if gone:
        database().overwrite_deleted()  # where somebody reads just now the worker does it minutes later


def _tidy_id(written: str) -> str:
    try:
        return str(uuid.UUID(written))
    except ValueError as error:
        raise NotFound("The id of a pause or a place is a UUID made on the phone.") from error


def _rules(hours: list[ShiftIn] | None) -> list[dict[str, Any]] | None:
    return None if hours is None else [shift.model_dump(by_alias=True) for shift in hours]


def _answer() -> LocationChoiceOut:
    with database().reading() as session:
        return _out(read_choice(session, installation().company_map, identity().staff_id, now()))


def _out(read: ChoiceReading) -> LocationChoiceOut:
    paused = read.pause
    return LocationChoiceOut.model_validate(
        {
            "mode": read.mode.value,
            "hours": read.own_hours.as_rules() if read.own_hours else None,
            "company_hours": read.company_hours.as_rules(),
            "pause": PauseOut(id=paused.id, began_at=paused.began_at, until=paused.ended_at) if paused else None,
            "is_taking": read.refusal is None,
            "why_not": read.why_not,
            "places": [OwnPlaceOut.model_validate(place) for place in read.places],
        }
    )

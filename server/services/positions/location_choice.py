"""A person's own word on positions: mode, hours, pauses and own places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.base import now
from models.location_choice import LocationChoice, LocationMode, OwnPlace, PositionPause
from models.working_hours import WorkingHours, hours_from_rules
from server.current import Identity
from server.errors import Forbidden
from server.services.positions.position_gate import Refusal, allowance_of
from server.services.visits.company_map import CompanyMap
from server.services.visits.visit_logging import hold_rep


@dataclass(frozen=True, slots=True)
class ChoiceReading:
    """What a person chose, and whether positions are taken at this moment; `own_hours` None means the company's."""

    mode: LocationMode
    own_hours: WorkingHours | None
    company_hours: WorkingHours
    pause: PositionPause | None
    refusal: Refusal | None
    places: tuple[OwnPlace, ...]

    @property
    def hours(self) -> WorkingHours:
        return self.own_hours or self.company_hours

    @property
    def why_not(self) -> str | None:
        """Say in words why no position is taken now; None when positions are taken."""
        if self.refusal == Refusal.OFF:
            return "You chose that no position is taken."
        if self.refusal == Refusal.PAUSED:
            return "You paused positions."
        if self.refusal == Refusal.OUTSIDE_HOURS:
            return f"Outside your hours ({self.hours.in_words()})."
        return None


def read_choice(session: Session, company_map: CompanyMap, staff_id: str, at: datetime) -> ChoiceReading:
    """Read one person's choice as it stands at an instant."""
    choice = session.get(LocationChoice, staff_id)
    places = select(OwnPlace).where(OwnPlace.staff_id == staff_id).order_by(OwnPlace.created_at, OwnPlace.id)
    return ChoiceReading(
        mode=LocationMode(choice.mode) if choice else LocationMode.VISITS,
        own_hours=hours_from_rules(choice.hours) if choice and choice.hours else None,
        company_hours=company_map.working_hours,
        pause=_pause_at(session, staff_id, at),
        refusal=allowance_of(session, company_map, staff_id, at, at).refusal(at),
        places=tuple(session.scalars(places)),
    )


def _pause_at(session: Session, staff_id: str, at: datetime) -> PositionPause | None:
    covers = (PositionPause.began_at <= at) & or_(PositionPause.ended_at.is_(None), PositionPause.ended_at > at)
    query = select(PositionPause).where(PositionPause.staff_id == staff_id, covers)
    return session.scalars(query.order_by(PositionPause.began_at.desc())).first()


def choose(session: Session, by: Identity, mode: LocationMode, rules: Sequence[dict[str, Any]] | None) -> None:
    """Write down a person's mode and hours; the caller commits."""
    hold_rep(session, by.staff_id)
    choice = session.get(LocationChoice, by.staff_id, populate_existing=True)
    if choice is None:
        choice = LocationChoice(staff_id=by.staff_id)
        session.add(choice)
    choice.mode, choice.changed_at = mode, now()
    choice.hours = hours_from_rules(rules).as_rules() if rules is not None else None
    session.flush()


def give_pause(
    session: Session,
    pause_id: str,
    by: Identity,
    began_at: datetime,
    ends_at: datetime | None,
    received_at: datetime,
) -> PositionPause:
    """Begin, change or end a pause, also long after it was; the caller commits.

    A clock ahead of the server's moves the beginning to now, and a pause that ends before it begins lasts from
    the one to the other: what is in doubt is not kept.
    """
    hold_rep(session, by.staff_id)
    pause = session.get(PositionPause, pause_id, populate_existing=True)
    if pause is not None and pause.staff_id != by.staff_id:
        raise Forbidden("This pause belongs to somebody else.", code="not-yours")
    began_at = min(began_at, received_at)
    if ends_at is not None:
        began_at, ends_at = min(began_at, ends_at), max(began_at, ends_at)
    if pause is None:
        pause = PositionPause(id=pause_id, staff_id=by.staff_id, began_at=began_at)
        session.add(pause)
    pause.began_at, pause.ended_at = min(pause.began_at, began_at), ends_at
    session.flush()
    return pause


def give_place(session: Session, place_id: str, by: Identity, kind: str, lat: float, lon: float) -> OwnPlace:
    """Write down a place of a person's own; the caller commits."""
    place = session.get(OwnPlace, place_id)
    if place is None:
        place = OwnPlace(id=place_id, staff_id=by.staff_id)
        session.add(place)
    elif place.staff_id != by.staff_id:
        raise Forbidden("This place belongs to somebody else.", code="not-yours")
    place.kind, place.lat, place.lon = kind, lat, lon
    session.flush()
    return place


def take_place_away(session: Session, place_id: str, by: Identity) -> None:
    """Delete a place of a person's own; one that is gone already is no error. The caller commits."""
    place = session.get(OwnPlace, place_id)
    if place is None:
        return
    if place.staff_id != by.staff_id:
        raise Forbidden("This place belongs to somebody else.", code="not-yours")
    session.delete(place)

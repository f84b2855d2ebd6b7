"""Decides for each position, by its own time, whether the person lets it be stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.fix import Fix
from models.location_choice import LocationChoice, LocationMode, PositionPause
from models.working_hours import WorkingHours, hours_from_rules
from server.services.visits.company_map import CompanyMap
from visits.cleaning import ANCIENT_S, SILENCE_S, YEAR_2000_S, clock_offset_s
from visits.types import Fix as Position

CLEARLY_LIVE_S = (-2.0, 60.0)  # the youngest of a batch is this old: its phone's clock needs no healing
FARTHEST_AHEAD_S = 86_400.0
MOST_REMEMBERED = 2000


class Refusal(StrEnum):
    """Why a position is not taken."""

    OFF = "off"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside-hours"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one person lets be stored: mode, hours on the company's clock, and pauses as (began, ended or None)."""

    mode: LocationMode
    hours: WorkingHours
    zone: ZoneInfo
    pauses: tuple[tuple[datetime, datetime | None], ...]

    def refusal(self, at: datetime) -> Refusal | None:
        """Return why a position of this instant is not taken, or None when it is."""
        if self.mode == LocationMode.NONE:
            return Refusal.OFF
        if any(began_at <= at and (ended_at is None or at < ended_at) for began_at, ended_at in self.pauses):
            return Refusal.PAUSED
        return None if self.hours.include(at, self.zone) else Refusal.OUTSIDE_HOURS


def allowance_of(
    session: Session, company_map: CompanyMap, staff_id: str, since: datetime, until: datetime
) -> Allowance:
    """Read what a person lets be stored between two instants."""
    choice = session.get(LocationChoice, staff_id, populate_existing=True)
    pauses = select(PositionPause.began_at, PositionPause.ended_at).where(
        PositionPause.staff_id == staff_id,
        PositionPause.began_at <= until,
        or_(PositionPause.ended_at.is_(None), PositionPause.ended_at > since),
    )
    return Allowance(
        mode=LocationMode(choice.mode) if choice else LocationMode.VISITS,
        hours=hours_from_rules(choice.hours) if choice and choice.hours else company_map.working_hours,
        zone=company_map.zone,
        pauses=tuple((began_at, ended_at) for began_at, ended_at in session.execute(pauses)),
    )


def refusals(
    session: Session,
    company_map: CompanyMap,
    staff_id: str,
    device_id: str | None,
    instants: Sequence[datetime],
    received_at: datetime,
) -> list[Refusal | None]:
    """Judge instants that one phone's clock gave and that came in together, each in its place."""
    if not instants:
        return []
    true = true_instants(session, device_id, instants, received_at)
    allowance = allowance_of(session, company_map, staff_id, min(true), max(true))
    return [allowance.refusal(at) for at in true]


def true_instants(
    session: Session, device_id: str | None, instants: Sequence[datetime], received_at: datetime
) -> list[datetime]:
    """Return when positions were really taken, as far as that can be known.

    1. A clock that is years behind or a day ahead says nothing: the time of receipt counts.
    2. A clock that runs wrong by hours is set right as the engine does, with what the phone sent before.
    3. Nothing is taken after it was received.
    """
    is_absurd = [_is_absurd(at, received_at) for at in instants]
    sound = [at for at, absurd in zip(instants, is_absurd, strict=True) if not absurd]
    offset = _clock_offset(session, device_id, sound, received_at)
    return [
        received_at if absurd else min(at + offset, received_at) for at, absurd in zip(instants, is_absurd, strict=True)
    ]


def _is_absurd(at: datetime, received_at: datetime) -> bool:
    delay_s = (received_at - at).total_seconds()
    return not -FARTHEST_AHEAD_S <= delay_s <= ANCIENT_S or at.timestamp() < YEAR_2000_S


def _clock_offset(
    session: Session, device_id: str | None, instants: Sequence[datetime], received_at: datetime
) -> timedelta:
    if not instants:
        return timedelta()
    youngest_s = (received_at - max(instants)).total_seconds()
    if CLEARLY_LIVE_S[0] <= youngest_s <= CLEARLY_LIVE_S[1]:
        return timedelta()
    sent = [(at, received_at) for at in instants]
    if device_id is not None:
        sent += _sent_before(session, device_id, min(instants), max(instants))
    return timedelta(seconds=clock_offset_s([_timed(at, received) for at, received in sent]))


def _sent_before(session: Session, device_id: str, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    silence = timedelta(seconds=SILENCE_S)
    query = select(Fix.at, Fix.received_at).where(
        Fix.device_id == device_id, Fix.at > since - silence, Fix.at < until + silence, Fix.flaw.is_(None)
    )
    newest = query.order_by(Fix.at.desc()).limit(MOST_REMEMBERED)
    return [(at, received_at) for at, received_at in session.execute(newest)]


def _timed(at: datetime, received_at: datetime) -> Position:
    return Position("", at.timestamp(), 0.0, 0.0, None, received_at.timestamp())

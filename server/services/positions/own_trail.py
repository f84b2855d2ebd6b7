"""A person's own trail of a day, for that person alone: nothing else in this house reads positions for showing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fix import Fix
from models.location_choice import LocationChoice, LocationMode
from server.current import Identity


@dataclass(frozen=True, slots=True)
class Spot:
    """One position of one's own."""

    at: datetime
    lat: float
    lon: float
    accuracy_m: float | None


def own_trail(session: Session, by: Identity, start: datetime, end: datetime) -> list[Spot] | None:
    """Return the usable positions of whoever asks, in order; None unless that person chose to keep a trail."""
    choice = session.get(LocationChoice, by.staff_id)
    if choice is None or choice.mode != LocationMode.TRAIL:
        return None
    query = select(Fix.at, Fix.lat, Fix.lon, Fix.accuracy_m).where(
        Fix.staff_id == by.staff_id, Fix.at >= start, Fix.at < end, Fix.flaw.is_(None)
    )
    return [Spot(*row) for row in session.execute(query.order_by(Fix.at, Fix.id))]

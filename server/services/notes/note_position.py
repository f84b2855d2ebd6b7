"""The position at the talk button: it obeys the same choice as every other; the note itself is always kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.recording import Recording
from server.current import Identity
from server.services.positions.position_count import count_positions
from server.services.positions.position_gate import refusals
from server.services.visits.company_map import CompanyMap

SOURCE = "note"

LatLon = tuple[float, float]


def allowed_position(
    session: Session,
    company_map: CompanyMap,
    by: Identity,
    recording_id: str,
    position: LatLon | None,
    at: datetime,
    received_at: datetime,
) -> LatLon | None:
    """Return the position of a note as far as the person lets it be stored, and count it the first time."""
    if position is None:
        return None
    (refusal,) = refusals(session, company_map, by.staff_id, by.device_id, [at], received_at)
    if session.get(Recording, recording_id) is None:
        numbers = {"received": 1, "refused": int(refusal is not None)}
        count_positions(session, by.staff_id, SOURCE, received_at, company_map.zone, **numbers)
    return None if refusal else position

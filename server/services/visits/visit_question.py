"""At most one question a day: the visit whose answer is worth most; the others stay "probably"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.visit import Origin, Visit
from server.services.visits.visit_certainty import SURE_FROM
from server.services.visits.visit_reading import VisitReading

HALF_AS_FRESH_AFTER_S = 4 * 3600.0
NOTE_COUNTS = 1.5


def ask_at_most_one(
    session: Session, staff_id: str, visits: Sequence[VisitReading], today: tuple[datetime, datetime], at: datetime
) -> list[VisitReading]:
    """Leave the question on one visit at most, and on none once the rep has answered one today."""
    asked = [visit for visit in visits if visit.is_question]
    if asked and has_answered(session, staff_id, today):
        asked = []
    chosen = max(asked, key=lambda visit: (worth(visit, at), visit.id), default=None)
    return [visit if visit is chosen else replace(visit, is_question=False) for visit in visits]


def worth(visit: VisitReading, at: datetime) -> float:
    """Say how much an answer tells: most where it is a toss-up, fresh in memory, and a note hangs on it."""
    ended_at = visit.left_at or at
    age_s = max((at - ended_at).total_seconds(), 0.0)
    unsure = 4.0 * visit.probability * (1.0 - visit.probability)
    freshness: float = 0.5 ** (age_s / HALF_AS_FRESH_AFTER_S)
    return unsure * freshness * (NOTE_COUNTS if visit.recording_ids else 1.0)


def has_answered(session: Session, staff_id: str, today: tuple[datetime, datetime]) -> bool:
    """Tell whether the rep has had a word today on a visit of which the engine was not sure."""
    answered = select(Visit.id).where(
        Visit.staff_id == staff_id,
        Visit.decided_by_id == staff_id,
        Visit.decided_at >= today[0],
        Visit.decided_at < today[1],
        Visit.origin == Origin.ENGINE,
        Visit.probability < SURE_FROM,
    )
    return session.scalar(answered.limit(1)) is not None

"""Reads visits as people and phones are shown them, with a flat number of queries for a whole list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.recording import Recording
from models.visit import Origin, Visit, is_shown
from server.services.visits.visit_certainty import Certainty, certainty_of
from server.services.visits.visit_stops import is_stop

OPEN_LASTS = timedelta(hours=4)
LONGEST_VISIT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Named:
    """A customer by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another customer that a stop may have been at."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class VisitReading:
    """A visit ready to be shown; `left_at` is None while the rep is there.

    `is_question` asks the rep where it was; `is_stop` is a longer stop at no known customer, for the rep's eyes only.
    """

    id: str
    staff_id: str
    customer: Named | None
    arrived_at: datetime
    left_at: datetime | None
    state: Literal["open", "closed"]
    certainty: Certainty
    is_question: bool
    probability: float
    reasons: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    recording_ids: tuple[str, ...]
    origin: Origin
    flag: str | None
    is_stop: bool


def visits_on(session: Session, staff_id: str, start: datetime, end: datetime) -> list[VisitReading]:
    """Read a rep's visits that touch a stretch of time, such as a day, in order of arrival."""
    query = select(Visit).where(
        Visit.staff_id == staff_id,
        Visit.arrived_at > start - LONGEST_VISIT,
        Visit.arrived_at < end,
        Visit.left_at >= start,
        is_shown(),
    )
    return read_visits(session, session.scalars(query.order_by(Visit.arrived_at, Visit.id)).all())


def read_visits(session: Session, visits: Sequence[Visit]) -> list[VisitReading]:
    """Read visits in the given order, with customers' names and recordings."""
    names = _names(session, visits)
    recordings = _recordings(session, visits)
    return [_reading(visit, names, recordings[visit.id]) for visit in visits]


def _names(session: Session, visits: Sequence[Visit]) -> dict[str, str]:
    ids = {visit.customer_id for visit in visits if visit.customer_id}
    ids |= {other["customer_id"] for visit in visits for other in visit.alternatives}
    if not ids:
        return {}
    return dict(session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(ids))).all())


def _recordings(session: Session, visits: Sequence[Visit]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if visits:
        of_visits = Recording.visit_id.in_([visit.id for visit in visits])
        query = select(Recording.visit_id, Recording.id).where(of_visits).order_by(Recording.started_at, Recording.id)
        for visit_id, recording_id in session.execute(query):
            found[str(visit_id)].append(recording_id)
    return found


def _reading(visit: Visit, names: dict[str, str], recording_ids: Sequence[str]) -> VisitReading:
    is_open = visit.is_open and now() - visit.left_at < OPEN_LASTS
    customer_id = visit.customer_id
    return VisitReading(
        id=visit.id,
        staff_id=visit.staff_id,
        customer=Named(customer_id, names[customer_id]) if customer_id in names and customer_id else None,
        arrived_at=visit.arrived_at,
        left_at=None if is_open else visit.left_at,
        state="open" if is_open else "closed",
        certainty=certainty_of(visit),
        is_question=visit.is_question and visit.decision is None,
        probability=visit.probability,
        reasons=tuple(visit.reasons),
        alternatives=tuple(
            Alternative(other["customer_id"], names[other["customer_id"]], other["probability"])
            for other in visit.alternatives
            if other["customer_id"] in names  # a customer may be gone by now
        ),
        recording_ids=tuple(recording_ids),
        origin=Origin(visit.origin),
        flag=visit.flag,
        is_stop=is_stop(visit),
    )

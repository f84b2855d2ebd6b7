"""Notices that an app which reports by itself has fallen silent in somebody's working time: for that person only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.location_choice import LocationMode, PositionTally
from models.position_source import PositionApp, PositionSource
from server.services.positions.location_apps import LOCATION_APPS
from server.services.positions.position_gate import Allowance, allowance_of
from server.services.visits.company_map import CompanyMap

STEP = timedelta(minutes=5)
LOOKED_BACK = timedelta(days=15)
LEAST_DAYS = 2  # what reported on one day only has no habit yet
SHORTEST_SILENCE = timedelta(hours=3)
TIMES_ITS_RHYTHM = 6


@dataclass(frozen=True, slots=True)
class Habit:
    """How an app reported on earlier days: on how many of them, and how many positions in all."""

    days: int
    positions: int


def silent_apps(
    session: Session, company_map: CompanyMap, staff_id: str, sources: Sequence[PositionSource], at: datetime
) -> set[PositionApp]:
    """Return which of a phone's apps have been silent for unusually long at an instant.

    1. Only apps that report by themselves, and that did so on two earlier days of the last fortnight at least.
    2. Only while the person lets positions be taken: never outside hours, in a pause, or in the mode none.
    3. Silent means that nothing came for three hours of today's working time, and for six times as long as this
       app takes from one position to the next on such days.
    """
    watched = [one for one in sources if LOCATION_APPS[PositionApp(one.app)].reports_by_itself]
    if not watched:
        return set()
    midnight = at.astimezone(company_map.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    allowance = allowance_of(session, company_map, staff_id, midnight, at)
    if allowance.mode == LocationMode.NONE or allowance.refusal(at) is not None:
        return set()
    habits = _habits(session, staff_id, midnight)
    day = _working_time(allowance, midnight, midnight + timedelta(days=1))
    return {
        PositionApp(one.app)
        for one in watched
        if (habit := habits.get(one.app)) is not None
        and _working_time(allowance, max(midnight, one.last_received_at or one.created_at), at) >= _patience(habit, day)
    }


def _habits(session: Session, staff_id: str, midnight: datetime) -> Mapping[str, Habit]:
    today = midnight.date()
    query = select(PositionTally.source, PositionTally.received).where(
        PositionTally.staff_id == staff_id,
        PositionTally.counted_on < today,
        PositionTally.counted_on >= today - LOOKED_BACK,
        PositionTally.received > PositionTally.refused,
    )
    return _habits_of((source, received) for source, received in session.execute(query))


def _habits_of(days: Iterable[tuple[str, int]]) -> dict[str, Habit]:
    habits: dict[str, Habit] = {}
    for source, received in days:
        before = habits.get(source, Habit(0, 0))
        habits[source] = Habit(before.days + 1, before.positions + received)
    return {source: habit for source, habit in habits.items() if habit.days >= LEAST_DAYS}


def _patience(habit: Habit, working_day: timedelta) -> timedelta:
    """Return how long a silence is usual: the fewer positions an app sends a day, the longer."""
    return max(SHORTEST_SILENCE, TIMES_ITS_RHYTHM * working_day * habit.days / max(habit.positions, 1))


def _working_time(allowance: Allowance, start: datetime, end: datetime) -> timedelta:
    """Add up how much of a stretch of time positions are taken in, in steps of five minutes."""
    steps = max(int((end - start) / STEP), 0)
    return STEP * sum(allowance.refusal(start + STEP * step) is None for step in range(steps))

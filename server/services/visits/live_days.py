"""Remembers, in this process only, how far each rep's day has been looked at, so that a new fix costs little."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.fix import Fix
from server.services.positions.phone_clocks import Shifts
from visits.live import WORST_CLOCK_S, Checkpoint
from visits.types import Company

MOST_REPS = 200
BEFORE_S = 4 * 3600.0 + WORST_CLOCK_S


@dataclass(frozen=True, slots=True)
class LiveDay:
    """One rep's day up to the last firm cut, with what tells whether the fixes behind it are still the same ones.

    `company_at` is the instant whose company was asked; `counted` fixes lay before the cut when it was read.
    """

    checkpoint: Checkpoint
    company_at: datetime
    counted: int
    received_at: datetime
    shifts: Shifts

    @property
    def start(self) -> datetime:
        return datetime.fromtimestamp(self.checkpoint.start_s, UTC)

    @property
    def load_from(self) -> datetime:
        return datetime.fromtimestamp(self.checkpoint.load_from_s, UTC)

    def still_holds(
        self, session: Session, company: Company, staff_id: str, first_fresh_at: datetime, shifts: Shifts
    ) -> bool:
        """Tell whether nothing came, went or became known that changes what lies before the cut.

        Another process may have saved or discarded fixes: their count in the database is asked each time.
        """
        return (
            company is self.checkpoint.company
            and shifts == self.shifts
            and first_fresh_at.timestamp() >= self.checkpoint.settled_until_s
            and self.counted == _count(session, staff_id, self.checkpoint, self.shifts)
        )


def read_day(
    session: Session,
    staff_id: str,
    checkpoint: Checkpoint,
    company_at: datetime,
    received_at: datetime,
    shifts: Shifts,
) -> LiveDay:
    """Note down with a checkpoint how many fixes it stands on."""
    counted = _count(session, staff_id, checkpoint, shifts)
    return LiveDay(checkpoint, company_at, counted, received_at, shifts)


def _count(session: Session, staff_id: str, checkpoint: Checkpoint, shifts: Shifts) -> int:
    """Count from the index alone; a fix up to a silence before the stretch would lengthen it."""
    start = datetime.fromtimestamp(checkpoint.start_s - BEFORE_S, UTC)
    end = datetime.fromtimestamp(checkpoint.load_from_s, UTC)
    query = select(func.count()).where(Fix.staff_id == staff_id)
    counted = session.scalar(query.where(Fix.at >= start, Fix.at < end)) or 0
    for device_id, shift in shifts.items():
        own = query.where(Fix.device_id == device_id, Fix.at >= start - shift, Fix.at < end - shift)
        counted += session.scalar(own) or 0
    return counted


class LiveDays:
    """The days of the reps heard of last; losing one costs a look at the whole day, nothing else."""

    def __init__(self, most: int = MOST_REPS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._days: OrderedDict[str, LiveDay] = OrderedDict()

    def of(self, staff_id: str) -> LiveDay | None:
        with self._lock:
            return self._days.get(staff_id)

    def keep(self, staff_id: str, day: LiveDay | None) -> None:
        """Remember a rep's day, or forget it; the reps not heard of for longest are forgotten."""
        with self._lock:
            self._days.pop(staff_id, None)
            if day is not None:
                self._days[staff_id] = day
            while len(self._days) > self._most:
                self._days.popitem(last=False)

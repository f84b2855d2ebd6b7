"""Reads which positions of a person are held, their clocks set right, and cuts them as the visit engine does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fix import Fix
from visits.cleaning import SILENCE_S, clock_offset_s, stretches
from visits.types import Fix as Position


@dataclass(frozen=True, slots=True)
class Held:
    """One stored position without its place; `at` is the true time as far as it can be known."""

    id: str
    device_id: str
    at: datetime
    received_at: datetime
    source: str
    lon: float


@dataclass(frozen=True, slots=True)
class HeldStretch:
    """Positions that the engine looks at together: nothing before or after them matters to their visits."""

    held: tuple[Held, ...]
    is_followed: bool  # by a later stretch, so that it cannot grow at its end

    @property
    def start(self) -> datetime:
        return self.held[0].at

    @property
    def end(self) -> datetime:
        return self.held[-1].at

    @property
    def received_at(self) -> datetime:
        """When the newest of them came in."""
        return max(one.received_at for one in self.held)


def held_positions(session: Session, staff_id: str, until: datetime | None = None) -> list[Held]:
    """Read a person's usable positions, in order of their true time; `until` bounds what their phones' clocks said."""
    query = select(Fix.id, Fix.device_id, Fix.at, Fix.received_at, Fix.source, Fix.lon).where(
        Fix.staff_id == staff_id, Fix.flaw.is_(None)
    )
    if until is not None:
        query = query.where(Fix.at <= until)
    devices: dict[str, list[Held]] = defaultdict(list)
    for row in session.execute(query.order_by(Fix.at)):
        devices[row.device_id].append(Held(*row))
    healed = (one for held in devices.values() for run in _runs(held) for one in _healed(run))
    return sorted(healed, key=attrgetter("at", "id"))


def cut_into_stretches(held: Sequence[Held]) -> list[HeldStretch]:
    """Cut at long silences and at three at night, as the engine does."""
    cut = stretches([_timed(one) for one in held])
    found, begin = [], 0
    for number, stretch in enumerate(cut):
        end = begin + len(stretch)
        found.append(HeldStretch(tuple(held[begin:end]), number + 1 < len(cut)))
        begin = end
    return found


def _runs(held: Iterable[Held]) -> list[list[Held]]:
    runs: list[list[Held]] = []
    for one in held:
        if not runs or (one.at - runs[-1][-1].at).total_seconds() >= SILENCE_S:
            runs.append([])
        runs[-1].append(one)
    return runs


def _healed(run: Sequence[Held]) -> Sequence[Held]:
    offset_s = clock_offset_s([_timed(one) for one in run])
    return [replace(one, at=one.at + timedelta(seconds=offset_s)) for one in run] if offset_s else run


def _timed(one: Held) -> Position:
    return Position("", one.at.timestamp(), 0.0, one.lon, None, one.received_at.astimezone(UTC).timestamp())

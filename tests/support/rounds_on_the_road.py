"""A rep's made-up morning: drives and stays as positions, so that tests say only where and when somebody was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from server.services.positions.position_intake import Reading

LatLon = tuple[float, float]
TUESDAY_9_AM = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
BELLAVISTA: LatLon = (41.8800, -87.6500)
MARCHETTI: LatLon = (41.9000, -87.6600)
DEPOT: LatLon = (41.8600, -87.6200)
EVERY_S = 30
SPEED_MPS = 11.0


@dataclass(frozen=True)
class Morning:
    """Positions from the depot by customers and on, one each half minute."""

    readings: tuple[Reading, ...]

    def until(self, at: datetime) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if reading.at <= at)

    @property
    def end(self) -> datetime:
        return self.readings[-1].at


def morning(
    *stays: tuple[LatLon, int], start: datetime = TUESDAY_9_AM, source: str = "owntracks", after: LatLon = DEPOT
) -> Morning:
    """Drive from the depot to each place, stay so many minutes there, and drive on."""
    readings: list[Reading] = []
    here, at = DEPOT, start
    for place, minutes in stays:
        at = _drive(readings, here, place, at, source)
        for _ in range(minutes * 60 // EVERY_S):
            readings.append(_reading(_wobble(place, len(readings)), at, source))
            at += timedelta(seconds=EVERY_S)
        here = place
    _drive(readings, here, after, at, source)
    return Morning(tuple(readings))


def _drive(readings: list[Reading], start: LatLon, end: LatLon, at: datetime, source: str) -> datetime:
    north, east = (end[0] - start[0]) * 111_195, (end[1] - start[1]) * 111_195 * math.cos(math.radians(start[0]))
    steps = max(int(math.hypot(north, east) / SPEED_MPS / EVERY_S), 1)
    for step in range(steps):
        share = step / steps
        place = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
        readings.append(_reading(place, at, source))
        at += timedelta(seconds=EVERY_S)
    return at


def _wobble(place: LatLon, number: int) -> LatLon:
    """Move some metres as positions indoors do, the same way in every run."""
    return place[0] + 4e-5 * math.sin(number * 1.7), place[1] + 4e-5 * math.cos(number * 2.3)


def _reading(place: LatLon, at: datetime, source: str) -> Reading:
    return Reading(at, round(place[0], 6), round(place[1], 6), 9.0, source)


def in_batches(readings: Sequence[Reading], size: int = 20) -> list[Sequence[Reading]]:
    return [readings[start : start + size] for start in range(0, len(readings), size)]


def moved_in_time(readings: Sequence[Reading], by: timedelta) -> tuple[Reading, ...]:
    return tuple(replace(reading, at=reading.at + by) for reading in readings)

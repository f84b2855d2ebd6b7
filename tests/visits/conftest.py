"""Makers for the engine's tests: a small town, a rep's phone, and days built leg by leg."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from visits.types import Company, Fix, Place, Rep

MONDAY_NINE = 1_791_208_800.0  # 2026-10-05 09:00 in Chicago
NORTH_M = 111_194.9
EAST_M = NORTH_M * math.cos(math.radians(41.88))


def lat_lon(x: float, y: float) -> tuple[float, float]:
    """Turn metres east and north of the town's middle into degrees."""
    return 41.88 + y / NORTH_M, -87.63 + x / EAST_M


@dataclass
class Phone:
    """Drive, wait and walk with a phone that takes a fix every `step_s` seconds; positions err by a few metres."""

    step_s: float = 10.0
    rep: str = "anna"
    error_m: float = 6.0
    at_s: float = MONDAY_NINE
    x: float = -3000.0
    y: float = 0.0
    fixes: list[Fix] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def drive(self, x: float, y: float, speed_mps: float = 11.0) -> "Phone":
        """Go in a straight line."""
        return self._move(x, y, speed_mps, 5.0)

    def walk(self, x: float, y: float) -> "Phone":
        """Go on foot."""
        return self._move(x, y, 1.3, 5.0)

    def stay(self, minutes: float, inside: bool = True) -> "Phone":
        """Remain; inside a building the error is larger and the phone says so."""
        end = self.at_s + 60.0 * minutes
        while self.at_s < end:
            self._fix(18.0 if inside else 5.0)
            self.at_s += self.step_s
        return self

    def silent(self, minutes: float) -> "Phone":
        """Let time pass without a fix."""
        self.at_s += 60.0 * minutes
        return self

    def visit(self, x: float, y: float, minutes: float) -> "Phone":
        """Drive there, park 40 m off, walk in, stay, walk back."""
        self.drive(x + 40.0, y).stay(0.4, inside=False).walk(x, y).stay(minutes)
        return self.walk(x + 40.0, y).stay(0.3, inside=False)

    def _move(self, x: float, y: float, speed_mps: float, accuracy_m: float) -> "Phone":
        length = math.hypot(x - self.x, y - self.y)
        steps = max(1, round(length / (speed_mps * self.step_s)))
        from_x, from_y = self.x, self.y
        for k in range(1, steps + 1):
            self.x, self.y = from_x + (x - from_x) * k / steps, from_y + (y - from_y) * k / steps
            self.at_s += length / speed_mps / steps
            self._fix(accuracy_m)
        return self

    def _fix(self, accuracy_m: float) -> None:
        error = self.error_m * (2.0 if accuracy_m > 10.0 else 0.5)
        lat, lon = lat_lon(self.x + self.chance.gauss(0.0, error), self.y + self.chance.gauss(0.0, error))
        received = self.at_s + 1.0 + self.chance.random()
        self.fixes.append(Fix(self.rep, self.at_s, lat, lon, accuracy_m, received, "test"))


def place(customer: str, x: float, y: float, owner: str | None = "anna") -> Place:
    """Make a customer's site in metres from the town's middle."""
    return Place(customer, customer.title(), *lat_lon(x, y), owner, 8.0, 20.0)


@pytest.fixture
def town() -> Company:
    """Give three customers a drive apart, two of them with a neighbour, and where Anna lives."""
    return Company(
        places=(
            place("bakery", 0.0, 0.0),
            place("cafe", 2000.0, 500.0),
            place("bistro", 2110.0, 500.0),
            place("school", 4000.0, -1500.0),
        ),
        reps=(Rep("anna", lat_lon(-3000.0, 0.0), None),),
    )


@pytest.fixture
def phone() -> Callable[..., Phone]:
    """Give the maker of phones."""
    return Phone


@pytest.fixture
def at() -> Callable[[float, float], tuple[float, float]]:
    """Give the way from metres to degrees."""
    return lat_lon


@pytest.fixture
def anna_day() -> list[Fix]:
    """Give one plain day: home, bakery for twenty minutes, school for half an hour, home."""
    day = Phone().stay(30.0).visit(0.0, 0.0, 20.0).visit(4000.0, -1500.0, 30.0)
    return day.drive(-3000.0, 0.0).stay(30.0).fixes

"""Measure how well places are learnt: python bench/learnt_places.py [--places N]

Pins are put 300 m wrong (and 0, 30 and 100 m); then visits come with the simulator's noise: a fixed bias for each
building (median 12 m), indoor error with drift, jumps, accuracy that lies, a car 20-150 m off, phones left in the car,
one confirmation in twelve given to a wrong stop. Dense phones give a fix every 5 s, sparse ones one to four a visit.
Prints the distance of the learnt place from the true door, median and p90, after 1, 2, 3, 5, 10 and 20 visits; with
the engine in the loop for the stays: their centre and spread are the engine's own.
"""

import argparse
import math
import random
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from visits.detector import detect  # noqa: E402
from visits.distance import distance_m  # noqa: E402
from visits.learning import ConfirmedVisit, learn_place  # noqa: E402
from visits.types import Company, Fix, Visit  # noqa: E402

DOOR = (41.9, -87.65)
EAST_M = 111_195.0 * math.cos(math.radians(DOOR[0]))
MONDAY_S = 1_791_208_800.0
COUNTS = (1, 2, 3, 5, 10, 20)
BIAS_M, WRONG_SHARE, IN_CAR_SHARE = 12.0, 1.0 / 12.0, 0.05
NOWHERE = Company(())


def main() -> int:
    """Print a table for each kind of phone and each error of the pin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=100)
    places = parser.parse_args().places
    for profile in ("dense", "sparse"):
        chance = random.Random(11)
        lessons = [_visits(chance, profile, max(COUNTS)) for _ in range(places)]
        for pin_off_m in (300.0, 100.0, 30.0, 0.0):
            said = []
            for count in COUNTS:
                off = sorted(_off_m(_pin(k, pin_off_m), visits[:count]) for k, visits in enumerate(lessons))
                within = sum(d <= 30.0 for d in off) / len(off)
                said.append(f"{count}: {statistics.median(off):.0f}/{off[int(0.9 * len(off))]:.0f} m ({within:.0%})")
            print(f"{profile}, pin {pin_off_m:.0f} m wrong; visits: median/p90 (within 30 m) ", "; ".join(said))
    return 0


def _off_m(pin: tuple[float, float], visits: list[ConfirmedVisit]) -> float:
    learnt = learn_place(pin, visits, "America/Chicago")
    return distance_m(*DOOR, learnt.lat, learnt.lon) if learnt else math.inf


def _pin(k: int, off_m: float) -> tuple[float, float]:
    return _lat_lon(off_m * math.cos(2.4 * k), off_m * math.sin(2.4 * k))


def _visits(chance: random.Random, profile: str, count: int) -> list[ConfirmedVisit]:
    bias_m, angle = chance.lognormvariate(math.log(BIAS_M), 0.6), chance.uniform(0.0, 2.0 * math.pi)
    bias = (bias_m * math.cos(angle), bias_m * math.sin(angle))
    indoor_m = chance.lognormvariate(math.log(20.0), 0.45)
    found = [_visit(chance, profile, day, bias, indoor_m) for day in range(count)]
    return [visit for visit in found if visit is not None]


def _visit(
    chance: random.Random, profile: str, day: int, bias: tuple[float, float], indoor_m: float
) -> ConfirmedVisit | None:
    """Drive there, park, go in, stay, drive on; the engine says where the stay was."""
    middle = (0.0, 0.0)
    if chance.random() < WRONG_SHARE:
        middle = (chance.uniform(-900.0, 900.0), chance.uniform(-900.0, 900.0))
    car_m, angle = min(max(chance.lognormvariate(math.log(45.0), 0.55), 20.0), 150.0), chance.uniform(0.0, 6.28)
    car = (middle[0] + car_m * math.cos(angle), middle[1] + car_m * math.sin(angle))
    in_car = chance.random() < IN_CAR_SHARE
    inside = car if in_car else (middle[0] + bias[0], middle[1] + bias[1])
    begin_s = MONDAY_S + 86_400.0 * day
    enter_s = begin_s + 300.0 + 60.0 + car_m / 1.3
    leave_s = enter_s + chance.uniform(400.0, 2400.0)
    step_s = 5.0 if profile == "dense" else 420.0
    fixes: list[Fix] = []
    at_s, drift = begin_s, (0.0, 0.0)
    while at_s < leave_s + 700.0:
        spot, error_m = _where(at_s, begin_s, enter_s, leave_s, car, inside, 5.0 if in_car else indoor_m)
        keep = math.exp(-step_s / 90.0)
        fresh = 0.7 * error_m * math.sqrt(1.0 - keep * keep)
        drift = (drift[0] * keep + chance.gauss(0, fresh), drift[1] * keep + chance.gauss(0, fresh))
        jump = (chance.uniform(40, 220), chance.uniform(0, 6.28)) if chance.random() < 0.002 * step_s / 5.0 else (0, 0)
        x = spot[0] + drift[0] + jump[0] * math.cos(jump[1])
        y = spot[1] + drift[1] + jump[0] * math.sin(jump[1])
        claimed = error_m * chance.lognormvariate(0, 0.3) * chance.choice((1,) * 8 + (0.3, 3.0))
        fixes.append(Fix("anna", at_s, *_lat_lon(x, y), max(claimed, 3.0), at_s + 1.0, "made"))
        at_s += step_s * chance.uniform(0.8, 1.2)
    stay = max(detect(fixes, NOWHERE), key=lambda v: _both_s(v, enter_s, leave_s), default=None)
    if stay is None or _both_s(stay, enter_s, leave_s) <= 0.0:
        return ConfirmedVisit(enter_s, leave_s, fix_count=0)
    seen = (stay.spread_m, stay.fix_count, stay.parked_outside, stay.entrance)
    return ConfirmedVisit(stay.arrive_s, stay.leave_s, stay.lat, stay.lon, *seen)


def _where(
    at_s: float, begin_s: float, enter_s: float, leave_s: float,
    car: tuple[float, float], inside: tuple[float, float], indoor_m: float,
) -> tuple[tuple[float, float], float]:  # fmt: skip
    """Give where the phone is and how much its position errs there."""
    if at_s < begin_s + 300.0:
        left = (begin_s + 300.0 - at_s) * 10.0
        return (car[0] + left, car[1]), 5.0
    if enter_s <= at_s < leave_s:
        return inside, indoor_m
    if at_s < leave_s + 90.0:
        return car, 6.0
    return (car[0], car[1] + (at_s - leave_s - 90.0) * 10.0), 5.0


def _both_s(visit: Visit, enter_s: float, leave_s: float) -> float:
    return min(visit.leave_s, leave_s) - max(visit.arrive_s, enter_s)


def _lat_lon(x: float, y: float) -> tuple[float, float]:
    return DOOR[0] + y / 111_195.0, DOOR[1] + x / EAST_M


if __name__ == "__main__":
    sys.exit(main())

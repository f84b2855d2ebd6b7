"""Make working days with true visits, for benches that run where no shared data lie. Own numbers, own roads."""

import math
import random
from dataclasses import dataclass, field

from visits.types import Company, Fix, Place, Rep, SpokenNote

FIRST_DAY = 1_791_204_000.0  # 2026-10-05 07:40 in Chicago
NORTH_M = 111_195.0
EAST_M = NORTH_M * math.cos(math.radians(41.9))


@dataclass
class MadeDays:
    """Hold what was made: fixes, the company, notes, and the truth as rows for the scorer."""

    fixes: list[Fix] = field(default_factory=list)
    notes: list[SpokenNote] = field(default_factory=list)
    truth: list[dict[str, object]] = field(default_factory=list)
    days: list[dict[str, object]] = field(default_factory=list)
    company: Company = field(default_factory=lambda: Company(()))


def make_days(seed: int, reps: int = 4, days: int = 5) -> MadeDays:
    """Make `reps` x `days` rep-days, the sampling of the phone changing from day to day."""
    chance = random.Random(seed)
    made = MadeDays()
    places, people = [], []
    for r in range(reps):
        centre = (chance.uniform(-15_000, 15_000), chance.uniform(-15_000, 15_000))
        own = [(chance.gauss(centre[0], 2500), chance.gauss(centre[1], 2500)) for _ in range(12)]
        own += [(x + chance.choice((-1, 1)) * chance.uniform(45, 110), y) for x, y in own[:3]]
        home = (centre[0] + 5000, centre[1] - 3000)
        rep = f"M{r}"
        people.append(Rep(rep, _lat_lon(*home)))
        for k, (x, y) in enumerate(own):
            pin = _lat_lon(x + chance.gauss(0, 15), y + chance.gauss(0, 15))
            places.append(Place(f"{rep}-{k}", f"Customer {k}", *pin, rep, 7.0, 21.0))
        for d in range(days):
            step_s, profile = ((2.0, "dense"), (40.0, "moderate"), (200.0, "sparse"))[(r + d) % 3]
            _day(made, chance, rep, own, home, FIRST_DAY + 86_400.0 * d, step_s, profile)
    made.company = Company(tuple(places), tuple(people))
    return made


def _day(
    made: MadeDays, chance: random.Random, rep: str, own: list[tuple[float, float]], home: tuple[float, float],
    at_s: float, step_s: float, profile: str,
) -> None:  # fmt: skip
    path: list[tuple[float, float, float, float]] = [(at_s, *home, 15.0)]

    def stay(seconds: float, error: float) -> None:
        t, x, y, _ = path[-1]
        path.append((t + 0.1, x, y, error))
        path.append((t + seconds, x, y, error))

    def go(x: float, y: float, speed: float) -> None:
        t, from_x, from_y, _ = path[-1]
        for to_x, to_y in ((x, from_y), (x, y)):
            length = math.hypot(to_x - from_x, to_y - from_y)
            lights = sum(chance.expovariate(1 / 20) for _ in range(int(length / 900))) if speed > 5 else 0.0
            t += length / speed + lights + 0.2
            path.append((t, to_x, to_y, 5.0))
            from_x, from_y = to_x, to_y

    first = at_s
    stay(1800, 15.0)
    for k in chance.sample(range(len(own)), chance.randint(5, 8)):
        x, y = own[k]
        car = (x + chance.choice((-1, 1)) * chance.uniform(20, 80), y + chance.uniform(-30, 30))
        go(*car, 9.0)
        stay(chance.uniform(10, 120), 5.0)
        go(x, y, 1.3)
        arrive = path[-1][0]
        stay(chance.uniform(300, 2700), 15.0)
        leave = path[-1][0]
        made.truth.append(
            {"rep": rep, "customer_id": f"{rep}-{k}", "arrive": int(arrive), "leave": int(leave), "profile": profile}
        )
        go(*car, 1.3)
        if chance.random() < 0.5:
            stay(60, 5.0)
            made.notes.append(SpokenNote(rep, path[-1][0], f"{rep}-{k}" if chance.random() < 0.5 else None))
        if chance.random() < 0.3:
            go(x + chance.uniform(-900, 900), y + chance.uniform(-900, 900), 9.0)
            stay(chance.uniform(300, 1500), 12.0)
    go(*home, 9.0)
    stay(1800, 15.0)
    made.days.append({"rep": rep, "profile": profile, "start": int(first), "end": int(path[-1][0])})
    _sample(made, chance, rep, path, step_s)


def _sample(
    made: MadeDays, chance: random.Random, rep: str, path: list[tuple[float, float, float, float]], step_s: float
) -> None:
    t, k, drift = path[0][0], 0, (0.0, 0.0)
    while t < path[-1][0]:
        while path[k + 1][0] < t:
            k += 1
        (t0, x0, y0, _), (t1, x1, y1, error) = path[k], path[k + 1]
        share = (t - t0) / max(t1 - t0, 1e-6)
        keep = math.exp(-step_s / 90.0)
        fresh = error * 0.7 * math.sqrt(1.0 - keep * keep)
        drift = (drift[0] * keep + chance.gauss(0, fresh), drift[1] * keep + chance.gauss(0, fresh))
        lat, lon = _lat_lon(x0 + (x1 - x0) * share + drift[0], y0 + (y1 - y0) * share + drift[1])
        claimed = error * chance.lognormvariate(0, 0.3)
        made.fixes.append(Fix(rep, t, lat, lon, claimed, t + 1.0 + chance.random(), "made"))
        t += step_s * chance.uniform(0.8, 1.2)


def _lat_lon(x: float, y: float) -> tuple[float, float]:
    return 41.9 + y / NORTH_M, -87.65 + x / EAST_M

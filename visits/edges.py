"""Find the door in time: when the rep went in and came out, within a part of a halt."""

import math
from dataclasses import dataclass

import numpy as np

from visits.distance import Floats

INSIDE_LOUDER = 0.3  # the claimed accuracy must be a third worse inside than on the road to tell the door
CAR_AWAY_M = 25.0
ACCURACY_LAG_S = 15.0
WAIT_S = 150.0
LONGEST_WAIT_S = 900.0
PARKING_S = 60.0
WALKING_S = 25.0
SOFT = 2.0
CORRELATED_S = 25.0


@dataclass(frozen=True, slots=True)
class Stay:
    """Hold the fixes of one visit: times, metres, log of the claimed accuracy, seconds each stands for."""

    t: Floats
    x: Floats
    y: Floats
    log_accuracy: Floats
    hold: Floats
    variance: float
    road: float


def door_times(
    stay: Stay, begin_s: float, end_s: float, blind_before_s: float, blind_after_s: float
) -> tuple[float, float]:
    """Estimate when the rep entered and left, epoch s, between `begin_s` and `end_s` of the halt's part.

    Where fixes are dense, the change from the car's place and the road's accuracy to the room's shows the door;
    where none came for `blind_before_s` (`blind_after_s`) seconds, parking and walking take their usual time.
    """
    away = _inside_odds(stay)
    arrive = _enter(stay.t, away, begin_s, blind_before_s, PARKING_S, 0.2)
    leave = -_enter(-stay.t[::-1], away[::-1], -end_s, blind_after_s, WALKING_S, 0.0)
    if leave - arrive < 90.0:
        middle = 0.5 * (max(arrive, begin_s) + min(leave, end_s))
        arrive, leave = max(begin_s, middle - 60.0), min(end_s, middle + 60.0)
        if leave <= arrive:
            arrive, leave = begin_s, max(end_s, begin_s + 1.0)
    return arrive, leave


def _enter(t: Floats, away: Floats, begin: float, blind: float, usual: float, share: float) -> float:
    """Find the change from outside to inside in `away` (log-odds of inside), going forward in time."""
    if blind > 90.0 or len(t) < 4:
        return begin + usual + min(share * blind, 120.0)
    half = t <= t[0] + min(0.5 * (t[-1] - t[0]), LONGEST_WAIT_S)
    waited = np.concatenate(([0.0], t[1:] - t[0]))[half]
    score = -np.concatenate(([0.0], np.cumsum(away)[:-1]))[half] - waited / WAIT_S
    cut = int(np.argmax(score))
    if cut == 0:
        return begin + 20.0
    return float(0.5 * (t[cut - 1] + t[cut]))


def _inside_odds(stay: Stay) -> Floats:
    """Give each fix's log-odds to be inside by accuracy and place, softened for errors that last."""
    n = len(stay.t)
    if n < 4:
        return np.zeros(n)
    odds = np.zeros(n)
    core = slice(n // 4, n - n // 4)
    room = _weighted_median(stay.log_accuracy[core], stay.hold[core])
    if not math.isnan(stay.road) and room - stay.road > INSIDE_LOUDER:
        near_room = ((stay.log_accuracy - room) / 0.5) ** 2
        near_road = ((stay.log_accuracy - stay.road) / 0.5) ** 2
        odds += np.clip(0.5 * (near_road - near_room), -SOFT, SOFT)
    cx, cy = _weighted_median(stay.x[core], stay.hold[core]), _weighted_median(stay.y[core], stay.hold[core])
    for end in (slice(0, min(3, n // 4 + 1)), slice(n - min(3, n // 4 + 1), n)):
        px, py = float(np.median(stay.x[end])), float(np.median(stay.y[end]))
        if math.hypot(px - cx, py - cy) > CAR_AWAY_M:
            at_car = (stay.x - px) ** 2 + (stay.y - py) ** 2
            in_room = (stay.x - cx) ** 2 + (stay.y - cy) ** 2
            mine = np.zeros(n, dtype=bool)
            mine[: n // 2 if end.start == 0 else n] = True
            mine[: 0 if end.start == 0 else n // 2] = False
            odds += np.where(mine, np.clip(0.5 * (at_car - in_room) / stay.variance, -SOFT, SOFT), 0.0)
    return np.asarray(odds * np.clip(stay.hold / CORRELATED_S, 0.2, 1.0))


def _weighted_median(values: Floats, weight: Floats) -> float:
    order = np.argsort(values, kind="stable")
    filled = np.cumsum(weight[order])
    return float(values[order][int(np.searchsorted(filled, 0.5 * filled[-1]))])

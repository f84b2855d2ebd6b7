"""Group fixes that were taken in one place."""

import math
from dataclasses import dataclass

import numpy as np

from visits.cleaning import Track
from visits.distance import Floats
from visits.walks import afoot

GATE_M = 45.0
GATE_ACCURACY_CAP_M = 80.0
OUTSIDE_S = 100.0
DRIVING_MPS = 4.0
BLIP_S = 180.0


@dataclass(slots=True)
class Group:
    """Hold fixes of one place, from one fix to many: `members` index the track; `x`, `y`, `spread` metres.

    `on_foot`: the rep travels on foot here, no car is near; `moving`: and was going on all the while.
    """

    members: list[int]
    first_s: float
    last_s: float
    x: float
    y: float
    spread: float
    accuracy: float
    moving: bool = False
    on_foot: bool = False

    @property
    def span_s(self) -> float:
        """Tell how long the fixes prove the phone was there, seconds."""
        return self.last_s - self.first_s


def group(track: Track) -> list[Group]:
    """Cut a track into groups of fixes in one place, in order of time; a drive gives groups of single fixes.

    A fix belongs while it lies within 45 m plus its own accuracy of the running centre; a group ends when fixes
    stay outside for 100 s or move on at driving speed, so that lone jumps do not cut a stay.
    """
    on_foot, moved = (told.tolist() for told in afoot(track))
    groups = _join(track, [_summary(track, members, moved[members[0]]) for members in _runs(track, moved)])
    for one in groups:
        one.on_foot = all(on_foot[k] for k in one.members)
    return groups


def _runs(track: Track, moved: list[bool]) -> list[list[int]]:
    t, x, y, accuracy = track.t.tolist(), track.x.tolist(), track.y.tolist(), track.accuracy.tolist()
    n = len(t)
    runs: list[list[int]] = []
    i = 0
    while i < n:
        members = [i]
        w = 1.0 / (accuracy[i] * accuracy[i] + 225.0)
        cx, cy, total = x[i], y[i], w
        outside: list[int] = []
        k = i + 1
        resume = n
        while k < n:
            if moved[k] != moved[i]:
                resume = outside[0] if outside else k
                break
            gate = GATE_M + min(accuracy[k], GATE_ACCURACY_CAP_M)
            away = math.hypot(x[k] - cx, y[k] - cy)
            if away <= gate:
                members.append(k)
                w = 1.0 / (accuracy[k] * accuracy[k] + 225.0)
                total += w
                cx += (x[k] - cx) * w / total
                cy += (y[k] - cy) * w / total
                outside = []
            else:
                outside.append(k)
                first = outside[0]
                gone = t[k] - t[first] > OUTSIDE_S or (len(outside) > 1 and _driving(t, x, y, outside, cx, cy))
                if gone or t[k] - t[members[-1]] > 600.0:
                    resume = first
                    break
            k += 1
        else:
            resume = outside[0] if outside else n
        runs.append(members)
        i = resume
    return runs


def _driving(t: list[float], x: list[float], y: list[float], outside: list[int], cx: float, cy: float) -> bool:
    """Tell whether the fixes outside go away from the centre at more than walking pace."""
    a, b = outside[0], outside[-1]
    away = math.hypot(x[b] - cx, y[b] - cy) - math.hypot(x[a] - cx, y[a] - cy)
    return away > 120.0 and away > DRIVING_MPS * (t[b] - t[a])


def _summary(track: Track, members: list[int], moved: bool = False) -> Group:
    """Place a group at the weighted median of its fixes, each weighing by accuracy and by the time it stands for."""
    if len(members) == 1:
        i = members[0]
        at = float(track.t[i])
        return Group(members, at, at, float(track.x[i]), float(track.y[i]), 0.0, float(track.accuracy[i]), moved)
    index = np.array(members)
    t, x, y, accuracy = track.t[index], track.x[index], track.y[index], track.accuracy[index]
    weight = 1.0 / (accuracy**2 + 225.0)
    if len(members) > 2:
        hold = np.clip(np.gradient(t), 1.0, 120.0)
        weight = weight * hold
    cx, cy = _centre(x, y, weight)
    spread = float(np.sqrt(np.average(np.minimum((x - cx) ** 2 + (y - cy) ** 2, 150.0**2), weights=weight)))
    return Group(members, float(t[0]), float(t[-1]), cx, cy, spread, float(np.median(accuracy)), moved)


def _centre(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Give the geometric median by a few Weiszfeld steps (Weiszfeld 1937), which jumps cannot pull far."""
    total = weight.sum()
    cx, cy = float(weight @ x / total), float(weight @ y / total)
    for _ in range(6 if len(x) > 2 else 0):
        pull = weight / np.maximum(np.hypot(x - cx, y - cy), 5.0)
        total = pull.sum()
        cx, cy = float(pull @ x / total), float(pull @ y / total)
    return cx, cy


def _join(track: Track, groups: list[Group]) -> list[Group]:
    """Join two groups of one place that a short excursion of the position, not of the rep, has cut apart."""
    joined: list[Group] = []
    for new in groups:
        if new.moving or (joined and joined[-1].moving):
            joined.append(new)
            continue
        if joined and _same_place(joined[-1], new, 0.0):
            joined[-1] = _summary(track, joined[-1].members + new.members)
            continue
        if len(joined) >= 2 and _same_place(joined[-2], new, joined[-1].span_s) and _blip(joined[-2], joined[-1], new):
            joined.pop()
            joined[-1] = _summary(track, joined[-1].members + new.members)
            continue
        joined.append(new)
    return joined


def _same_place(a: Group, b: Group, between_s: float) -> bool:
    apart = math.hypot(a.x - b.x, a.y - b.y)
    return b.first_s - a.last_s - between_s < 600.0 and apart <= 30.0 + 0.3 * min(a.accuracy + b.accuracy, 120.0)


def _blip(a: Group, blip: Group, b: Group) -> bool:
    """Tell whether the middle group is an error: short, and near enough not to be a drive there and back."""
    if b.first_s - a.last_s > BLIP_S or blip.span_s > 90.0:
        return False
    return math.hypot(a.x - blip.x, a.y - blip.y) < 350.0 and min(len(a.members), len(b.members)) > 1

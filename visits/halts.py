"""Join stops that no drive parts into halts: the time from parking the car to driving on."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visits.cleaning import Track
from visits.gaps import Between
from visits.stays import Group

WALK_M = 200.0
STOP_FROM = 0.3
DRIVEN_M = 45.0
DRIVEN_MPS = 3.0


@dataclass(frozen=True, slots=True)
class Halt:
    """Hold one halt: the track's fixes `index` in it, what travel times allow (`earliest_s`, `latest_s`), what is
    likeliest (`begin_s`, `end_s`), the chance that it was a halt at all, and whether the rep travels on foot."""

    index: npt.NDArray[np.intp]
    first_s: float
    last_s: float
    earliest_s: float
    latest_s: float
    begin_s: float
    end_s: float
    chance: float
    on_foot: bool


def halts(track: Track, groups: list[Group], gaps: list[Between], chance: list[float]) -> list[Halt]:
    """Find the halts of a stretch, in order, from each group's chance to be a stop."""
    runs: list[list[int]] = []
    for k in range(len(groups)):
        if chance[k] < STOP_FROM:
            continue
        if runs and _on_foot(groups, gaps, runs[-1][-1], k) and not _driven(track, groups[runs[-1][-1]], groups[k]):
            runs[-1].append(k)
        else:
            runs.append([k])
    return [_halt(track, groups, gaps, chance, run) for run in runs]


def _on_foot(groups: list[Group], gaps: list[Between], a: int, b: int) -> bool:
    one, two = groups[a], groups[b]
    if math.hypot(one.x - two.x, one.y - two.y) > WALK_M:
        return False
    between = groups[a + 1 : b]
    if any(g.moving for g in between):
        return False
    if any(min(math.hypot(g.x - one.x, g.y - one.y), math.hypot(g.x - two.x, g.y - two.y)) > 250.0 for g in between):
        return False
    return not between or two.first_s - one.last_s < 600.0


def _driven(track: Track, a: Group, b: Group) -> bool:
    """Tell whether fixes between two groups went faster than anyone walks."""
    way = slice(a.members[-1], b.members[0] + 1)
    t, x, y, accuracy = track.t[way], track.x[way], track.y[way], track.accuracy[way]
    step = np.hypot(np.diff(x), np.diff(y))
    sure = step - 0.7 * (accuracy[1:] + accuracy[:-1])
    return bool(np.any((step > DRIVEN_M) & (sure > DRIVEN_MPS * np.diff(t))))


def _halt(
    track: Track,
    groups: list[Group],
    gaps: list[Between],
    chance: list[float],
    run: list[int],
) -> Halt:
    a, b = run[0], run[-1]
    before = max(gaps[a - 1].slack_s, 0.0) if a else 0.0
    after = max(gaps[b].slack_s, 0.0) if b < len(gaps) else 0.0
    first, last = groups[a].first_s, groups[b].last_s
    grab_before = before * (0.5 if a and chance[a - 1] >= STOP_FROM else 1.0) if before >= 60.0 else 0.0
    grab_after = after * (0.5 if b < len(gaps) and chance[b + 1] >= STOP_FROM else 1.0) if after >= 60.0 else 0.0
    index = np.arange(groups[a].members[0], groups[b].members[-1] + 1)
    cx = np.median(track.x[index])
    cy = np.median(track.y[index])
    close = np.hypot(track.x[index] - cx, track.y[index] - cy) < 350.0
    member = np.isin(index, np.concatenate([groups[k].members for k in run]))
    index = index[close | member]
    return Halt(
        index, first, last, first - before, last + after, first - grab_before, last + grab_after,
        max(chance[k] for k in run), all(groups[k].on_foot for k in run),
    )  # fmt: skip

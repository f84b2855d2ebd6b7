"""Tell walking that is travelling from walking about: by the steady speed, where no car is near."""

import numpy as np
import numpy.typing as npt

from visits.cleaning import Track
from visits.distance import Floats

AROUND_S = 60.0
LEAST_MPS = 0.7
SHORTEST_S = 60.0
LEAST_WAY_M = 40.0
DRIVING_MPS = 3.0
DRIVEN_M = 150.0
NEAR_S = 3600.0
COVERED_S = 25.0
FEWEST_FIXES = 3


def afoot(track: Track) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Tell for each fix whether the rep travels on foot, with no car about; and whether he was going on just then.

    Going on: the mean positions of the minute before and the minute after lie apart as far as one walks, for a minute
    or more, and from its begin to its end it is a way. Around a car, within an hour of driving, a walk is the way
    to a door and belongs to the visit; elsewhere walking is how the rep travels. False where fixes are few.
    """
    speed = _speeds_mps(track)
    found = speed > LEAST_MPS
    if not found.any():
        return found, found
    no_car = ~_near(track.t, _driven(track, speed))
    found &= no_car
    edges = np.flatnonzero(np.diff(np.concatenate(([False], found, [False])).astype(np.int8)))
    for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        way = np.hypot(track.x[b - 1] - track.x[a], track.y[b - 1] - track.y[a])
        if track.t[b - 1] - track.t[a] < SHORTEST_S or way < LEAST_WAY_M:
            found[a:b] = False
    return no_car & _near(track.t, found), found


def _speeds_mps(track: Track) -> Floats:
    """Give the steady speed at each fix, m/s; 0 where the minute before or after holds too few fixes to tell."""
    t, n = track.t, len(track.t)
    speed = np.zeros(n)
    here = np.arange(n)
    first, last = np.searchsorted(t, t - AROUND_S), np.searchsorted(t, t + AROUND_S, side="right")
    good = (here - first >= FEWEST_FIXES) & (last - here - 1 >= FEWEST_FIXES)
    good &= (t - t[first] >= COVERED_S) & (t[last - 1] - t >= COVERED_S)
    if good.any():
        before, after = (first[good], here[good]), (here[good] + 1, last[good])
        dx, dy, dt = (_mean(v, *after) - _mean(v, *before) for v in (track.x, track.y, t))
        speed[good] = np.hypot(dx, dy) / dt
    return speed


def _near(t: Floats, at: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which fixes lie within an hour of a fix that is told to be something."""
    times = t[at]
    return np.searchsorted(times, t - NEAR_S) < np.searchsorted(times, t + NEAR_S, side="right")


def _driven(track: Track, speed: Floats) -> npt.NDArray[np.bool_]:
    """Tell which fixes were taken at a car's speed, steady or from the fix before."""
    driven = speed > DRIVING_MPS
    step = np.hypot(np.diff(track.x), np.diff(track.y)) - track.accuracy[1:] - track.accuracy[:-1]
    driven[1:] |= (step > DRIVEN_M) & (step > DRIVING_MPS * np.diff(track.t))
    return driven


def _mean(values: Floats, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> Floats:
    """Give the mean of values from each `a` up to each `b`."""
    total = np.concatenate(([0.0], np.cumsum(values - values[0])))
    return np.asarray((total[b] - total[a]) / (b - a) + values[0])

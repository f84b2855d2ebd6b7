"""Cut a stretch of fixes into legs where the rep was certainly on the move; what lies in a leg is read by itself."""

import itertools

import numpy as np
import numpy.typing as npt

from visits.distance import Floats, apart_m
from visits.types import Fix

SHORTEST_LEG_S = 600.0
AROUND_S = 150.0  # a cut is decided by the fixes this near in time, and by nothing else
COVERED_S = 110.0
LONGEST_STEP_S = 45.0
FEWEST_FIXES = 5
AWAY_M, ACROSS_M = 600.0, 1000.0
AT_ONCE_S, AT_ONCE_M = 30.0, 90.0
FASTEST_MPS, JUMP_M = 45.0, 150.0
VAGUE_M = 100.0


def legs(fixes: list[Fix]) -> list[list[Fix]]:
    """Cut one stretch of sound fixes, in order of time, at firm cuts; every fix is in one leg.

    A firm cut lies in the middle of five minutes of steady driving with a fix every 45 s at least, ten minutes or
    more after the cut before: no visit can lie across it. Given one cut, those after it depend on the fixes after
    it only, so a server may forget what came before. Phones with few fixes give one long leg.
    """
    t = np.array([fix.at_s for fix in fixes])
    starts = [0]
    driven = np.flatnonzero(_driven(t, fixes)) if t[-1] - t[0] > SHORTEST_LEG_S else np.array([], dtype=np.intp)
    at = t[driven]
    while (k := int(np.searchsorted(at, t[starts[-1]] + SHORTEST_LEG_S))) < len(at):
        # Of fixes taken at the same instant the first begins the leg, whatever was cut before.
        starts.append(int(np.searchsorted(t, at[k])))
    return [fixes[a:b] for a, b in itertools.pairwise([*starts, len(fixes)])]


def _driven(t: Floats, fixes: list[Fix]) -> npt.NDArray[np.bool_]:
    """Tell for each fix whether it lies amid steady driving, by the fixes within 150 s alone."""
    lat, lon = np.array([fix.lat for fix in fixes]), np.array([fix.lon for fix in fixes])
    n = len(t)
    here = np.arange(n)
    first, last = np.searchsorted(t, t - AROUND_S), np.searchsorted(t, t + AROUND_S, side="right") - 1
    good = (t - t[first] >= COVERED_S) & (t[last] - t >= COVERED_S)
    good &= (here - first >= FEWEST_FIXES) & (last - here >= FEWEST_FIXES)
    step_s = np.diff(t)
    wide = (step_s > LONGEST_STEP_S) | (_apart(lat, lon, here[:-1], here[1:]) > JUMP_M + FASTEST_MPS * step_s)
    wides = np.concatenate(([0], np.cumsum(wide)))
    good &= wides[last] == wides[first]
    vague = np.array([fix.accuracy_m is not None and fix.accuracy_m > VAGUE_M for fix in fixes])
    good &= ~(vague | vague[first] | vague[last])
    before = np.searchsorted(t, t - AT_ONCE_S)
    after = np.searchsorted(t, t + AT_ONCE_S, side="right") - 1
    for one, other, least_m in (
        (first, here, AWAY_M),
        (here, last, AWAY_M),
        (first, last, ACROSS_M),
        (before, here, AT_ONCE_M),
        (here, after, AT_ONCE_M),
    ):
        left = np.flatnonzero(good)
        good[left] = _apart(lat, lon, one[left], other[left]) >= least_m
    return good


def _apart(lat: Floats, lon: Floats, one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> Floats:
    return apart_m(lat[one], lon[one], lat[other], lon[other])

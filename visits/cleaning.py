"""Make fixes fit to reason about: clocks healed, impossible positions named, one track per stretch of activity."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from visits.clocks import read_clock
from visits.distance import Floats, Plane, distance_m
from visits.legs import legs
from visits.types import Fix

SILENCE_S = 4 * 3600.0  # after so long without a fix nothing before matters any more
NIGHT_S = 3 * 3600.0
YEAR_2000_S, YEAR_2100_S = 946_684_800.0, 4_102_444_800.0
FARTHEST_S = 1e11
FUTURE_S = 120.0
ANCIENT_S = 400 * 86400.0
VAGUE_M = 200.0
USELESS_M = 5000.0
JUMP_SPEED_MPS = 60.0
JUMP_LASTS_S = 600.0
# Copies sort side by side, whatever order they came in.
AT = attrgetter("at_s")
ORDER = attrgetter("at_s", "lat", "lon", "source", "device", "trigger", "region_event", "region_id")
MERGE_S = 10.0
UNKNOWN_ACCURACY_M = 50.0


@dataclass(frozen=True, slots=True)
class Crossing:
    """Hold one crossing of a customer's region, epoch s."""

    at_s: float
    event: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class Track:
    """Hold one leg of a rep's stretch as arrays of equal length, in order of time, fixes within 10 s merged.

    `t` epoch s with the phone's clock healed, `x`, `y` metres on `plane`, `accuracy` metres as the phone claims,
    `called` true where the phone's own visit call-back or ping sent the fix.
    """

    rep: str
    plane: Plane
    t: Floats
    x: Floats
    y: Floats
    accuracy: Floats
    called: tuple[str, ...]
    crossings: tuple[Crossing, ...] = field(default=())


def find_faults(fixes: Iterable[Fix], now_s: float | None = None) -> list[tuple[Fix, str]]:
    """List every fix that detection leaves out, each with the reason in plain words.

    `now_s`: the server's clock; without it the latest receipt of the same rep counts as now.
    """
    faults: list[tuple[Fix, str]] = []
    for rep_fixes in by_rep(fixes).values():
        sound, broken = sound_fixes(rep_fixes, now_s)
        faults += broken
        for stretch in stretches(sound):
            for leg in legs(stretch):
                faults += _jumps(leg)
    return faults


def by_rep(fixes: Iterable[Fix]) -> dict[str, list[Fix]]:
    """Sort fixes by rep; within a rep in no particular order."""
    reps: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        reps[fix.rep].append(fix)
    return dict(sorted(reps.items()))


def sound_fixes(fixes: list[Fix], now_s: float | None) -> tuple[list[Fix], list[tuple[Fix, str]]]:
    """Give one rep's possible fixes, once each, in order, `at_s` on the true clock; and the impossible with reasons."""
    now = now_s if now_s is not None else _newest_receipt(fixes)
    phones, faults = by_phone(fixes)
    sound: list[Fix] = []
    for own in phones.values():
        for run in runs_of(own):
            sound += healed(run, read_clock(run).offset_s, now, faults)
    return once(sound), faults


def by_phone(fixes: Iterable[Fix]) -> tuple[dict[str, list[Fix]], list[tuple[Fix, str]]]:
    """Sort one rep's fixes by phone, in order of its clock; and name the impossible ones with reasons."""
    faults: list[tuple[Fix, str]] = []
    phones: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        if _is_possible(fix):
            phones[fix.device or fix.source].append(fix)
        else:
            faults.append((fix, _impossible(fix)))
    for own in phones.values():
        _put_in_order(own)
    return phones, faults


def healed(run: list[Fix], offset_s: float, now_s: float | None, faults: list[tuple[Fix, str]]) -> list[Fix]:
    """Set one phone's clock right by `offset_s`; fixes of an impossible time go to `faults` with the reason."""
    latest = YEAR_2100_S if now_s is None else min(YEAR_2100_S, now_s + FUTURE_S)
    sound = []
    for fix in run:
        at_s = fix.at_s + offset_s
        late_s = fix.received_s - at_s if fix.received_s is not None else 0.0
        if YEAR_2000_S <= at_s <= latest and not ANCIENT_S < late_s < math.inf:
            sound.append(_at(fix, at_s) if offset_s else fix)
        else:
            faults.append((fix, _impossible_time(fix, at_s, now_s)))
    return sound


def _put_in_order(fixes: list[Fix]) -> None:
    """Sort fixes so that copies lie side by side, whatever order they came in; most days have no two of one instant."""
    fixes.sort(key=AT)
    if any(a.at_s == b.at_s for a, b in itertools.pairwise(fixes)):
        fixes.sort(key=ORDER)


def _at(fix: Fix, at_s: float) -> Fix:
    # Spelled out: dataclasses.replace takes ten times as long, and this runs once per fix.
    return Fix(
        fix.rep,
        at_s,
        fix.lat,
        fix.lon,
        fix.accuracy_m,
        fix.received_s,
        fix.source,
        fix.trigger,
        fix.region_event,
        fix.region_id,
        fix.device,
    )


def clock_offset_s(fixes: Iterable[Fix]) -> float:
    """Estimate what to add to one phone's clock, seconds, from all its fixes of a run without long silence."""
    return read_clock(fixes).offset_s


def stretches(fixes: list[Fix]) -> list[list[Fix]]:
    """Cut one rep's sound fixes, in order, at silences of four hours and at three at night by the sun.

    The second keeps a phone that never sleeps from growing one stretch without end.
    """
    found: list[list[Fix]] = []
    for run in runs_of(fixes):
        begin = 0
        one_day = solar_day(run[0]) == solar_day(run[-1])
        for k in range(1, 0 if one_day else len(run)):
            if solar_day(run[k]) != solar_day(run[k - 1]):
                found.append(run[begin:k])
                begin = k
        found.append(run[begin:])
    return found


def track(fixes: list[Fix]) -> Track | None:
    """Make arrays of one leg of sound fixes; None when nothing usable is left."""
    jumped = _jumps(fixes)
    bad = {id(fix) for fix, _ in jumped}
    kept = [f for f in fixes if id(f) not in bad] if bad else fixes
    if not kept:
        return None
    plane = Plane(kept[0].lat, kept[0].lon)
    t = np.array([f.at_s for f in kept])
    accuracy = _accuracies_m(kept)
    clear = _clear(t, accuracy)
    x, y = plane.xy(np.array([f.lat for f in kept]), np.array([f.lon for f in kept]))
    called = [f.trigger if f.trigger in ("v", "p", "c", "talk") else "" for f in kept]
    crossings = tuple(Crossing(f.at_s, f.region_event, f.region_id) for f in kept if f.region_event and f.region_id)
    keys = np.floor(t / MERGE_S)
    marked = np.array([bool(c) for c in called])
    # A marked fix stays alone: its time is the message.
    new = np.ones(int(clear.sum()), dtype=bool)
    t, x, y, accuracy, keys, marked = (a[clear] for a in (t, x, y, accuracy, keys, marked))
    names = [c for c, keep in zip(called, clear.tolist(), strict=True) if keep]
    new[1:] = (keys[1:] != keys[:-1]) | marked[1:] | marked[:-1]
    starts = np.flatnonzero(new)
    weight = 1.0 / (np.clip(accuracy, 5.0, None) ** 2)
    total = np.add.reduceat(weight, starts)

    def mean(values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values * weight, starts) / total)

    counts = np.diff(np.append(starts, len(t)))
    middle = np.asarray(np.add.reduceat(t - t[0], starts) / counts + t[0])
    typical = np.exp(np.add.reduceat(np.log(accuracy), starts) / counts)
    return Track(
        kept[0].rep, plane, middle, mean(x), mean(y), typical, tuple(names[i] for i in starts.tolist()), crossings
    )


def _clear(t: Floats, accuracy: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which fixes to keep: vague ones only where nothing better is within five minutes."""
    good = accuracy <= VAGUE_M
    if good.all() or not good.any():
        return np.ones(len(t), dtype=bool)
    at = t[good]
    place = np.searchsorted(at, t)
    before = np.abs(t - at[np.clip(place - 1, 0, len(at) - 1)])
    after = np.abs(at[np.clip(place, 0, len(at) - 1)] - t)
    return np.asarray(good | (np.minimum(before, after) > 300.0))


def _is_possible(fix: Fix) -> bool:
    """Tell whether a fix is possible, at once; comparisons with what is not a number fail."""
    lat, lon, accuracy_m = fix.lat, fix.lon, fix.accuracy_m
    return (
        -90.0 <= lat <= 90.0
        and -180.0 <= lon <= 180.0
        and -FARTHEST_S <= fix.at_s <= FARTHEST_S
        and not (-0.1 < lat < 0.1 and -0.1 < lon < 0.1)
        and not (accuracy_m is not None and USELESS_M < accuracy_m < math.inf)
    )


def _impossible(fix: Fix) -> str:
    if not (math.isfinite(fix.lat) and math.isfinite(fix.lon) and math.isfinite(fix.at_s)):
        return "position or time is not a number"
    if abs(fix.at_s) > FARTHEST_S:
        return "time is no epoch seconds"
    if abs(fix.lat) > 90.0 or abs(fix.lon) > 180.0:
        return "latitude or longitude out of range"
    if abs(fix.lat) < 0.1 and abs(fix.lon) < 0.1:
        return "position is 0/0: the phone had none"
    if fix.accuracy_m is not None and USELESS_M < fix.accuracy_m < math.inf:
        return "accuracy worse than 5 km"
    return ""


def _impossible_time(fix: Fix, healed: float, now: float | None) -> str:
    if not YEAR_2000_S <= healed <= YEAR_2100_S:
        return "time is not of this century"
    if now is not None and healed > now + FUTURE_S:
        return "time is in the future"
    if _finite(fix.received_s) and fix.received_s is not None and fix.received_s - healed > ANCIENT_S:
        return "clock is years behind"
    return ""


def _jumps(fixes: list[Fix]) -> list[tuple[Fix, str]]:
    """Find short excursions that no car can drive: out too fast and soon back at a place that fits what was before."""
    if len(fixes) < 3:
        return []
    lat, lon, t = (np.array(v) for v in ([f.lat for f in fixes], [f.lon for f in fixes], [f.at_s for f in fixes]))
    plane = Plane(fixes[0].lat, fixes[0].lon)
    x, y = plane.xy(lat, lon)
    accuracy = _accuracies_m(fixes)
    reach = np.hypot(np.diff(x), np.diff(y)) - accuracy[1:] - accuracy[:-1]
    breaks = np.flatnonzero(reach > 400.0 + JUMP_SPEED_MPS * np.diff(t))
    faults = []
    edges = [0, *(int(b) + 1 for b in breaks), len(fixes)]
    good: int | None = None
    for first, end in itertools.pairwise(edges):
        short = fixes[end - 1].at_s - fixes[first].at_s < JUMP_LASTS_S
        if good is not None and short and not _reachable(fixes[good], fixes[first]):
            is_back = end - first <= 2 if end == len(fixes) else _is_back(fixes[good], fixes[end - 1], fixes[end])
            if is_back:
                faults += [(f, "jumped away faster than anything drives, and back") for f in fixes[first:end]]
                continue
        good = end - 1
    return faults


def _is_back(before: Fix, away: Fix, after: Fix) -> bool:
    """Tell whether what follows an excursion fits what was before it better than the excursion's end."""
    return _reachable(before, after) and _apart_m(before, after) < _apart_m(away, after)


def _reachable(a: Fix, b: Fix) -> bool:
    slack = 400.0 + _accuracy_m(a) + _accuracy_m(b)
    return _apart_m(a, b) <= slack + JUMP_SPEED_MPS * abs(b.at_s - a.at_s)


def _apart_m(a: Fix, b: Fix) -> float:
    return distance_m(a.lat, a.lon, b.lat, b.lon)


def runs_of(fixes: list[Fix]) -> list[list[Fix]]:
    """Cut fixes, in order, where none came for four hours."""
    at = np.array([fix.at_s for fix in fixes])
    breaks = (np.flatnonzero(np.diff(at) >= SILENCE_S) + 1).tolist()
    return [fixes[a:b] for a, b in itertools.pairwise([0, *breaks, len(fixes)]) if b > a]


def solar_day(fix: Fix) -> int:
    """Number the day of a fix, three in the morning by the sun to three."""
    return math.floor((fix.at_s + fix.lon * 240.0 - NIGHT_S) / 86400.0)


def once(fixes: list[Fix]) -> list[Fix]:
    """Put fixes in order and keep one of each set of copies (same moment, place, message).

    That is the one received first, then the sharpest.
    """
    _put_in_order(fixes)
    kept: list[Fix] = []
    for fix in fixes:
        if kept and kept[-1].at_s == fix.at_s and ORDER(kept[-1]) == ORDER(fix):
            if _copy_order(fix) < _copy_order(kept[-1]):
                kept[-1] = fix
        else:
            kept.append(fix)
    return kept


def _copy_order(fix: Fix) -> tuple[float, float]:
    received = fix.received_s if fix.received_s is not None and _finite(fix.received_s) else math.inf
    return received, _accuracy_m(fix)


def _accuracy_m(fix: Fix) -> float:
    claimed = fix.accuracy_m
    if claimed is None or not math.isfinite(claimed) or claimed <= 0.0:
        return UNKNOWN_ACCURACY_M
    return max(claimed, 3.0)


def _accuracies_m(fixes: list[Fix]) -> Floats:
    claimed = np.array([fix.accuracy_m for fix in fixes], dtype=np.float64)  # None becomes not-a-number
    known = np.isfinite(claimed) & (claimed > 0.0)
    return np.asarray(np.where(known, np.maximum(claimed, 3.0), UNKNOWN_ACCURACY_M))


def _newest_receipt(fixes: list[Fix]) -> float | None:
    received = [f.received_s for f in fixes if f.received_s is not None and math.isfinite(f.received_s)]
    return max(received, default=None)


def _finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)

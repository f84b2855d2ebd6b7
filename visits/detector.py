"""Fixes and notes in, visits out: the one door to the engine."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from visits.cleaning import Track, by_rep, sound_fixes, stretches, track
from visits.gaps import Between, Sampling, between, stop_chances
from visits.matching import HOME, NOBODY, OFFICE, Matcher, Spot
from visits.stays import Group, group
from visits.types import Company, Fix, SpokenNote, Visit

NAMED_FROM = 0.5
ASK_FROM, ASK_TO = 0.3, 0.8


def detect(
    fixes: Iterable[Fix], company: Company, notes: Iterable[SpokenNote] = (), now_s: float | None = None
) -> list[Visit]:
    """Find the visits in a set of fixes and notes, in order of rep and time.

    A pure function of the set: order, copies and the way the fixes trickled in change nothing. Stops with no likely
    customer come with `customer_id` None. `now_s`: the server's clock; without it the latest receipt counts.
    Never raises on bad fixes; `visits.cleaning.find_faults` tells which it leaves out and why.
    """
    said: dict[str, list[SpokenNote]] = {}
    for note in notes:
        said.setdefault(note.rep, []).append(note)
    visits: list[Visit] = []
    for rep, own in by_rep(fixes).items():
        matcher = Matcher(company, rep)
        sound, _ = sound_fixes(own, now_s)
        for run in stretches(sound):
            whole = track(run)
            if whole is not None:
                visits += _stretch_visits(whole, matcher, sorted(said.get(rep, []), key=lambda n: n.ended_s))
    return visits


def stretch_start(fixes: Iterable[Fix], now_s: float | None = None) -> float | None:
    """Tell from when on a server must load fixes to get the newest visits as a run over everything would.

    Epoch s on the phone's clock, less an hour for wrong clocks; None when there are no fixes. Load the rep's fixes
    with `at_s` from there on, and the notes; every visit that begins later is then the same as in a full run.
    """
    starts = []
    for own in by_rep(fixes).values():
        sound, _ = sound_fixes(own, now_s)
        runs = stretches(sound)
        if runs:
            starts.append(runs[-1][0].at_s - 3600.0)
    return min(starts, default=None)


@dataclass(slots=True)
class Stop:
    groups: list[int]
    first_s: float
    last_s: float
    earliest_s: float
    latest_s: float
    arrive_s: float
    leave_s: float
    x: float
    y: float
    sigma: float
    single: bool
    chance: float
    accuracy: float
    notes: list[SpokenNote]
    hidden: bool = False


def _stretch_visits(whole: Track, matcher: Matcher, notes: list[SpokenNote]) -> list[Visit]:
    groups = group(whole)
    gaps = between(groups)
    sampling = _sampling(groups)
    first, last = whole.t[0] - 600.0, whole.t[-1] + 1800.0
    notes = [n for n in notes if first <= n.ended_s <= last]
    chance, _hidden = _chances(whole, groups, gaps, sampling, matcher, notes)
    stops = _stops(whole, groups, gaps, chance, sampling)
    _give_notes(stops, notes)
    return _decide(whole, stops, matcher, bool(notes))


def _sampling(groups: list[Group]) -> Sampling:
    steps = [b.first_s - a.last_s for a, b in itertools.pairwise(groups) if math.hypot(a.x - b.x, a.y - b.y) > 100]
    return Sampling(float(np.median(steps)) if len(steps) >= 3 else 60.0)


def _chances(
    whole: Track,
    groups: list[Group],
    gaps: list[Between],
    sampling: Sampling,
    matcher: Matcher,
    notes: list[SpokenNote],
) -> tuple[list[float], list[float]]:
    odds = []
    hours = max((whole.t[-1] - whole.t[0]) / 3600.0, 1.0)
    passing = sum(g.span_s < 60 for g in groups) * 8.0 / hours * 2e-7 + 2e-6
    for k, g in enumerate(groups):
        before = max(gaps[k - 1].slack_s, 0.0) if k else 0.0
        after = max(gaps[k].slack_s, 0.0) if k < len(gaps) else 0.0
        lat, lon = whole.plane.lat_lon(g.x, g.y)
        spot = Spot(
            lat, lon, _sigma(g), g.first_s, g.last_s, g.first_s - before, g.last_s + after, single=len(g.members) < 3
        )
        z = sum(c.weight for c in matcher.candidates(spot))
        value = math.log(z / passing) + _span_odds(g.span_s, sampling)
        if any(whole.called[i] == "p" for i in g.members):
            value += 2.0
        if any(whole.called[i] == "v" for i in g.members):
            value += 0.7
        if notes and any(g.first_s - 60 <= n.ended_s <= g.last_s + min(after, 3600.0) + 400.0 for n in notes):
            value += 2.0
        odds.append(value)
    unseen = math.log(0.25 * sampling.unseen_share)
    hidden = []
    for k, _gap in enumerate(gaps):
        value = unseen
        if any(groups[k].last_s < n.ended_s < groups[k + 1].first_s + 240 for n in notes):
            value += 2.0
        hidden.append(value)
    return stop_chances(odds, groups, gaps, sampling, hidden)


def _span_odds(span: float, sampling: Sampling) -> float:
    brief = sampling.interval_s / (sampling.interval_s + 250.0)
    if span <= 0.0:
        return math.log((0.01 + 0.5 * brief) / 0.85)
    stop = (1.0 - 0.5 * brief) / 1500.0 * math.exp(-span / 1500.0)
    through = 0.15 * (0.93 / 30.0 * math.exp(-span / 30.0) + 0.07 / 110.0 * math.exp(-span / 110.0))
    return math.log(stop / max(through, 1e-300))


def _sigma(g: Group) -> float:
    effective = 1.0 + min(len(g.members) - 1, g.span_s / 120.0)
    own = max(12.0, min(g.accuracy, 400.0) if len(g.members) < 3 else g.spread)
    return own / math.sqrt(effective)


def _stops(
    whole: Track, groups: list[Group], gaps: list[Between], chance: list[float], sampling: Sampling
) -> list[Stop]:
    stops: list[Stop] = []
    for k, g in enumerate(groups):
        if chance[k] < 0.3:
            continue
        prev_stop = k > 0 and chance[k - 1] >= 0.3
        next_stop = k < len(gaps) and chance[k + 1] >= 0.3
        before = max(gaps[k - 1].slack_s, 0.0) if k else 0.0
        after = max(gaps[k].slack_s, 0.0) if k < len(gaps) else 0.0
        grab_b = before * (0.5 if prev_stop else 1.0)
        grab_a = after * (0.5 if next_stop else 1.0)
        if before < 60:
            grab_b = 0
        if after < 60:
            grab_a = 0
        new = Stop(
            [k],
            g.first_s,
            g.last_s,
            g.first_s - before,
            g.last_s + after,
            g.first_s - grab_b,
            g.last_s + grab_a,
            g.x,
            g.y,
            _sigma(g),
            len(g.members) < 3,
            chance[k],
            g.accuracy,
            [],
        )
        if stops and stops[-1].groups[-1] == k - 1 and math.hypot(stops[-1].x - new.x, stops[-1].y - new.y) < 60.0:
            old = stops[-1]
            wo, wn = (old.last_s - old.first_s + 60) / old.sigma**2, (g.span_s + 60) / new.sigma**2
            old.x, old.y = (old.x * wo + new.x * wn) / (wo + wn), (old.y * wo + new.y * wn) / (wo + wn)
            old.sigma = min(old.sigma, new.sigma)
            old.groups.append(k)
            old.last_s, old.latest_s, old.leave_s = new.last_s, new.latest_s, new.leave_s
            old.single = False
            old.chance = max(old.chance, new.chance)
            continue
        stops.append(new)
    return stops


def _give_notes(stops: list[Stop], notes: list[SpokenNote]) -> None:
    for note in notes:
        best: Stop | None = None
        for stop in stops:
            if stop.earliest_s - 30 <= note.ended_s <= stop.latest_s + 420:
                best = stop if stop.arrive_s - 30 <= note.ended_s or best is None else best
        if best is not None:
            best.notes.append(note)


def _decide(whole: Track, stops: list[Stop], matcher: Matcher, notes_used: bool) -> list[Visit]:
    visits = []
    seen: set[str] = set()
    for i, stop in enumerate(stops):
        lat, lon = whole.plane.lat_lon(stop.x, stop.y)
        outdoors = 0.0
        spot = Spot(
            lat, lon, stop.sigma, stop.first_s, stop.last_s, stop.earliest_s, stop.latest_s, outdoors, stop.single
        )
        found = matcher.candidates(spot, stop.notes, frozenset(seen))
        dwell = stop.leave_s - stop.arrive_s
        weights = []
        for c in found:
            w = c.weight
            if c.label not in (HOME, NOBODY, OFFICE):
                w *= 1.0 / (1.0 + math.exp(-(dwell - 150.0) / 40.0))
                if notes_used:
                    w *= 6.0 if stop.notes else 0.4
            if c.label == HOME and (i == 0 or i == len(stops) - 1):
                w *= 30.0
            weights.append(w)
        total = sum(weights)
        ranked = sorted(
            ((w / total * stop.chance, c) for w, c in zip(weights, found, strict=True)),
            key=lambda z: (-z[0], z[1].label),
        )
        if ranked[0][1].label in (HOME, OFFICE):
            continue
        customers = [(p, c) for p, c in ranked if c.label not in (HOME, OFFICE, NOBODY)]
        if not customers:
            continue
        p, top = customers[0]
        named = top.label if p >= NAMED_FROM else None
        if named:
            seen.add(named)
        arrive, leave = _trim(stop)
        visits.append(
            Visit(
                whole.rep,
                named,
                arrive,
                leave,
                p,
                top.reasons,
                tuple((c.label, round(q, 3)) for q, c in customers[:4]),
                ASK_FROM <= p < ASK_TO,
                False,
                lat,
                lon,
            )
        )
    return visits


def _trim(stop: Stop) -> tuple[float, float]:
    arrive, leave = stop.arrive_s + 60.0, stop.leave_s - 45.0
    if leave - arrive < 60.0:
        middle = 0.5 * (stop.arrive_s + stop.leave_s)
        arrive, leave = middle - 60.0, middle + 60.0
    return arrive, leave

"""Fixes and notes in, visits out: the one door to the engine."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from visits.beliefs import BELIEFS
from visits.cleaning import Track, by_rep, sound_fixes, stretches, track
from visits.day import Draft, Seen, Shares, weigh_day
from visits.gaps import Between, Sampling, between, stop_chances
from visits.halts import Halt, halts
from visits.legs import legs
from visits.matching import HOME, NOBODY, OFFICE, OWN, SEARCH_M, Candidate, Matcher, Near, Spot
from visits.memo import Memo
from visits.parts import Part, Partition
from visits.questions import with_questions
from visits.second_door import with_second_doors
from visits.stays import Group, group
from visits.types import Company, Fix, SpokenNote, Visit
from visits.unseen import Unseen, unseen_stop

HIDDEN_FROM = 0.35
STEP_OUTSIDE_S = 300.0
PARKED_OUTSIDE_FROM = 0.7


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
            visits += stretch_visits(legs_of(legs(run), matcher), in_order(said.get(rep, [])))
    return visits


def in_order(notes: Iterable[SpokenNote]) -> list[SpokenNote]:
    """Give notes once each, in order of time."""
    return sorted(set(notes), key=lambda note: (note.ended_s, note.named_customer_id or ""))


def legs_of(cut: Iterable[list[Fix]], matcher: Matcher) -> list[Leg]:
    """Begin to work out legs, as `visits.legs.legs` cuts them; one without a usable fix is left out."""
    return [Leg(whole, matcher) for whole in map(track, cut) if whole is not None]


def stretch_start(fixes: Iterable[Fix], now_s: float | None = None) -> float | None:
    """Tell from when on a server must load fixes to find the newest visits as a run over everything would.

    Epoch s; None when there are no usable fixes. Give it one rep's fixes (of the last two days, say); then run
    `detect` on those with `at_s` or `received_s` from there on, with all the rep's notes: every visit since then
    is the same as in a full run, because a silence of four hours or the night (three o'clock by the sun) parts
    stretches, and no fix before a stretch matters to it. With several reps the earliest start counts.
    """
    starts = []
    for own in by_rep(fixes).values():
        sound, _ = sound_fixes(own, now_s)
        runs = stretches(sound)
        if runs:
            starts.append(runs[-1][0].at_s)
    return min(starts, default=None)


def stretch_visits(found: list[Leg], notes: list[SpokenNote]) -> list[Visit]:
    """Put the legs of one stretch together: what is seen in one changes what is likely in another."""
    if not found:
        return []
    first, last = found[0].track.t[0] - 600.0, found[-1].track.t[-1] + 1800.0
    notes = [n for n in notes if first <= n.ended_s <= last]
    readings = [leg.reading(notes) for leg in found]
    stops = [(leg, halt) for leg, reading in zip(found, readings, strict=True) for halt in reading.halts]
    missing = [(leg, k) for leg, reading in zip(found, readings, strict=True) for k in reading.missing]
    said = _notes_of([halt for _, halt in stops], notes)

    def look(seen: Seen) -> list[Draft]:
        drafts: list[Draft] = []
        for n, (leg, halt) in enumerate(stops):
            drafts += leg.halt_drafts(halt, said[n], bool(notes), n in (0, len(stops) - 1), seen)
        for leg, k in missing:
            stop = leg.unseen_stop(k, notes, seen)
            if stop is not None:
                drafts += _unseen_draft(leg.track, stop, leg.reading(notes).hidden[k], drafts)
        return sorted(drafts, key=lambda d: (d.begin_s, d.end_s))

    first_look = look(Seen([], []))
    drafts = look(Seen(first_look, weigh_day(first_look)))
    visits = _unbroken(_made(drafts, weigh_day(drafts, 1), found[-1].track.t[0]))
    return with_questions(with_second_doors(visits, found[0].matcher, notes))


def _made(drafts: list[Draft], shares: list[Shares], open_from_s: float) -> list[Visit]:
    """Build the visits of all stops but those at home and in the office, in order of time.

    A visit that began before the newest leg, `open_from_s`, is over.
    """
    visits = []
    for draft, share in zip(drafts, shares, strict=True):
        if share[0][0] in (HOME, OFFICE):
            continue
        visit = draft.visit(share)
        if visit is not None:
            is_over = visit.is_open and visit.arrive_s < open_from_s
            visits.append(replace(visit, is_open=False) if is_over else visit)
    return sorted(visits, key=lambda v: (v.arrive_s, v.leave_s))


def _notes_of(found: list[Halt], notes: list[SpokenNote]) -> list[tuple[SpokenNote, ...]]:
    """Give each halt the notes that may belong to it: until soon after it, but not into the next."""
    said = []
    for k, halt in enumerate(found):
        until = found[k + 1].begin_s + 30 if k + 1 < len(found) else math.inf
        until = min(halt.latest_s + 420.0, until)
        said.append(tuple(n for n in notes if halt.earliest_s - 30.0 <= n.ended_s <= until))
    return said


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what the fixes of one leg say by themselves: its halts, and the gaps that hide a stop, with their odds."""

    halts: list[Halt]
    hidden: list[float]
    missing: list[int]


class Leg:
    """Work out one leg of a stretch; what was worked out is kept, so a leg that has ended costs nothing again."""

    def __init__(self, whole: Track, matcher: Matcher) -> None:
        self.track, self.matcher = whole, matcher
        self.groups = group(whole)
        self.gaps = between(self.groups)
        self.sampling = _sampling(self.groups)
        self._readings: Memo[Reading] = Memo()
        self._partitions: Memo[Partition] = Memo()
        self._customers_near: Memo[list[str]] = Memo()
        self._halt_drafts: Memo[list[Draft]] = Memo()
        self._unseen_stops: Memo[Unseen | None] = Memo()

    def reading(self, notes: list[SpokenNote]) -> Reading:
        """Give halts and hidden stops; notes farther off than twenty minutes change nothing."""
        first, last = self.track.t[0] - 1200.0, self.track.t[-1] + 1200.0
        own = tuple(n for n in notes if first <= n.ended_s <= last)
        return self._readings.get("reading", own, lambda: self._read(list(own)))

    def _read(self, notes: list[SpokenNote]) -> Reading:
        chance, hidden = _chances(self.track, self.groups, self.gaps, self.sampling, self.matcher, notes)
        found = halts(self.track, self.groups, self.gaps, chance)
        return Reading(found, hidden, [k for k in range(len(self.gaps)) if hidden[k] > HIDDEN_FROM])

    def halt_drafts(
        self, halt: Halt, own: tuple[SpokenNote, ...], notes_used: bool, is_end: bool, seen_of: Seen
    ) -> list[Draft]:
        """Give the stops of one halt; `own`: its notes, `is_end`: the day's first or last."""
        times = (halt.begin_s, halt.end_s, halt.chance)
        partition = self._partitions.get(times, own, lambda: Partition(self.track, halt, list(own)))
        near = self._customers_near.get(times, None, lambda: self._customers_of(halt))
        seen = seen_of.elsewhere(near, halt.begin_s, halt.end_s)
        given = (own, notes_used, is_end, tuple(seen.items()))
        return self._halt_drafts.get(
            times, given, lambda: _halt_drafts(self.track, halt, self.matcher, partition, notes_used, is_end, seen)
        )

    def _customers_of(self, halt: Halt) -> list[str]:
        x, y = float(np.median(self.track.x[halt.index])), float(np.median(self.track.y[halt.index]))
        lat, lon = self.track.plane.lat_lon(x, y)
        return sorted({place.customer_id for place, _ in self.matcher.company.near(lat, lon, SEARCH_M + 1.0)})

    def unseen_stop(self, k: int, notes: list[SpokenNote], seen_of: Seen) -> Unseen | None:
        """Give the stop that no fix shows between two groups of fixes."""
        a, b = self.groups[k], self.groups[k + 1]
        own = tuple(n for n in notes if a.last_s < n.ended_s < b.first_s + 420.0)

        def stop(seen: dict[str, float]) -> Unseen | None:
            given = (own, bool(notes), tuple(sorted(seen.items())))
            return self._unseen_stops.get(
                k, given, lambda: unseen_stop(self.track, a, b, self.matcher, own, bool(notes), seen)
            )

        whoever = stop({})
        known = seen_of.elsewhere(whoever.sites, a.last_s, b.first_s) if whoever else {}
        return stop(known) if known else whoever


def _unbroken(visits: list[Visit]) -> list[Visit]:
    """Join visits to one customer that follow each other within minutes: a step outside ends no visit."""
    out: list[Visit] = []
    for visit in visits:
        last = out[-1] if out else None
        if (
            last is not None
            and last.customer_id is not None
            and last.customer_id == visit.customer_id
            and visit.arrive_s - last.leave_s < STEP_OUTSIDE_S
        ):
            surer = last if last.probability >= visit.probability else visit
            out[-1] = replace(
                surer,
                arrive_s=min(last.arrive_s, visit.arrive_s),
                leave_s=max(last.leave_s, visit.leave_s),
                is_open=visit.is_open,
            )
        else:
            out.append(visit)
    return out


def _unseen_draft(whole: Track, stop: Unseen, chance: float, others: list[Draft]) -> list[Draft]:
    label = next(c.label for c in stop.candidates if c.label not in OWN)
    arrive, leave = stop.times[label]
    if any(o.begin_s < leave and arrive < o.end_s and o.candidates[0].label == label for o in others):
        return []
    return [Draft(arrive, leave, stop.candidates, chance, partial(_unseen_visit, whole, stop))]


def _unseen_visit(whole: Track, stop: Unseen, customers: Shares) -> Visit | None:
    if not customers:
        return None
    label, p = customers[0]
    arrive, leave = stop.times[label]
    site = stop.sites[label]
    reasons = ["no position during the stop", "on your way, and the time fits"]
    if any(n.named_customer_id == label for n in stop.notes):
        reasons.append("named in your note")
        said = [n.ended_s for n in stop.notes if n.named_customer_id == label][-1]
        leave = min(leave, max(said, arrive + 120.0))
    lat, lon = whole.plane.lat_lon(site.x, site.y)
    named = label if p >= BELIEFS.named else None
    return Visit(whole.rep, named, arrive, leave, p, tuple(reasons), _offered(customers), False, False, lat, lon)


def _offered(customers: Shares) -> tuple[tuple[str, float], ...]:
    return tuple((c, round(p, 3)) for c, p in customers[:4])


def _sampling(groups: list[Group]) -> Sampling:
    steps = [b.first_s - a.last_s for a, b in itertools.pairwise(groups) if math.hypot(a.x - b.x, a.y - b.y) > 100.0]
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
    passing = sum(g.span_s < 60 for g in groups) * 8.0 / hours * BELIEFS.passing + BELIEFS.passing_least
    for k, g in enumerate(groups):
        before = max(gaps[k - 1].slack_s, 0.0) if k else 0.0
        after = max(gaps[k].slack_s, 0.0) if k < len(gaps) else 0.0
        if g.moving or (g.span_s < 20.0 and before + after < 60.0):
            odds.append(-9.0)
            continue
        lo, hi = g.first_s - before, g.last_s + after
        spot = Spot(g.x, g.y, _sigma(g), g.first_s, g.last_s, lo, hi, lo, hi, single=len(g.members) < 3)
        near = Near(matcher, whole.plane, g.x, g.y, (lo, hi), False)
        z = sum(c.weight for c in near.candidates(spot))
        value = math.log(z / passing) + _span_odds(g.span_s, sampling)
        if g.on_foot and g.span_s >= 60.0:
            value += BELIEFS.afoot
        if any(whole.called[i] == "p" for i in g.members):
            value += BELIEFS.ping
        if any(whole.called[i] == "v" for i in g.members):
            value += BELIEFS.called
        if notes and any(g.first_s - 60 <= n.ended_s <= g.last_s + min(after, 3600.0) + 400.0 for n in notes):
            value += BELIEFS.note_near
        odds.append(value)
    unseen = math.log(BELIEFS.unseen * sampling.unseen_share)
    hidden = []
    for k in range(len(gaps)):
        said = any(groups[k].last_s < n.ended_s < groups[k + 1].first_s + 240.0 for n in notes)
        hidden.append(unseen + (BELIEFS.unseen_note if said else 0.0))
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


def _halt_drafts(
    whole: Track,
    halt: Halt,
    matcher: Matcher,
    partition: Partition,
    notes_used: bool,
    is_end: bool,
    seen: dict[str, float],
) -> list[Draft]:
    x, y = float(np.median(whole.x[halt.index])), float(np.median(whole.y[halt.index]))
    near = Near(matcher, whole.plane, x, y, (halt.begin_s, halt.end_s), notes_used)
    near.seen = seen
    near.end_of_day = is_end
    return [
        Draft(p.begin_s, p.end_s, p.candidates, halt.chance, partial(_visit, whole, halt, p, near, partition))
        for p in _joined(partition.parts(near))
        if not p.parked
    ]


def _joined(parts: list[Part]) -> list[Part]:
    """Join the parts of one visit, a walk to the car included, and leave each customer to the part it fits best."""
    out: list[Part] = []
    for part in parts:
        last = next((p for p in reversed(out) if not p.parked), None)
        if last is not None and not part.parked and _same_customer(last, part):
            keep = last if last.end_s - last.begin_s > part.end_s - part.begin_s else part
            last.end_s, last.b = part.end_s, part.b
            last.candidates, last.x, last.y, last.spot = keep.candidates, keep.x, keep.y, keep.spot
            last.notes += part.notes
            continue
        out.append(part)
    stops = [p for p in out if not p.parked]
    for part in stops:
        part.candidates = [_less_if_elsewhere(c, part, stops) for c in part.candidates]
        part.candidates.sort(key=lambda c: (-c.weight, c.label))
    return out


def _same_customer(a: Part, b: Part) -> bool:
    return a.candidates[0].label == b.candidates[0].label != NOBODY


def _less_if_elsewhere(candidate: Candidate, part: Part, stops: list[Part]) -> Candidate:
    """Weigh a customer less here when another part of the same halt has it first and better."""
    if candidate.label in OWN:
        return candidate
    for other in stops:
        first = other.candidates[0]
        if other is not part and first.label == candidate.label and first.weight > candidate.weight:
            return replace(candidate, weight=candidate.weight * (1.0 - BELIEFS.seen_before))
    return candidate


def _visit(whole: Track, halt: Halt, part: Part, near: Near, partition: Partition, customers: Shares) -> Visit:
    label, p = customers[0] if customers else ("", 0.0)
    named = label if p >= BELIEFS.named else None
    reasons = near.reasons(label, part.spot, part.notes) if customers else ("no customer within 420 m",)
    arrive, leave = partition.door_times(part)
    lat, lon = whole.plane.lat_lon(part.x, part.y)
    return Visit(
        rep=whole.rep,
        customer_id=named,
        arrive_s=arrive,
        leave_s=leave,
        probability=p,
        reasons=reasons,
        alternatives=_offered(customers),
        ask=False,
        is_open=part.b == len(halt.index) and int(halt.index[-1]) == len(whole.t) - 1,
        lat=lat,
        lon=lon,
        spread_m=round(part.spot.sigma_m, 1),
        fix_count=part.b - part.a,
        parked_outside=part.spot.outdoors is not None and part.spot.outdoors > PARKED_OUTSIDE_FROM,
        entrance=partition.entrance(part, arrive),
        path=partition.path(part, arrive, leave) if named else (),
    )

"""Follow a rep's day as fixes trickle in: what has ended is kept worked out, only the newest leg is looked at again.

The result is the same as `detect` over all the fixes; a test holds the two together. What is kept may be dropped at
any time: a run over everything makes it anew.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from visits.cleaning import SILENCE_S, by_phone, healed, once, runs_of, solar_day, sound_fixes, stretches
from visits.clocks import ClockReading, read_clock
from visits.detector import Leg, in_order, legs_of, stretch_visits
from visits.legs import AROUND_S, legs
from visits.matching import Matcher
from visits.types import Company, Fix, SpokenNote, Visit

WORST_CLOCK_S = 600.0
NOTHING_READ = read_clock(())


@dataclass(frozen=True, slots=True)
class PhoneClock:
    """Hold what one phone's fixes before the cut tell of its clock, the offset used, and when by it the last was."""

    reading: ClockReading
    offset_s: float
    last_s: float


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Hold what the fixes of one rep's newest stretch say up to its last firm cut.

    `start_s`: the stretch's first fix, `cut_s`: the cut, both on the true clock. `overlap`: how many fixes before the
    cut a load from `load_from_s` on, by the phones' own clocks, gives again.
    """

    matcher: Matcher
    start_s: float
    solar_day: int
    cut_s: float
    legs: tuple[Leg, ...]
    clocks: Mapping[str, PhoneClock]
    overlap: int

    @property
    def company(self) -> Company:
        """Give the company it was worked out with: with another it says nothing."""
        return self.matcher.company

    @property
    def settled_until_s(self) -> float:
        """Give until when, by the phones' own clocks, a fix not known before makes it wrong; epoch s."""
        return self.cut_s + AROUND_S + _worst_s(self.clocks)

    @property
    def load_from_s(self) -> float:
        """Give from when on, by the phones' own clocks, `follow_day` wants the fixes; epoch s."""
        return _load_from_s(self.cut_s, self.clocks)


def begin_day(
    fixes: Iterable[Fix], company: Company, notes: Iterable[SpokenNote] = (), now_s: float | None = None
) -> tuple[list[Visit], Checkpoint | None]:
    """Give one rep's visits as `detect` does, and a checkpoint if the newest stretch has a firm cut."""
    given = list(fixes)
    runs = stretches(sound_fixes(given, now_s)[0])
    if not runs:
        return [], None
    matcher, said = Matcher(company, given[0].rep), in_order(notes)
    visits = [visit for run in runs[:-1] for visit in stretch_visits(legs_of(legs(run), matcher), said)]
    cut = legs(runs[-1])
    ended = legs_of(cut[:-1], matcher)
    visits += stretch_visits([*ended, *legs_of(cut[-1:], matcher)], said)
    if len(cut) == 1:
        return visits, None
    first, cut_s = runs[-1][0], cut[-1][0].at_s
    last_runs = {phone: runs_of(own)[-1] for phone, own in by_phone(given)[0].items()}
    offsets = {phone: read_clock(own).offset_s for phone, own in last_runs.items()}
    clocks, overlap = _clocks({}, last_runs, offsets, cut_s)
    if _worst_s(clocks) > WORST_CLOCK_S:
        return visits, None
    return visits, Checkpoint(matcher, first.at_s, solar_day(first), cut_s, tuple(ended), clocks, overlap)


def follow_day(
    checkpoint: Checkpoint, fixes: Iterable[Fix], notes: Iterable[SpokenNote] = (), now_s: float | None = None
) -> tuple[list[Visit], Checkpoint] | None:
    """Give the visits of the checkpoint's whole stretch from it and the fixes from `load_from_s` on, and the next one.

    None when the fixes do not continue what the checkpoint knows: a phone's clock turns out otherwise, a new stretch
    has begun, or fixes just before the cut came or went. Then everything must be looked at again, by `begin_day`. What
    came or went before `load_from_s` the caller must notice.
    """
    newer, overlap = _after_cut(checkpoint, by_phone(fixes)[0])
    offsets = {phone: _offset_s(checkpoint.clocks.get(phone), own) for phone, own in newer.items()}
    if overlap != checkpoint.overlap or None in offsets.values():
        return None
    known = {phone: offset for phone, offset in offsets.items() if offset is not None}
    runs = stretches(once([fix for phone, own in newer.items() for fix in healed(own, known[phone], now_s, [])]))
    if len(runs) != 1 or runs[0][0].at_s != checkpoint.cut_s or solar_day(runs[0][0]) != checkpoint.solar_day:
        return None
    cut = legs(runs[0])
    ended = [*checkpoint.legs, *legs_of(cut[:-1], checkpoint.matcher)]
    visits = stretch_visits([*ended, *legs_of(cut[-1:], checkpoint.matcher)], in_order(notes))
    if len(cut) == 1:
        return visits, checkpoint
    cut_s = cut[-1][0].at_s
    clocks, overlap = _clocks(checkpoint.clocks, newer, known, cut_s)
    start_s, day = checkpoint.start_s, checkpoint.solar_day
    return visits, Checkpoint(checkpoint.matcher, start_s, day, cut_s, tuple(ended), clocks, overlap)


def _after_cut(checkpoint: Checkpoint, phones: Mapping[str, list[Fix]]) -> tuple[dict[str, list[Fix]], int]:
    """Give each phone's fixes from the cut on, and how many before it were given."""
    newer, overlap = {}, 0
    for phone, own in phones.items():
        clock = checkpoint.clocks.get(phone)
        offset_s = clock.offset_s if clock else 0.0
        after = [fix for fix in own if fix.at_s + offset_s >= checkpoint.cut_s]
        overlap += len(own) - len(after)
        if after:
            newer[phone] = after
    return newer, overlap


def _offset_s(clock: PhoneClock | None, own: list[Fix]) -> float | None:
    """Give a phone's offset when its fixes do not make it another than before the cut; else None."""
    times = [clock.last_s] if clock else []
    times += [fix.at_s for fix in own]
    if any(later - earlier >= SILENCE_S for earlier, later in itertools.pairwise(times)):
        return None
    offset_s = (clock.reading if clock else NOTHING_READ).joined(read_clock(own)).offset_s
    is_same = offset_s == clock.offset_s if clock else abs(offset_s) <= WORST_CLOCK_S
    return offset_s if is_same else None


def _clocks(
    known: Mapping[str, PhoneClock], newer: Mapping[str, list[Fix]], offsets: Mapping[str, float], cut_s: float
) -> tuple[dict[str, PhoneClock], int]:
    """Read each phone's clock from its fixes before the cut; count those that a load from before the cut repeats."""
    clocks = dict(known)
    for phone, own in newer.items():
        before = [fix for fix in own if fix.at_s + offsets[phone] < cut_s]
        if before:
            reading = known[phone].reading if phone in known else NOTHING_READ
            clocks[phone] = PhoneClock(reading.joined(read_clock(before)), offsets[phone], before[-1].at_s)
    load_from_s = _load_from_s(cut_s, clocks)
    ended = [(fix, offsets[phone]) for phone, own in newer.items() for fix in own]
    return clocks, sum(fix.at_s >= load_from_s and fix.at_s + offset < cut_s for fix, offset in ended)


def _worst_s(clocks: Mapping[str, PhoneClock]) -> float:
    return max((abs(clock.offset_s) for clock in clocks.values()), default=0.0)


def _load_from_s(cut_s: float, clocks: Mapping[str, PhoneClock]) -> float:
    return math.floor(cut_s - _worst_s(clocks) - 1.0)  # whole, so that databases round nothing

"""Find the visit next door that few fixes hide: a stay too long for one visit, the neighbour's appointment in it."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from visits.beliefs import BELIEFS
from visits.matching import Matcher
from visits.types import Appointment, Place, SpokenNote, Visit

FEW_FIXES = 0.005  # per second: with more, a walk next door would have been seen
SHORTEST_S = 900.0
LEAST_PIECE_S = 240.0
LIKELY_SEEN = 0.3
SPLIT_FROM, ASK_FROM = 0.55, 0.3
UNIT_S = 1500.0  # a long visit


def with_second_doors(visits: Sequence[Visit], matcher: Matcher, notes: Sequence[SpokenNote]) -> list[Visit]:
    """Cut the stays that were likelier two visits next door to one another, and leave the second open where it may be.

    Visits in order of time; open ones are left alone. The second half of a stay left open offers the first
    customer too: the rep may have stayed.
    """
    seen = {customer for v in visits for customer, p in v.alternatives if p > LIKELY_SEEN}
    return list(itertools.chain.from_iterable(_cut(v, matcher, notes, seen) for v in visits))


def _cut(visit: Visit, matcher: Matcher, notes: Sequence[SpokenNote], seen: set[str]) -> Iterator[Visit]:
    dwell = visit.leave_s - visit.arrive_s
    own = matcher.company.sites.get(visit.customer_id or "", ())
    if visit.is_open or dwell < SHORTEST_S or not own or visit.probability < BELIEFS.sure:
        yield visit
        return
    doors = [door for door in matcher.next_doors(own[0]) if door.customer_id not in seen]
    if not doors:
        yield visit
        return
    said = [n.ended_s for n in notes if visit.arrive_s + LEAST_PIECE_S < n.ended_s < visit.leave_s - LEAST_PIECE_S]
    weights = [(matcher.rate(door) * _diary(door, visit, matcher), door) for door in doors]
    usual = sum(matcher.rate(door) for door in doors)
    odds = _too_long(visit) * sum(weight for weight, _ in weights) / usual
    if notes:
        odds *= BELIEFS.second_note if said else BELIEFS.second_no_note
    p = odds / (1.0 + odds)
    best, door = max(weights, key=lambda w: (w[0], w[1].customer_id))
    share = p * best / sum(weight for weight, _ in weights)
    if p < ASK_FROM:
        yield visit
        return
    at_s, is_first = _between(visit, door, matcher, said)
    if any(n.named_customer_id == visit.customer_id and at_s + 60.0 < n.ended_s < visit.leave_s + 420.0 for n in notes):
        is_first = True  # the first customer was spoken of at the end
    named = door.customer_id if share >= SPLIT_FROM else None
    stays, others = (
        (visit.customer_id or "", round(1.0 - p, 3)),
        (
            sorted(
                ((d.customer_id, round(p * w / sum(x for x, _ in weights), 3)) for w, d in weights), key=lambda e: -e[1]
            )
        ),
    )
    second = replace(
        visit,
        customer_id=named,
        probability=share,
        reasons=("next door", f"{dwell / 60.0:.0f} minutes are long for one visit", *_reasons(door, visit, matcher)),
        alternatives=tuple(sorted([stays, *others], key=lambda e: -e[1])[:4]),
        lat=door.lat,
        lon=door.lon,
        entrance=None,
    )
    if is_first:
        yield replace(second, leave_s=at_s - 30.0)
        yield replace(visit, arrive_s=at_s + 30.0)
    else:
        yield replace(visit, leave_s=at_s - 30.0)
        yield replace(second, arrive_s=at_s + 30.0)


def _too_long(visit: Visit) -> float:
    """Give the odds that a stay beside a neighbour holds two visits, from its length alone."""
    dwell = visit.leave_s - visit.arrive_s
    if visit.fix_count > FEW_FIXES * dwell:
        return BELIEFS.second_seen
    return BELIEFS.second_unseen * dwell / UNIT_S


def _appointments(door: Place, visit: Visit, matcher: Matcher) -> list[Appointment]:
    rows = matcher.diary.get(door.customer_id, ())
    return [a for a in rows if visit.arrive_s - 900.0 < a.start_s < visit.leave_s + 300.0]


def _diary(door: Place, visit: Visit, matcher: Matcher) -> float:
    if not matcher.has_diary:
        return 1.0
    return BELIEFS.second_diary if _appointments(door, visit, matcher) else BELIEFS.diary_none


def _reasons(door: Place, visit: Visit, matcher: Matcher) -> Iterator[str]:
    for appointment in _appointments(door, visit, matcher)[:1]:
        yield f"appointment at {matcher.clock(appointment.start_s)}"


def _between(visit: Visit, door: Place, matcher: Matcher, said: list[float]) -> tuple[float, bool]:
    """Guess when the one door was left for the other, and whether the neighbour's was the first."""
    middle = 0.5 * (visit.arrive_s + visit.leave_s)
    theirs = [a.start_s for a in _appointments(door, visit, matcher)]
    own = [a.start_s for a in matcher.diary.get(visit.customer_id or "", ()) if abs(a.start_s - middle) < 5400.0]
    is_first = bool(theirs) and theirs[0] < (
        own[0] if own else visit.arrive_s + 0.25 * (visit.leave_s - visit.arrive_s)
    )
    if said:
        return min(said, key=lambda at: math.fabs(at - middle)), is_first
    if theirs and not is_first:
        middle = min(max(theirs[0], visit.arrive_s + LEAST_PIECE_S), visit.leave_s - LEAST_PIECE_S)
    return middle, is_first

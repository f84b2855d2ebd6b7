"""Find the visit next door that a stay hides: how long it was, what was said in it, where its fixes moved."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from visits.beliefs import BELIEFS
from visits.distance import METRES_PER_DEGREE
from visits.matching import Matcher
from visits.questions import NEXT_DOOR
from visits.types import Appointment, Place, SpokenNote, Visit

FEW_FIXES = 0.005  # per second: with more, a walk next door would have been seen
SHORTEST_S = 360.0
LEAST_PIECE_S = 150.0
LIKELY_SEEN = 0.3
LEAST_SHARE = 0.02
UNIT_S = 1500.0  # a long visit
LONGEST_S = 5400.0
SITE_OFF_M = 20.0  # pins and buildings put the way between two doors wrong by so much
CLEAR = 1.0
GUESSED_SHARE = 0.65
SAID_LATER_S = 420.0
APART_S = 900.0


@dataclass(frozen=True, slots=True)
class _Stay:
    """Hold one stay, the doors that may have been the second, each with its weight, and the notes spoken there."""

    visit: Visit
    own: Place
    doors: list[tuple[float, Place]]
    notes: list[SpokenNote]

    @property
    def inside(self) -> list[SpokenNote]:
        """Give the notes that ended well within the stay: most are spoken at the end of a visit."""
        begin, end = self.visit.arrive_s + LEAST_PIECE_S, self.visit.leave_s - LEAST_PIECE_S
        return [note for note in self.notes if begin < note.ended_s < end]


def with_second_doors(visits: Sequence[Visit], matcher: Matcher, notes: Sequence[SpokenNote]) -> list[Visit]:
    """Cut the stays that were likelier two visits next door to one another, and leave the second open where it may be.

    Visits in order of time; open ones are left alone. The second half of a stay left open offers the first
    customer too: the rep may have stayed.
    """
    seen = [{c for c, p in v.alternatives if p > LIKELY_SEEN} for v in visits]
    found: list[Visit] = []
    for k, visit in enumerate(visits):
        elsewhere = set().union(*seen[:k], *seen[k + 1 :])
        stay = _stay(visit, matcher, notes, elsewhere)
        found += [visit] if stay is None else _cut(stay, matcher, bool(notes))
    return found


def _stay(visit: Visit, matcher: Matcher, notes: Sequence[SpokenNote], elsewhere: set[str]) -> _Stay | None:
    """Prepare a stay that may hide a second visit; None where none may."""
    own = matcher.company.sites.get(visit.customer_id or "", ())
    if visit.is_open or not visit.fix_count or not own or visit.leave_s - visit.arrive_s < SHORTEST_S:
        return None
    until = visit.leave_s + SAID_LATER_S
    said = [n for n in notes if visit.arrive_s + 60.0 < n.ended_s < until]
    named = {n.named_customer_id for n in said}
    shares = dict(visit.alternatives)
    places = {door.customer_id: door for door in matcher.next_doors(own[0])}
    for customer, share in visit.alternatives:
        if share > LEAST_SHARE and customer in matcher.company.sites:
            places.setdefault(customer, matcher.company.sites[customer][0])
    doors = []
    for customer, place in places.items():
        if customer != visit.customer_id and (customer not in elsewhere or customer in named):
            weight = matcher.rate(place) * _diary(place, visit, matcher) + shares.get(customer, 0.0)
            doors.append((weight * (BELIEFS.note_named if customer in named else 1.0), place))
    return _Stay(visit, own[0], sorted(doors, key=lambda d: (-d[0], d[1].customer_id)), said) if doors else None


def _cut(stay: _Stay, matcher: Matcher, notes_used: bool) -> Iterator[Visit]:
    visit, doors = stay.visit, stay.doors
    odds = math.exp(_log_odds(stay, matcher))
    p = odds / (1.0 + odds)
    if p < BELIEFS.second_ask:
        yield visit
        return
    total = sum(weight for weight, _ in doors)
    best, door = doors[0]
    share = p * best / total
    at_s, is_first = _between(stay, door, matcher, share >= BELIEFS.second_named)
    offered = [(d.customer_id, round(p * weight / total, 3)) for weight, d in doors[:3]]
    stays = (visit.customer_id or "", round(1.0 - p, 3))
    minutes = (visit.leave_s - visit.arrive_s) / 60.0
    second = replace(
        visit,
        customer_id=door.customer_id if share >= BELIEFS.second_named else None,
        probability=share,
        reasons=(NEXT_DOOR, *_reasons(stay, door, minutes, matcher)),
        alternatives=tuple(sorted([stays, *offered], key=lambda e: -e[1])),
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


def _log_odds(stay: _Stay, matcher: Matcher) -> float:
    """Weigh two visits against one: by length, neighbours, diary, notes, and where the fixes moved."""
    visit = stay.visit
    dwell = visit.leave_s - visit.arrive_s
    few = visit.fix_count < FEW_FIXES * dwell
    doubt = max((p for c, p in visit.alternatives if c != visit.customer_id), default=0.0)
    odds = BELIEFS.second + BELIEFS.second_long * (2.0 if few else 1.0) * min(dwell, LONGEST_S) / UNIT_S
    odds += BELIEFS.second_doubt * math.log(doubt + 0.01)
    odds += BELIEFS.second_moved * _walk(stay, stay.doors[0][1]).evidence
    near = [d for _, d in stay.doors if d in matcher.next_doors(stay.own)]
    if near:
        odds += BELIEFS.second_near
    theirs = [a.start_s for d in near for a in _appointments(d, visit, matcher)]
    if theirs:
        odds += BELIEFS.second_diary
    if any(abs(at - a.start_s) >= APART_S for a in _appointments(stay.own, visit, matcher) for at in theirs):
        odds += BELIEFS.second_both
    if stay.inside:
        odds += BELIEFS.second_note
    if len(stay.notes) > 1:
        odds += BELIEFS.second_notes
    if dwell < 600.0:
        odds -= 1.0
    return odds


def _appointments(door: Place, visit: Visit, matcher: Matcher) -> list[Appointment]:
    rows = matcher.diary.get(door.customer_id, ())
    return [a for a in rows if visit.arrive_s - 900.0 < a.start_s < visit.leave_s + 300.0]


def _diary(door: Place, visit: Visit, matcher: Matcher) -> float:
    if not matcher.has_diary:
        return 1.0
    return 10.0 if _appointments(door, visit, matcher) else BELIEFS.diary_none


def _reasons(stay: _Stay, door: Place, minutes: float, matcher: Matcher) -> Iterator[str]:
    if minutes >= 15.0:
        yield f"{minutes:.0f} minutes are long for one visit"
    for appointment in _appointments(door, stay.visit, matcher)[:1]:
        yield f"appointment at {matcher.clock(appointment.start_s)}"
    if any(n.named_customer_id == door.customer_id for n in stay.notes):
        yield "named in your note"
    elif stay.inside or len(stay.notes) > 1:
        yield "a note was spoken in between"


def _between(stay: _Stay, door: Place, matcher: Matcher, is_named: bool) -> tuple[float, bool]:
    """Guess when the one door was left for the other, and whether the neighbour's was the first.

    By a note, where the fixes moved, an appointment; a neighbour not sure enough to be named takes the smaller part.
    """
    visit = stay.visit
    begin, end = visit.arrive_s + LEAST_PIECE_S, visit.leave_s - LEAST_PIECE_S
    middle = 0.5 * (visit.arrive_s + visit.leave_s)
    walk = _walk(stay, door)
    theirs = [a.start_s for a in _appointments(door, visit, matcher)]
    is_first = walk.is_first if walk.clear > CLEAR else _earlier(stay, theirs, matcher)
    told = [n.ended_s for n in (stay.notes[:-1] if len(stay.notes) > 1 else stay.inside)]
    if told:
        at_s = min(told, key=lambda at: abs(at - middle)) + 20.0
        for note in stay.notes:
            if note.named_customer_id in (door.customer_id, visit.customer_id):
                is_first = (note.ended_s < at_s + 60.0) == (note.named_customer_id == door.customer_id)
                break
    elif walk.clear > CLEAR:
        at_s = walk.at_s
    elif theirs and not is_first:
        at_s = theirs[0]
    else:
        at_s = middle
    if not told and not is_named:
        least = GUESSED_SHARE * (visit.leave_s - visit.arrive_s)
        at_s = min(at_s, visit.leave_s - least) if is_first else max(at_s, visit.arrive_s + least)
    return min(max(at_s, begin), end), is_first


@dataclass(frozen=True, slots=True)
class _Walk:
    """Hold what the fixes say of a walk between two doors: its log-likelihood against none, how much better the
    likelier order is, when the likeliest was, and whether it came from the neighbour's."""

    evidence: float
    clear: float
    at_s: float
    is_first: bool


def _walk(stay: _Stay, door: Place) -> _Walk:
    """Look for a walk from the one door to the other, along the line between them, at any time and either way."""
    visit, path = stay.visit, stay.visit.path
    middle = 0.5 * (visit.arrive_s + visit.leave_s)
    east = math.cos(math.radians(stay.own.lat))
    dx, dy = (door.lon - stay.own.lon) * east * METRES_PER_DEGREE, (door.lat - stay.own.lat) * METRES_PER_DEGREE
    length = math.hypot(dx, dy)
    if length < 1.0 or not path:
        return _Walk(0.0, 0.0, middle, False)
    along = [
        ((w.lon - stay.own.lon) * east * dx + (w.lat - stay.own.lat) * dy) * METRES_PER_DEGREE / length for w in path
    ]
    weights = [w.precision for w in path]
    total, moment = sum(weights), sum(w * u for w, u in zip(weights, along, strict=True))
    ways: list[tuple[float, int, bool]] = []
    before = early = 0.0
    for k in range(1, len(path)):
        before += weights[k - 1]
        early += weights[k - 1] * along[k - 1]
        after = total - before
        if before < 1e-9 or after < 1e-9:
            ways += [(0.0, k, False), (0.0, k, True)]
            continue
        moved = (moment - early) / after - early / before
        variance = 1.0 / before + 1.0 / after + SITE_OFF_M**2
        ways += [((way * moved * length - 0.5 * length * length) / variance, k, way < 0) for way in (1.0, -1.0)]
    there = _sum_exp([ll for ll, _, is_first in ways if not is_first])
    back = _sum_exp([ll for ll, _, is_first in ways if is_first])
    _, k, is_first = max(ways, key=lambda w: w[0])
    at_s = visit.arrive_s + (visit.leave_s - visit.arrive_s) * k / len(path)
    return _Walk(_sum_exp([there, back]) - math.log(len(ways)), abs(there - back), at_s, is_first)


def _sum_exp(logs: list[float]) -> float:
    most = max(logs)
    return most + math.log(sum(math.exp(value - most) for value in logs))


def _earlier(stay: _Stay, theirs: list[float], matcher: Matcher) -> bool:
    visit = stay.visit
    middle = 0.5 * (visit.arrive_s + visit.leave_s)
    own = [a.start_s for a in matcher.diary.get(visit.customer_id or "", ()) if abs(a.start_s - middle) < 5400.0]
    usual = own[0] if own else visit.arrive_s + 0.25 * (visit.leave_s - visit.arrive_s)
    return bool(theirs) and theirs[0] < usual

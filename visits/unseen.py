"""Name the stops that no fix shows: time that went missing between two places, a customer on the way, a note."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from visits.beliefs import BELIEFS
from visits.cleaning import Track
from visits.gaps import travel_s
from visits.matching import NOBODY, Candidate, Matcher, Site
from visits.stays import Group
from visits.types import SpokenNote

ON_THE_WAY_S = 300.0
NOBODY_RATE = 0.2
FEWEST_S = 120.0
FARTHEST_M = 6000.0


@dataclass(frozen=True, slots=True)
class Unseen:
    """Hold one stop without a fix: its explanations, heaviest first, and each customer's times and place."""

    candidates: list[Candidate]
    times: dict[str, tuple[float, float]]
    sites: dict[str, Site]
    notes: list[SpokenNote]


def unseen_stop(
    track: Track,
    a: Group,
    b: Group,
    matcher: Matcher,
    notes: Sequence[SpokenNote],
    notes_used: bool,
    seen: dict[str, float],
) -> Unseen | None:
    """Weigh the customers that fit between two groups of fixes; None where none does."""
    inside = [n for n in notes if a.last_s < n.ended_s < b.first_s + 420.0]
    names = {n.named_customer_id for n in inside if n.named_customer_id}
    direct = travel_s(math.hypot(a.x - b.x, a.y - b.y))
    found, times, sites = [], {}, {}
    visit = (BELIEFS.note_some if inside else BELIEFS.note_none) if notes_used else 1.0
    for site in _sites(track, a, b, matcher, names):
        there = travel_s(math.hypot(site.x - a.x, site.y - a.y))
        back = travel_s(math.hypot(site.x - b.x, site.y - b.y))
        arrive, leave = a.last_s + 0.85 * there + 60.0, b.first_s - 0.85 * back - 45.0
        dwell = leave - arrive
        if dwell < FEWEST_S:
            continue
        customer = site.place.customer_id
        weight = visit * site.rate * math.exp(-max(there + back - direct, 0.0) / ON_THE_WAY_S)
        weight *= _diary(site, arrive, leave, matcher.has_diary) * (1.0 - BELIEFS.seen_before * seen.get(customer, 0.0))
        if names:
            weight *= BELIEFS.note_named if customer in names else BELIEFS.note_other
        for crossing in track.crossings:
            if crossing.customer_id == customer and a.last_s - 60.0 <= crossing.at_s <= b.first_s + 120.0:
                weight *= 8.0
        found.append(Candidate(customer, weight, 0.0))
        times[customer], sites[customer] = (arrive, leave), site
    if not found:
        return None
    found.append(Candidate(NOBODY, NOBODY_RATE * (BELIEFS.note_named_nobody if names else 1.0), 0.0))
    found.sort(key=lambda c: (-c.weight, c.label))
    return Unseen(found, times, sites, inside)


def _sites(track: Track, a: Group, b: Group, matcher: Matcher, names: set[str]) -> list[Site]:
    """Give the sites of the rep's own and named customers around the way between two groups."""
    span = (a.last_s, b.first_s)
    reach = min(0.5 * math.hypot(a.x - b.x, a.y - b.y) + 2000.0, FARTHEST_M)
    lat, lon = track.plane.lat_lon(0.5 * (a.x + b.x), 0.5 * (a.y + b.y))
    sites = []
    for place, _ in matcher.company.near(lat, lon, reach):
        if matcher.rate(place) > 0.01 or place.customer_id in names:
            sites.append(matcher.site(place, track.plane, span))
    return sites


def _diary(site: Site, arrive: float, leave: float, has_diary: bool) -> float:
    if not has_diary:
        return 1.0
    late = min((max(arrive - a.start_s, a.start_s - leave, 0.0) for a in site.appointments), default=math.inf)
    return BELIEFS.diary_none + (
        0.5 * BELIEFS.diary_hit / (1.0 + (late / BELIEFS.diary_s) ** 2) ** 2 if late < math.inf else 0.0
    )

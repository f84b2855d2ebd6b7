"""Say whose door a stop was at: weigh every customer around it against home, office and nobody's."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from visits.beliefs import BELIEFS
from visits.distance import Plane
from visits.types import Appointment, Company, LatLon, Place, SpokenNote

HOME, OFFICE, NOBODY = "\x00home", "\x00office", "\x00nobody"
OWN = frozenset((HOME, OFFICE, NOBODY))
SEARCH_M = 420.0
WORKING_DAYS_90D = 64.0
NEXT_DOOR_M = 160.0
OFTEN_ENOUGH = 0.01  # visits a day below which a neighbour is not thought of


@dataclass(frozen=True, slots=True)
class Spot:
    """Hold where and when a stop was: centre in metres on the track's plane, `sigma_m` its own uncertainty.

    `first_s`..`last_s` is proven by fixes, `earliest_s`..`latest_s` is what travel times allow, `begin_s`..`end_s`
    what is likeliest; `single`: so few fixes that they may come from the parked car; `outdoors` 0-1 by the accuracy
    the phone claims, None where there are too few fixes to tell.
    """

    x: float
    y: float
    sigma_m: float
    first_s: float
    last_s: float
    earliest_s: float
    latest_s: float
    begin_s: float
    end_s: float
    single: bool = False
    outdoors: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one explanation of a stop: `label` a customer's id, HOME, OFFICE or NOBODY; `weight` is not normalised.

    `beside`: on the same scale, what a stop of nobody's so near this customer would weigh once per visit to it.
    """

    label: str
    weight: float
    distance_m: float
    beside: float = 0.0


@dataclass(slots=True)
class Site:
    """Hold a customer's site near a halt with all that does not depend on the exact stop."""

    place: Place
    x: float
    y: float
    rate: float
    past: int
    owner: bool
    pin2: float
    appointments: list[Appointment]


class Matcher:
    """Know one rep's customers; rates are stops per day, densities per square metre."""

    def __init__(self, company: Company, rep: str) -> None:
        self.company, self.rep = company, rep
        known = company.rep_by_id.get(rep)
        self.home: LatLon | None = known.home if known else None
        self.office: LatLon | None = known.office if known else None
        self.diary: dict[str, list[Appointment]] = {}
        for appointment in company.diary.get(rep, ()):
            self.diary.setdefault(appointment.customer_id, []).append(appointment)
        self.has_diary = bool(self.diary)
        self.has_history = bool(company.visits_90d)
        self._next_doors: dict[Place, list[Place]] = {}

    def rate(self, place: Place) -> float:
        """Expect so many visits of this rep to this customer per working day."""
        owner = place.owner_rep == self.rep
        past = self.company.visits_90d.get((self.rep, place.customer_id), 0)
        if self.has_history and owner:
            return (BELIEFS.owner_past * past + BELIEFS.owner_bonus) / WORKING_DAYS_90D
        if self.has_history:
            return (past + BELIEFS.other_bonus) / WORKING_DAYS_90D
        return (3.0 if owner else 0.15) / WORKING_DAYS_90D

    def site(self, place: Place, plane: Plane, margin_s: tuple[float, float]) -> Site:
        """Prepare a site for stops between two moments; appointments more than three hours off cannot matter."""
        x, y = plane.point(place.lat, place.lon)
        pin = max(place.radius_m, 10.0) if place.radius_m is not None else BELIEFS.pin_m
        diary = [
            a
            for a in self.diary.get(place.customer_id, ())
            if margin_s[0] - 10800.0 < a.start_s < margin_s[1] + 10800.0
        ]
        past = self.company.visits_90d.get((self.rep, place.customer_id), 0)
        return Site(place, x, y, self.rate(place), past, place.owner_rep == self.rep, pin * pin, diary)

    def next_doors(self, place: Place) -> list[Place]:
        """List the sites a rep who is at one may walk over to; looked for once."""
        if place not in self._next_doors:
            near = (other for other, _ in self.company.near(place.lat, place.lon, NEXT_DOOR_M))
            self._next_doors[place] = [other for other in near if self.rate(other) > OFTEN_ENOUGH]
        return self._next_doors[place]

    def local_hour(self, at_s: float) -> float:
        """Give the local time of day in hours."""
        local = dt.datetime.fromtimestamp(at_s, self.company.local_zone)
        return local.hour + local.minute / 60.0

    def clock(self, at_s: float) -> str:
        """Write the local time of day."""
        return dt.datetime.fromtimestamp(at_s, self.company.local_zone).strftime("%H:%M")


class Near:
    """Weigh the explanations of stops in one neighbourhood, prepared once."""

    def __init__(
        self, matcher: Matcher, plane: Plane, x: float, y: float, span_s: tuple[float, float], notes_used: bool
    ) -> None:
        self.matcher, self.notes_used = matcher, notes_used
        lat, lon = plane.lat_lon(x, y)
        self.sites = [matcher.site(p, plane, span_s) for p, _ in matcher.company.near(lat, lon, SEARCH_M)]
        self.hour = matcher.local_hour(0.5 * (span_s[0] + span_s[1]))
        self.seen: dict[str, float] = {}
        self.end_of_day = False
        self.own = [
            (label, *plane.point(*point), rate)
            for label, point, rate in ((HOME, matcher.home, BELIEFS.home), (OFFICE, matcher.office, BELIEFS.office))
            if point is not None
        ]

    def candidates(self, spot: Spot, notes: Sequence[SpokenNote] = ()) -> list[Candidate]:
        """List every explanation of a stop with its weight, heaviest first."""
        names = [n.named_customer_id for n in notes if n.named_customer_id]
        dwell = spot.end_s - spot.begin_s
        long_enough = 1.0 / (1.0 + math.exp(min(30.0, -(dwell - BELIEFS.shortest_s) / BELIEFS.shortest_soft_s)))
        visit = long_enough
        if self.notes_used:
            visit *= BELIEFS.note_none
        if notes:  # one visit, one note: a second one speaks for another visit
            told = sorted(
                (BELIEFS.note_some * _note_timing(n.ended_s - spot.end_s, dwell) for n in notes), reverse=True
            )
            visit *= told[0] * BELIEFS.note_again ** (len(told) - 1)
        elsewhere = 1.0
        if spot.outdoors is not None:
            visit *= blend(BELIEFS.outdoors_visit, spot.outdoors)
            elsewhere *= blend(BELIEFS.outdoors_nobody, spot.outdoors)
        if names:
            elsewhere *= BELIEFS.note_named_nobody
        found: dict[str, Candidate] = {}
        broad = 0.0
        for site in self.sites:
            distance = math.hypot(site.x - spot.x, site.y - spot.y)
            broad += site.rate * _gauss(distance, BELIEFS.nobody_near_m)
            weight = visit * site.rate * _at_site(distance, spot, site.pin2) * self._factor(site, spot, names)
            label = site.place.customer_id
            if label not in found or weight > found[label].weight:
                beside = elsewhere * _gauss(distance, BELIEFS.beside_m)
                found[label] = Candidate(label, weight, distance, beside)
        nobody = (BELIEFS.nobody_near * broad + BELIEFS.nobody_far) * elsewhere
        found[NOBODY] = Candidate(NOBODY, nobody, 0.0)
        for label, x, y, rate in self.own:
            distance = math.hypot(x - spot.x, y - spot.y)
            if distance < SEARCH_M:
                if label == HOME and self.end_of_day:
                    rate *= BELIEFS.home_ends
                found[label] = Candidate(label, rate * _at_site(distance, spot, 20.0**2), distance)
        return sorted(found.values(), key=lambda c: (-c.weight, c.label))

    def _factor(self, site: Site, spot: Spot, names: list[str]) -> float:
        factor = self._diary(site, spot)[0]
        if not _open(site.place, self.hour):
            factor *= BELIEFS.closed
        if names:
            factor *= BELIEFS.note_named if site.place.customer_id in names else BELIEFS.note_other
        return factor * (1.0 - BELIEFS.seen_before * self.seen.get(site.place.customer_id, 0.0))

    def _diary(self, site: Site, spot: Spot) -> tuple[float, Appointment | None]:
        """Weigh the diary: visits come within some twenty minutes of their appointment; about half have one."""
        if not self.matcher.has_diary:
            return 1.0, None
        best, found = 0.0, None
        for appointment in site.appointments:
            late = max(spot.earliest_s - appointment.start_s, appointment.start_s - spot.first_s, 0.0)
            density = 1.0 / (1.0 + (late / BELIEFS.diary_s) ** 2) ** 2
            if density > best:
                best, found = density, appointment
        best *= 1.0 - 0.85 * self.seen.get(site.place.customer_id, 0.0)
        return BELIEFS.diary_none + BELIEFS.diary_hit * best, (found if best > 0.2 else None)

    def reasons(self, label: str, spot: Spot, notes: Sequence[SpokenNote]) -> tuple[str, ...]:
        """Say in plain words what speaks for and against a customer."""
        site = min(
            (s for s in self.sites if s.place.customer_id == label),
            key=lambda s: math.hypot(s.x - spot.x, s.y - spot.y),
        )
        said = [f"{math.hypot(site.x - spot.x, site.y - spot.y):.0f} m from the door"]
        if site.owner:
            said.append("your customer")
        if site.past:
            said.append(f"{site.past} visit{'s' if site.past > 1 else ''} in the last 90 days")
        appointment = self._diary(site, spot)[1]
        if appointment is not None:
            said.append(f"appointment at {self.matcher.clock(appointment.start_s)}")
        if any(n.named_customer_id == label for n in notes):
            said.append("named in your note")
        elif notes:
            said.append("a note was spoken here")
        if not _open(site.place, self.hour):
            said.append("outside opening hours")
        if self.seen.get(label, 0.0) > 0.5:
            said.append("second time today")
        return tuple(said)


def blend(share: float, truth: float) -> float:
    """Give how well a chance of `share` fits what is true with probability `truth`."""
    return share * truth + (1.0 - share) * (1.0 - truth)


def _note_timing(after_s: float, dwell_s: float) -> float:
    """Weigh when a note ended against the end of the visit: mostly in its last minutes or soon after, in the car."""
    if -150.0 <= after_s <= 60.0:
        return 1.0
    if after_s > 60.0:
        return math.exp(-(after_s - 60.0) / 300.0)
    return max(math.exp((after_s + 150.0) / 120.0), min(1.0, 90.0 / max(dwell_s, 1.0)))


def _at_site(distance: float, spot: Spot, pin2: float) -> float:
    """Give the density of a stop's centre that far from the site it belongs to, per square metre.

    Student's t in the plane (3 degrees of freedom): pins, indoor bias and jumps have heavy tails. A lone fix may
    come from the parked car, which stands some tens of metres off.
    """
    s2 = pin2 + spot.sigma_m**2
    share = BELIEFS.car_share_lone if spot.single else BELIEFS.car_share
    return (1.0 - share) * _student(distance, s2) + share * _student(distance, s2 + BELIEFS.car_m**2)


def _student(r: float, s2: float) -> float:
    return float((1.0 + r * r / (3.0 * s2)) ** -2.5 / (2.0 * math.pi * s2))


def _gauss(r: float, sigma: float) -> float:
    """Give the density of stops that are no visits (food, fuel, calls) around a customer, per square metre."""
    s2 = sigma * sigma
    return math.exp(-r * r / (2.0 * s2)) / (2.0 * math.pi * s2)


def _open(place: Place, hour: float) -> bool:
    if place.opens_h is None or place.closes_h is None:
        return True
    if place.opens_h <= place.closes_h:
        return place.opens_h - 0.25 <= hour < place.closes_h
    return hour >= place.opens_h - 0.25 or hour < place.closes_h

"""Say whose door a stop was at: weigh every customer around it against home, office and nobody's."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from visits.types import Appointment, Company, LatLon, Place, SpokenNote

HOME, OFFICE, NOBODY = "\x00home", "\x00office", "\x00nobody"
SEARCH_M = 420.0
WORKING_DAYS_90D = 64.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Hold where and when a stop was: centre in degrees, `sigma_m` its own uncertainty, epoch seconds.

    `first_s`..`last_s` is proven by fixes, `earliest_s`..`latest_s` is what travel times allow. `outdoors` is the
    log-odds, by the accuracy the phone reports, that it stayed outside; `offset_m` how far the fixes may be from
    the door because they were taken at the car.
    """

    lat: float
    lon: float
    sigma_m: float
    first_s: float
    last_s: float
    earliest_s: float
    latest_s: float
    outdoors: float = 0.0
    single: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one explanation of a stop: `label` a customer's id, HOME, OFFICE or NOBODY; `weight` is not normalised."""

    label: str
    weight: float
    distance_m: float
    reasons: tuple[str, ...] = field(default=())


class Matcher:
    """Weigh explanations of the stops of one rep; rates are stops per day, densities per square metre."""

    def __init__(self, company: Company, rep: str) -> None:
        self.company, self.rep = company, rep
        known = company.rep_by_id.get(rep)
        self.home: LatLon | None = known.home if known else None
        self.office: LatLon | None = known.office if known else None
        self.diary = company.diary.get(rep, ())
        self.has_diary = bool(company.diary)
        self.has_history = bool(company.visits_90d)
        self.owned = (
            {p.customer_id for p in company.places if p.owner_rep == rep} if len(company.places) < 5000 else None
        )

    def rate(self, place: Place) -> float:
        """Expect so many visits of this rep to this customer per working day."""
        owner = place.owner_rep == self.rep
        past = self.company.visits_90d.get((self.rep, place.customer_id), 0)
        if self.has_history:
            return (past + (1.2 if owner else 0.12)) / WORKING_DAYS_90D
        return (3.0 if owner else 0.15) / WORKING_DAYS_90D

    def candidates(
        self, spot: Spot, named: Iterable[SpokenNote] = (), seen: frozenset[str] = frozenset()
    ) -> list[Candidate]:
        """List every explanation of a stop with its weight, heaviest first."""
        found: list[Candidate] = []
        broad = 0.0
        names = [n.named_customer_id for n in named if n.named_customer_id]
        for place, distance in self.company.near(spot.lat, spot.lon, SEARCH_M):
            rate = self.rate(place)
            broad += rate * _broad(distance)
            weight, reasons = self._weigh(place, distance, rate, spot, names, seen)
            found.append(Candidate(place.customer_id, weight, distance, reasons))
        found = _one_per_customer(found)
        indoors = 1.0 / (1.0 + math.exp(spot.outdoors))
        if names:
            broad *= 0.3
        found.append(Candidate(NOBODY, (0.25 * broad + 4e-8) * (0.5 + 1.0 * (1.0 - indoors)), 0.0))
        found += self._own_places(spot)
        return sorted(found, key=lambda c: (-c.weight, c.label))

    def _weigh(
        self, place: Place, distance: float, rate: float, spot: Spot, names: list[str], seen: frozenset[str]
    ) -> tuple[float, tuple[str, ...]]:
        reasons = [f"{distance:.0f} m from the door"]
        weight = rate * _at_site(distance, spot, place)
        if place.owner_rep == self.rep:
            reasons.append("your customer")
        past = self.company.visits_90d.get((self.rep, place.customer_id), 0)
        if past:
            reasons.append(f"{past} visit{'s' if past > 1 else ''} in the last 90 days")
        factor, appointment = self._appointment(place.customer_id, spot)
        weight *= factor
        if appointment is not None:
            reasons.append(f"appointment at {self._clock(appointment.start_s)}")
        hour = self.local_hour(0.5 * (spot.first_s + spot.last_s))
        if not _open(place, hour):
            weight *= 0.2
            reasons.append("outside opening hours")
        if names:
            if place.customer_id in names:
                weight *= 40.0
                reasons.append("named in your note")
            else:
                weight *= 0.04
        if place.customer_id in seen:
            weight *= 0.3
            reasons.append("second time today")
        weight *= 1.0 / (1.0 + math.exp(spot.outdoors))
        return weight, tuple(reasons)

    def _appointment(self, customer: str, spot: Spot) -> tuple[float, Appointment | None]:
        """Weigh the diary: visits come within some twenty minutes of their appointment; about half have one."""
        if not self.has_diary:
            return 1.0, None
        best, found = 0.0, None
        for appointment in self.diary:
            if appointment.customer_id != customer:
                continue
            late = max(spot.earliest_s - appointment.start_s, appointment.start_s - spot.first_s, 0.0)
            density = 1.0 / (1.0 + (late / 1100.0) ** 2) ** 2
            if density > best:
                best, found = density, appointment
        factor = 0.55 + 25.0 * best
        return factor, (found if best > 0.2 else None)

    def _own_places(self, spot: Spot) -> list[Candidate]:
        own = []
        for label, point, rate in ((HOME, self.home, 2.0), (OFFICE, self.office, 0.4)):
            if point is None:
                continue
            here = Place(label, label, point[0], point[1], None, None, None)
            from visits.distance import distance_m

            distance = distance_m(spot.lat, spot.lon, *point)
            if distance < SEARCH_M:
                own.append(Candidate(label, rate * _at_site(distance, spot, here), distance))
        return own

    def local_hour(self, at_s: float) -> float:
        """Give the local time of day in hours."""
        local = dt.datetime.fromtimestamp(at_s, self.company.local_zone)
        return local.hour + local.minute / 60.0

    def _clock(self, at_s: float) -> str:
        return dt.datetime.fromtimestamp(at_s, self.company.local_zone).strftime("%H:%M")


def _at_site(distance: float, spot: Spot, place: Place) -> float:
    """Give the density of a stop's centre that far from the site it belongs to, per square metre.

    Student's t in the plane (3 degrees of freedom): pins, indoor bias and jumps have heavy tails. A lone fix may
    come from the parked car, which stands some tens of metres off.
    """
    pin = max(place.radius_m, 10.0) if place.radius_m is not None else 24.0
    near = _student(distance, pin * pin + spot.sigma_m**2)
    parked = _student(distance, pin * pin + spot.sigma_m**2 + 60.0**2)
    share = 0.35 if spot.single else 0.08
    return (1.0 - share) * near + share * parked


def _student(r: float, s2: float, nu: float = 3.0) -> float:
    return float((1.0 + r * r / (nu * s2)) ** (-(nu + 2.0) / 2.0) / (2.0 * math.pi * s2))


def _broad(r: float) -> float:
    """Give the density of other stops (food, fuel, calls) around a customer: people stop where they work."""
    s2 = 95.0**2
    return math.exp(-r * r / (2.0 * s2)) / (2.0 * math.pi * s2)


def _open(place: Place, hour: float) -> bool:
    if place.opens_h is None or place.closes_h is None:
        return True
    if place.opens_h <= place.closes_h:
        return place.opens_h - 0.25 <= hour < place.closes_h
    return hour >= place.opens_h - 0.25 or hour < place.closes_h


def _one_per_customer(found: list[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.label not in best or candidate.weight > best[candidate.label].weight:
            best[candidate.label] = candidate
    return list(best.values())

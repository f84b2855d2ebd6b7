"""Learn where a customer is, how far it reaches and when it is visited, from visits that a person confirmed."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from visits.distance import Floats, Plane, distance_m
from visits.types import LatLon

# Measured with bench/learnt_places.py.
PIN_M, PIN_WRONG_M, PIN_WRONG_SHARE = 35.0, 300.0, 0.08
STAY_WRONG_M, STAY_WRONG_SHARE = 200.0, 0.2  # a confirmation given to the wrong stay
INDOORS_M = 22.0  # how far walls pull the centre of a stay, beyond what its fixes show
OUTSIDE_M = 55.0  # the phone stayed in the car
UNKNOWN_SPREAD_M = 40.0
FEW_FIXES, FEW_FIXES_M = 3, 30.0  # so few may all come from the parked car
REACH_M, REACH_VISITS = 20.0, 3.0  # what is believed of a reach, and for how many visits that counts
REACH_LEAST_M, REACH_MOST_M = 12.0, 150.0
ENTRANCE_VISITS, ENTRANCE_AWAY_M, ENTRANCE_FARTHEST_M = 2, 15.0, 200.0
HOURS_VISITS, QUARTER_H, AROUND_H = 5, 0.25, 0.5  # fewer visits say nothing of the hours
STEPS = 30


@dataclass(frozen=True, slots=True)
class ConfirmedVisit:
    """Hold one visit that a person confirmed, changed to this customer, or made, as far as it tells about the place.

    `lat`, `lon`: centre of the stay, None where no fix shows it; `spread_m`: how well that centre is known;
    `parked_outside`: the phone seems to have stayed at the car; `entrance`: the last place before the door, if seen.
    """

    arrive_s: float
    leave_s: float
    lat: float | None = None
    lon: float | None = None
    spread_m: float | None = None
    fix_count: int | None = None
    parked_outside: bool = False
    entrance: LatLon | None = None


@dataclass(frozen=True, slots=True)
class LearntPlace:
    """Hold what was learnt of a customer's site.

    `lat`, `lon`: the place; `radius_m`: its reach, as `Place.radius_m` wants it; `entrance`: where it differs;
    `usual_from_h`, `usual_to_h`: when visits usually begin and end, local hours 0-24 (from > to: over midnight), from
    five visits on;
    `evidence`: visits that agree with the place; `moved_m`: how far it is from the pin, 0 without one.
    """

    lat: float
    lon: float
    radius_m: float
    entrance: LatLon | None
    usual_from_h: float | None
    usual_to_h: float | None
    evidence: int
    moved_m: float


@dataclass(frozen=True, slots=True)
class _Witness:
    """Hold one witness of a place: where it points, how well, and how it may be altogether wrong."""

    x: float
    y: float
    sigma_m: float
    wrong_m: float
    wrong_share: float

    def likelihoods(self, x: float, y: float) -> tuple[float, float]:
        """Give the densities at a place that this witness is right and that it is wrong."""
        r2 = (self.x - x) ** 2 + (self.y - y) ** 2
        return (
            (1.0 - self.wrong_share) * _student(r2, self.sigma_m**2),
            self.wrong_share * _student(r2, self.wrong_m**2),
        )


def learn_place(pin: LatLon | None, visits: Iterable[ConfirmedVisit], zone: str) -> LearntPlace | None:
    """Learn a customer's place from confirmed visits, starting from the imported pin; None when neither tells it.

    The order of visits does not matter. A mixture of right and wrong witnesses, the pin being one of them, is solved
    from every witness as a start (EM with Student's t, McLachlan & Peel 2000); the likeliest answer wins. So one
    visit far from the pin does not move it, two that agree do, and one wrong confirmation among right ones is left
    aside. `zone`: IANA time zone of the hours. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    known = sorted(visits, key=lambda v: (v.arrive_s, v.leave_s, v.lat or 0.0, v.lon or 0.0))
    placed = [v for v in known if _is_placed(v)]
    origin = pin or next(((v.lat, v.lon) for v in placed if v.lat is not None and v.lon is not None), None)
    if origin is None:
        return None
    plane = Plane(*origin)
    stays = [_stay(plane, v) for v in placed]
    witnesses = stays + ([_Witness(*plane.point(*pin), PIN_M, PIN_WRONG_M, PIN_WRONG_SHARE)] if pin else [])
    x, y = _likeliest(witnesses)
    if pin and sum(_rightness(stay, x, y) > 0.5 for stay in stays) < 2:
        x, y = _climb(witnesses, *plane.point(*pin))  # one visit alone never outvotes the pin
    right = [_rightness(stay, x, y) for stay in stays]
    lat, lon = plane.lat_lon(x, y)
    agreeing = [visit for visit, share in zip(placed, right, strict=True) if share > 0.5]
    unplaced = [v for v in known if not _is_placed(v)]
    usual_from_h, usual_to_h = _usual_hours(agreeing + unplaced, ZoneInfo(zone))
    return LearntPlace(
        lat=lat,
        lon=lon,
        radius_m=_reach_m(stays, right, x, y),
        entrance=_entrance(agreeing, lat, lon),
        usual_from_h=usual_from_h,
        usual_to_h=usual_to_h,
        evidence=len(agreeing),
        moved_m=distance_m(*pin, lat, lon) if pin else 0.0,
    )


def _is_placed(visit: ConfirmedVisit) -> bool:
    return (
        visit.lat is not None
        and visit.lon is not None
        and math.isfinite(visit.lat)
        and math.isfinite(visit.lon)
        and visit.fix_count != 0
    )


def _stay(plane: Plane, visit: ConfirmedVisit) -> _Witness:
    spread = visit.spread_m if visit.spread_m is not None else UNKNOWN_SPREAD_M
    few = FEW_FIXES_M if visit.fix_count is not None and visit.fix_count < FEW_FIXES else 0.0
    sigma = math.hypot(spread, OUTSIDE_M if visit.parked_outside else INDOORS_M, few)
    return _Witness(*plane.point(visit.lat or 0.0, visit.lon or 0.0), sigma, STAY_WRONG_M, STAY_WRONG_SHARE)


def _likeliest(witnesses: Sequence[_Witness]) -> tuple[float, float]:
    """Find the likeliest place, climbing from where each witness points and from the middle of all."""
    starts = [(w.x, w.y) for w in witnesses]
    starts.append((float(np.median([w.x for w in witnesses])), float(np.median([w.y for w in witnesses]))))
    tops = [_climb(witnesses, x, y) for x, y in starts]
    return max(tops, key=lambda top: (round(_log_likelihood(witnesses, *top), 9), top))


def _climb(witnesses: Sequence[_Witness], x: float, y: float) -> tuple[float, float]:
    for _ in range(STEPS):
        pulls = [_pull(w, x, y) for w in witnesses]
        total = sum(pulls)
        to_x = sum(p * w.x for p, w in zip(pulls, witnesses, strict=True)) / total
        to_y = sum(p * w.y for p, w in zip(pulls, witnesses, strict=True)) / total
        moved = math.hypot(to_x - x, to_y - y)
        x, y = to_x, to_y
        if moved < 0.01:
            break
    return x, y


def _pull(witness: _Witness, x: float, y: float) -> float:
    """Weigh a witness in the next step: both ways it may have come about, each with its Student weight."""
    right, wrong = witness.likelihoods(x, y)
    r2 = (witness.x - x) ** 2 + (witness.y - y) ** 2
    near = right / (witness.sigma_m**2 + r2 / 3.0)
    far = wrong / (witness.wrong_m**2 + r2 / 3.0)
    return (near + far) / max(right + wrong, 1e-300)


def _log_likelihood(witnesses: Sequence[_Witness], x: float, y: float) -> float:
    return sum(math.log(max(sum(w.likelihoods(x, y)), 1e-300)) for w in witnesses)


def _rightness(witness: _Witness, x: float, y: float) -> float:
    right, wrong = witness.likelihoods(x, y)
    return right / max(right + wrong, 1e-300)


def _student(r2: float, s2: float) -> float:
    """Give Student's density in the plane with three degrees of freedom."""
    return float((1.0 + r2 / (3.0 * s2)) ** -2.5 / (2.0 * math.pi * s2))


def _reach_m(stays: Sequence[_Witness], right: Sequence[float], x: float, y: float) -> float:
    """Estimate how far from the place stays lie beyond their own error, drawn towards the usual reach."""
    total = REACH_VISITS * REACH_M**2
    for stay, share in zip(stays, right, strict=True):
        r2 = min((stay.x - x) ** 2 + (stay.y - y) ** 2, (2.0 * REACH_MOST_M) ** 2)
        own2 = max(stay.sigma_m**2 - INDOORS_M**2, 0.0)
        total += share * max(0.5 * r2 - own2, 0.0)
    reach = math.sqrt(total / (REACH_VISITS + sum(right)))
    return min(max(reach, REACH_LEAST_M), REACH_MOST_M)


def _entrance(visits: Sequence[ConfirmedVisit], lat: float, lon: float) -> LatLon | None:
    """Give the middle of where reps were last seen before the door, when that is another place than the site."""
    seen = [v.entrance for v in visits if v.entrance and distance_m(*v.entrance, lat, lon) <= ENTRANCE_FARTHEST_M]
    if len(seen) < ENTRANCE_VISITS:
        return None
    middle: Floats = np.median(np.array(seen), axis=0)
    door = (float(middle[0]), float(middle[1]))
    return door if distance_m(*door, lat, lon) >= ENTRANCE_AWAY_M else None


def _usual_hours(visits: Sequence[ConfirmedVisit], zone: ZoneInfo) -> tuple[float | None, float | None]:
    """Give when visits usually begin and end, half an hour wider; of ten visits the oddest is left aside."""
    begins = [_local_hour(v.arrive_s, zone) for v in visits]
    if len(begins) < HOURS_VISITS:
        return None, None
    turn = _quiet_hour(begins)
    odd = len(visits) // 10
    first = sorted((h - turn) % 24.0 for h in begins)[odd]
    lasts = (min((v.leave_s - v.arrive_s) / 3600.0, 23.0) for v in visits)
    ends = sorted((h - turn) % 24.0 + last for h, last in zip(begins, lasts, strict=True))[-1 - odd]
    usual_from = math.floor((first - AROUND_H) / QUARTER_H) * QUARTER_H
    usual_to = min(math.ceil((ends + AROUND_H) / QUARTER_H) * QUARTER_H, usual_from + 24.0 - QUARTER_H)
    return (usual_from + turn) % 24.0, (usual_to + turn) % 24.0


def _quiet_hour(hours: Sequence[float]) -> float:
    """Find the whole hour that begins the longest time of the day without a visit's begin, so that night is no cut."""
    ordered = sorted(hours)
    gaps = [
        (later - earlier, earlier) for earlier, later in zip(ordered, [*ordered[1:], ordered[0] + 24.0], strict=True)
    ]
    longest, before = max(gaps)
    return math.floor(before + 0.5 * longest) % 24.0


def _local_hour(at_s: float, zone: ZoneInfo) -> float:
    local = dt.datetime.fromtimestamp(at_s, zone)
    return local.hour + local.minute / 60.0 + local.second / 3600.0

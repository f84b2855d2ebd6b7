"""What goes into the visit engine and what comes out: plain, frozen values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from visits.distance import METRES_PER_DEGREE, Floats, distance_m, distances_m

CELL_DEG = 0.005  # about 550 m north to south: a search of 400 m looks at few cells

LatLon = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fix:
    """Hold one position of a rep's phone.

    `at_s` is the phone's own clock, `received_s` the server's, both in epoch seconds; `trigger` is 'v' (the
    system's visit call-back), 'p' (ping), 'c' (region crossing), 'talk' (the talk button) or empty; a crossing
    has `region_event` 'enter' or 'leave' and the customer's id as `region_id`.
    """

    rep: str
    at_s: float
    lat: float
    lon: float
    accuracy_m: float | None
    received_s: float | None
    source: str = ""
    trigger: str = ""
    region_event: str = ""
    region_id: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a customer's site; hours are local, 0-24; `radius_m` its reach, when learnt."""

    customer_id: str
    name: str
    lat: float
    lon: float
    owner_rep: str | None
    opens_h: float | None
    closes_h: float | None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """Hold where a rep lives and has the office, as (lat, lon), when known."""

    id: str
    home: LatLon | None = None
    office: LatLon | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Hold one appointment of the diary, epoch seconds; it may not have been kept."""

    rep: str
    customer_id: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class PastVisits:
    """Hold how often a rep was at a customer in the last ninety days."""

    rep: str
    customer_id: str
    visits_90d: int


@dataclass(frozen=True, slots=True)
class SpokenNote:
    """Hold when a rep finished speaking a note (server's clock, epoch s) and the customer it names, if any."""

    rep: str
    ended_s: float
    named_customer_id: str | None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Hold where the phone was in one of some equal spans of a stay, degrees.

    `precision`: one over the variance of that position in square metres, 0 where no fix shows it.
    """

    precision: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Visit:
    """Hold one stop that was, or may have been, a visit.

    `customer_id` is None where no customer is likely enough; `ask` says that the rep should be asked, with
    `alternatives` (customer id, probability), best first, the named one included. `is_open`: the stay had not
    ended at the newest fix. `lat`, `lon`: centre of the stay, known to `spread_m` metres by `fix_count` fixes within
    ten seconds each (0: no fix shows the stop). `parked_outside`: the phone seems to have stayed at the car.
    `entrance`: where the phone was last seen before the door, when dense fixes show it. `path`: where it was
    in each of some equal spans of the stay.
    """

    rep: str
    customer_id: str | None
    arrive_s: float
    leave_s: float
    probability: float
    reasons: tuple[str, ...]
    alternatives: tuple[tuple[str, float], ...]
    ask: bool
    is_open: bool
    lat: float
    lon: float
    spread_m: float | None = None
    fix_count: int = 0
    parked_outside: bool = False
    entrance: LatLon | None = None
    path: tuple[Whereabouts, ...] = ()


class Index:
    """Find the entries of a list of positions near a point; built once, a search looks at a few cells only."""

    __slots__ = ("_cells", "_lats", "_lons")

    def __init__(self, positions: Iterable[LatLon]) -> None:
        pairs = list(positions)
        self._lats: Floats = np.array([p[0] for p in pairs], dtype=np.float64)
        self._lons: Floats = np.array([p[1] for p in pairs], dtype=np.float64)
        self._cells: dict[tuple[int, int], list[int]] = {}
        for i, (lat, lon) in enumerate(pairs):
            self._cells.setdefault((math.floor(lat / CELL_DEG), math.floor(lon / CELL_DEG)), []).append(i)

    def near(self, lat: float, lon: float, radius_m: float) -> list[tuple[int, float]]:
        """List (index, distance in m) within the radius, nearest first."""
        high = radius_m / METRES_PER_DEGREE
        wide = high / max(math.cos(math.radians(lat)), 0.01)
        found = []
        for row in range(math.floor((lat - high) / CELL_DEG), math.floor((lat + high) / CELL_DEG) + 1):
            for column in range(math.floor((lon - wide) / CELL_DEG), math.floor((lon + wide) / CELL_DEG) + 1):
                for i in self._cells.get((row, column), ()):
                    d = distance_m(lat, lon, float(self._lats[i]), float(self._lons[i]))
                    if d <= radius_m:
                        found.append((i, d))
        return sorted(found, key=lambda entry: (entry[1], entry[0]))

    def nearest(self, lat: float, lon: float, count: int) -> list[tuple[int, float]]:
        """List the `count` nearest as (index, distance in m), nearest first, however far."""
        if not len(self._lats) or count < 1:
            return []
        d = distances_m(lat, lon, self._lats, self._lons)
        return [(int(i), float(d[i])) for i in np.argsort(d, kind="stable")[:count]]


@dataclass(frozen=True, slots=True)
class Company:
    """Hold what is known before any fix comes: sites, reps, diary, history; build it once, it indexes itself.

    `zone` is the IANA time zone of opening hours. Raises ValueError for an unknown zone. A customer may have
    several sites; places with broken coordinates are left out of the index.
    """

    places: tuple[Place, ...]
    reps: tuple[Rep, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    history: tuple[PastVisits, ...] = ()
    zone: str = "America/Chicago"
    index: Index = field(init=False, repr=False, compare=False)
    local_zone: ZoneInfo = field(init=False, repr=False, compare=False)
    rep_by_id: dict[str, Rep] = field(init=False, repr=False, compare=False)
    visits_90d: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)
    diary: dict[str, tuple[Appointment, ...]] = field(init=False, repr=False, compare=False)
    sites: dict[str, tuple[Place, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(
                f"time zone {self.zone!r} is not known; give an IANA name such as America/Chicago"
            ) from error
        places = tuple(p for p in self.places if abs(p.lat) <= 90 and abs(p.lon) <= 180)
        sites: dict[str, list[Place]] = {}
        for place in places:
            sites.setdefault(place.customer_id, []).append(place)
        diary: dict[str, list[Appointment]] = {}
        for appointment in self.appointments:
            diary.setdefault(appointment.rep, []).append(appointment)
        put = object.__setattr__  # the one way to fill a frozen value's derived fields
        put(self, "places", places)
        put(self, "index", Index((p.lat, p.lon) for p in places))
        put(self, "local_zone", zone)
        put(self, "rep_by_id", {rep.id: rep for rep in self.reps})
        put(self, "visits_90d", {(h.rep, h.customer_id): h.visits_90d for h in self.history})
        put(self, "diary", {rep: tuple(sorted(rows, key=lambda a: a.start_s)) for rep, rows in diary.items()})
        put(self, "sites", {customer: tuple(rows) for customer, rows in sites.items()})

    def near(self, lat: float, lon: float, radius_m: float) -> list[tuple[Place, float]]:
        """List the sites within `radius_m` with their distance in metres, nearest first."""
        return [(self.places[i], d) for i, d in self.index.near(lat, lon, radius_m)]

    def nearest(self, lat: float, lon: float, count: int) -> list[tuple[Place, float]]:
        """List the `count` nearest sites with their distance in metres, nearest first."""
        return [(self.places[i], d) for i, d in self.index.nearest(lat, lon, count)]

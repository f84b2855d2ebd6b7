"""Where a customer is, by the visits that people confirmed: heals a wrong pin, keeps the pin beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Site
from models.visit import Decision, Origin, Visit
from server.services.customers.standing import merged_into
from visits.distance import distance_m
from visits.learning import ConfirmedVisit, LearntPlace, learn_place

LEARN = "learn"
MOST_VISITS = 60
REACH = timedelta(days=730)
MOVED_M = 300.0  # pins are off by less, mostly
HOURS_FROM_VISITS = 5  # fewer tell more of the rep's rounds than of the customer's hours

LatLon = tuple[float, float]


def learn_sites(session: Session, customer_id: str, zone: str) -> None:
    """Learn the sites of a customer anew from its confirmed visits and the pins; the caller commits.

    Nothing is added up: the same visits give the same place, and visits taken back are forgotten.
    """
    # Locked, for two words may teach the same place at the same time.
    query = select(Site).where(Site.customer_id == customer_id).order_by(Site.created_at, Site.id).with_for_update()
    sites = session.scalars(query).all()
    visits = _confirmed_visits(session, customer_id)
    for site in sites:
        _keep_pin(site)
    for site, of_site in _by_site(sites, visits).items():
        _learn(site, of_site, zone)


def _confirmed_visits(session: Session, customer_id: str) -> Sequence[Visit]:
    query = (
        select(Visit)
        .where(Visit.customer_id.in_([customer_id, *merged_into(session, customer_id)]))
        .where(Visit.decision.in_((Decision.CONFIRMED, Decision.CHANGED)), Visit.withdrawn_at.is_(None))
        .where(Visit.arrived_at > now() - REACH, Visit.is_open.is_(False))
        .order_by(Visit.arrived_at.desc(), Visit.id.desc())
        .limit(MOST_VISITS)
    )
    return session.scalars(query).all()


def _keep_pin(site: Site) -> None:
    if site.pin_lat is None and site.learnt_from == 0:
        site.pin_lat, site.pin_lon = site.lat, site.lon


def _by_site(sites: Sequence[Site], visits: Sequence[Visit]) -> dict[Site, list[Visit]]:
    """Give each visit to the nearest of the customer's sites, one without a position to the first."""
    found: dict[Site, list[Visit]] = defaultdict(list)
    for site in sites:
        found[site] = []
    for visit in visits if sites else ():
        found[min(sites, key=lambda site: _apart_m(site, visit))].append(visit)
    return found


def _apart_m(site: Site, visit: Visit) -> float:
    lat, lon = (site.lat, site.lon) if site.lat is not None else (site.pin_lat, site.pin_lon)
    if lat is None or lon is None or visit.lat is None or visit.lon is None:
        return 0.0
    return distance_m(lat, lon, visit.lat, visit.lon)


def _learn(site: Site, visits: Sequence[Visit], zone: str) -> None:
    pin = (site.pin_lat, site.pin_lon) if site.pin_lat is not None and site.pin_lon is not None else None
    visits = [visit for visit in visits if site.moved_at is None or visit.arrived_at > site.moved_at]
    learnt = learn_place(pin, [_as_evidence(visit) for visit in visits], zone) if visits else None
    if learnt is None or not learnt.evidence:
        _unlearn(site)
    else:
        _write(site, learnt, len(visits))
    site.learnt_at = now()


def _as_evidence(visit: Visit) -> ConfirmedVisit:
    """Read a visit as the learner wants it; what a person or a note made has no place of its own."""
    is_seen = visit.origin in (Origin.ENGINE, Origin.PERSON) and visit.split_from_id is None
    door = (visit.entrance_lat, visit.entrance_lon)
    return ConfirmedVisit(
        arrive_s=visit.arrived_at.timestamp(),
        leave_s=visit.left_at.timestamp(),
        lat=visit.lat if is_seen else None,
        lon=visit.lon if is_seen else None,
        spread_m=visit.spread_m,
        fix_count=visit.fix_count,
        parked_outside=visit.is_parked_outside,
        entrance=(door[0], door[1]) if door[0] is not None and door[1] is not None else None,
    )


def _write(site: Site, learnt: LearntPlace, visit_count: int) -> None:
    site.lat, site.lon = round(learnt.lat, 6), round(learnt.lon, 6)
    site.reach_m = round(learnt.radius_m, 1)
    site.entrance_lat, site.entrance_lon = _rounded(learnt.entrance)
    has_hours = visit_count >= HOURS_FROM_VISITS
    site.usual_from_h, site.usual_to_h = (learnt.usual_from_h, learnt.usual_to_h) if has_hours else (None, None)
    site.learnt_from = learnt.evidence


def _rounded(place: LatLon | None) -> tuple[float | None, float | None]:
    return (round(place[0], 6), round(place[1], 6)) if place else (None, None)


def take_pin(site: Site, lat: float | None, lon: float | None) -> bool:
    """Take the position that a table says; True when anything changed.

    1. A site of which nothing was learnt stands where the table says.
    2. What visits taught stays, and the table's position is only the pin that it is compared with.
    3. A pin that jumps far, also from where the visits were, says that the customer has moved: what was learnt of
       the old place is forgotten.
    """
    if (site.pin_lat, site.pin_lon) == (lat, lon) and (site.learnt_from > 0 or (site.lat, site.lon) == (lat, lon)):
        return False
    has_moved = _is_far(site.pin_lat, site.pin_lon, lat, lon) and _is_far(site.lat, site.lon, lat, lon)
    site.pin_lat, site.pin_lon = lat, lon
    if site.learnt_from == 0 or has_moved:
        site.lat, site.lon = lat, lon
        _unlearn(site)
    if has_moved:
        site.moved_at = now()
    return True


def _is_far(lat: float | None, lon: float | None, to_lat: float | None, to_lon: float | None) -> bool:
    if lat is None or lon is None or to_lat is None or to_lon is None:
        return False
    return distance_m(lat, lon, to_lat, to_lon) > MOVED_M


def _unlearn(site: Site) -> None:
    if site.pin_lat is not None:
        site.lat, site.lon = site.pin_lat, site.pin_lon
    site.reach_m = site.entrance_lat = site.entrance_lon = None
    site.usual_from_h = site.usual_to_h = None
    site.learnt_from = 0


def moved_m(site: Site) -> float | None:
    """Return how far a learnt position is from the imported pin; None where one of them is not known."""
    if site.learnt_from == 0 or site.lat is None or site.lon is None or site.pin_lat is None or site.pin_lon is None:
        return None
    return distance_m(site.pin_lat, site.pin_lon, site.lat, site.lon)


def learnt_in_words(site: Site) -> str | None:
    """Say from how many visits a position was learnt, and how far off the pin was; None for a plain pin."""
    if site.learnt_from == 0:
        return None
    said = f"position learnt from {site.learnt_from} visit{'' if site.learnt_from == 1 else 's'}"
    away_m = moved_m(site)
    return said if away_m is None else f"{said}, {away_m:.0f} m from the address's pin"

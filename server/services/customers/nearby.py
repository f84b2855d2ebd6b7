"""Customers to choose from: around a position, or by a few letters of what one remembers."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.customer import Customer, Site, is_customer
from models.finding import find_names
from models.search import SearchKind

EARTH_RADIUS_M = 6_371_008.8
AROUND_DEG = 0.15
MOST_OFFERED = 20
STANDING_AT_M = 120.0
CLEARLY_FURTHER_M = 60.0
STANDING_AROUND_DEG = 0.01


@dataclass(frozen=True, slots=True)
class Place:
    """A customer as offered for choosing; the distance is from where one stands, None when unknown."""

    id: str
    name: str
    street: str
    city: str
    lat: float | None
    lon: float | None
    distance_m: float | None


def customers_to_choose(session: Session, query: str, here: tuple[float, float] | None) -> list[Place]:
    """Return at most 20 customers: those found by the words, else those around; nearest first where one stands."""
    customers = _found(session, query) if query.strip() else _around(session, here)
    places = [_place(customer, here) for customer in customers]
    if here is not None:
        places.sort(key=lambda place: place.distance_m if place.distance_m is not None else float("inf"))
    return places[:MOST_OFFERED]


def customer_standing_at(session: Session, here: tuple[float, float]) -> str | None:
    """Return the one customer at whose place somebody stands; None when there is none, or two could be meant.

    The nearest counts within 120 m (pins are off by up to 100 m) if the next one is at least twice as far and 60 m
    further: closer neighbours no single position can tell apart.
    """
    customers = _around(session, here, around_deg=STANDING_AROUND_DEG)
    away = sorted((place.distance_m or 0.0, place.id) for place in (_place(customer, here) for customer in customers))
    if not away or away[0][0] > STANDING_AT_M:
        return None
    nearest_m, nearest = away[0]
    if len(away) > 1 and away[1][0] < max(2 * nearest_m, nearest_m + CLEARLY_FURTHER_M):
        return None
    return nearest


def _found(session: Session, query: str) -> list[Customer]:
    hits = find_names(session, query, limit=MOST_OFFERED * 3)
    ids = list(dict.fromkeys(hit.customer_id for hit in hits if hit.kind != SearchKind.NOTE and hit.customer_id))
    loaded = select(Customer).where(Customer.id.in_(ids), is_customer()).options(selectinload(Customer.sites))
    by_id = {customer.id: customer for customer in session.scalars(loaded)}
    return [by_id[found] for found in ids if found in by_id]


def _around(session: Session, here: tuple[float, float] | None, around_deg: float = AROUND_DEG) -> list[Customer]:
    query = select(Customer).where(is_customer()).options(selectinload(Customer.sites))
    if here is None:
        return list(session.scalars(query.order_by(Customer.name).limit(MOST_OFFERED)))
    lat, lon = here
    widen = around_deg / max(0.05, cos(radians(lat)))
    is_around = Site.lat.between(lat - around_deg, lat + around_deg) & Site.lon.between(lon - widen, lon + widen)
    return list(session.scalars(query.where(Customer.sites.any(is_around))))


def _place(customer: Customer, here: tuple[float, float] | None) -> Place:
    site = customer.sites[0] if customer.sites else None
    lat, lon = (site.lat, site.lon) if site else (None, None)
    away_m = _distance_m(here, (lat, lon)) if here and lat is not None and lon is not None else None
    return Place(customer.id, customer.name, site.street if site else "", site.city if site else "", lat, lon, away_m)


def _distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance; the haversine formula is within 0.4 % of the ellipsoid, enough for a list."""
    lat_a, lon_a, lat_b, lon_b = (radians(degrees) for degrees in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(half)), 1)

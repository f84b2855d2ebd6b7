"""The nearest customers as regions on a phone: crossing one wakes the app and tells when somebody came and went."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

from visits.types import Company

MOST_REGIONS = 18  # iOS watches 20 for one app
REACH_M = 100.0  # smaller regions are not noticed in time by either system
LARGEST_REACH_M = 250.0
SITES_LOOKED_AT = 60
CELL_DEG = 0.005  # about 550 m north to south
NAMED_WITHIN_M = 1500.0
LONGEST_NAME = 50  # as a position stores it
AROUND = (0, -1, 1)


@dataclass(frozen=True, slots=True)
class Region:
    """A circle around a customer's place."""

    customer_id: str
    name: str
    lat: float
    lon: float
    radius_m: float


def regions_to_put(
    company: Company, lat: float, lon: float, key_before: str | None
) -> tuple[tuple[Region, ...], str] | None:
    """Return the regions that a phone here should watch, with their key; None when it watches the right ones.

    The set belongs to a cell of the map, not to where the phone is. One made in a neighbouring cell is good enough:
    so it changes after half a kilometre at the earliest, and nothing has to be remembered but the key of the set.
    """
    row, column = math.floor(lat / CELL_DEG), math.floor(lon / CELL_DEG)
    if key_before is not None and any(
        key_of(regions_of_cell(company, row + north, column + east)) == key_before
        for north in AROUND
        for east in AROUND
    ):
        return None
    regions = regions_of_cell(company, row, column)
    return regions, key_of(regions)


def regions_of_cell(company: Company, row: int, column: int) -> tuple[Region, ...]:
    """Return the nearest customers of a cell of the map, each with its nearest site, nearest first."""
    lat, lon = (row + 0.5) * CELL_DEG, (column + 0.5) * CELL_DEG
    nearest = {}
    for place, _ in company.nearest(lat, lon, SITES_LOOKED_AT):
        if place.customer_id not in nearest:
            reach_m = min(max(place.radius_m or REACH_M, REACH_M), LARGEST_REACH_M)
            nearest[place.customer_id] = Region(
                place.customer_id, region_name(place.name), place.lat, place.lon, reach_m
            )
    return tuple(nearest.values())[:MOST_REGIONS]


def key_of(regions: tuple[Region, ...]) -> str:
    """Return a hash of a set of regions; their order does not matter, a customer that moved does."""
    written = sorted(f"{one.customer_id} {one.lat:.5f} {one.lon:.5f} {one.radius_m:.0f}" for one in regions)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def region_name(name: str) -> str:
    """Return a customer's name as a region's: OwnTracks on iOS takes what follows a colon for a beacon."""
    return name.replace(":", " ").strip() or "?"


def customer_of_region(company: Company, region_id: str, lat: float, lon: float) -> str:
    """Return the customer whose region was crossed; a region of the person's own stays what it is called.

    OwnTracks on Android names the region only by its name, so the nearest customer of that name around counts.
    """
    if not region_id or region_id in company.sites or not (abs(lat) <= 90 and abs(lon) <= 180):
        return region_id
    around = company.near(lat, lon, NAMED_WITHIN_M)
    return next((place.customer_id for place, _ in around if is_named(place.name, region_id)), region_id)


def is_named(name: str, region_id: str) -> bool:
    """Tell whether a region bears a customer's name; long names were cut."""
    return region_name(name)[:LONGEST_NAME].strip() == region_id.strip()

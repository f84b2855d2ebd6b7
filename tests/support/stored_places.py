"""Reads all that is stored and names every coordinate away from the places that may be known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session

from visits.distance import distance_m

LatLon = tuple[float, float]
NEAR_M = 150.0
NEAR_DEG = 0.0019  # 150 m to the north, and to the east at 42 degrees
DECIMAL = re.compile(rb"(?<![:\d.])-?\d{1,3}\.\d{3,}")  # not the seconds of an instant, which follow a colon


@dataclass(frozen=True)
class Region:
    """Where everything happens, and the places whose coordinates may stay."""

    centre: LatLon
    reach_deg: float
    allowed: Sequence[LatLon]

    def is_lat(self, value: float) -> bool:
        return abs(value - self.centre[0]) < self.reach_deg

    def is_lon(self, value: float) -> bool:
        return abs(value - self.centre[1]) < self.reach_deg

    def is_away(self, lat: float, lon: float) -> bool:
        return (
            self.is_lat(lat) and self.is_lon(lon) and all(distance_m(lat, lon, *site) > NEAR_M for site in self.allowed)
        )

    def is_odd(self, value: float) -> bool:
        """Tell whether one number alone is a latitude or longitude of the region that no allowed place has."""
        lats, lons = ([site[part] for site in self.allowed] for part in (0, 1))
        if self.is_lat(value):
            return all(abs(value - lat) > NEAR_DEG for lat in lats)
        return self.is_lon(value) and all(abs(value - lon) > NEAR_DEG for lon in lons)


def places_in_tables(session: Session, region: Region) -> list[str]:
    """Read every column of every table; name the columns that hold a coordinate away from the allowed places."""
    schema = MetaData()
    schema.reflect(session.connection())
    found = []
    for table in schema.sorted_tables:
        for row in session.execute(select(table)).mappings():
            lat, lon = row.get("lat"), row.get("lon")
            if isinstance(lat, float) and isinstance(lon, float) and region.is_away(lat, lon):
                found.append(f"{table.name}.lat, lon: {lat}, {lon}")
            found += [f"{table.name}.{name}: {odd}" for name, value in row.items() for odd in _odd(value, region)]
    return found


def _odd(value: Any, region: Region) -> Iterator[float]:
    if isinstance(value, float):
        yield from (value for _ in [1] if region.is_odd(value))
    elif isinstance(value, (dict, list)):
        yield from _odd(json.dumps(value), region)
    elif isinstance(value, str):
        yield from _odd(value.encode(), region)
    elif isinstance(value, (bytes, memoryview)):
        data = bytes(value)
        yield from (number for number in map(float, DECIMAL.findall(data)) if region.is_odd(number))
        yield from (lat for lat, _ in _pairs(data, region))


def places_in_files(paths: Iterable[Path], region: Region, sent: Iterable[LatLon] = ()) -> list[str]:
    """Read every byte of files; name those with a coordinate away from the allowed places.

    Looked for: pairs of 64-bit numbers side by side in either order of bytes, as databases store them; each number
    of `sent` alone; and decimal numbers with three digits and more after the point.
    """
    found = []
    singles = {number for place in sent if region.is_away(*place) for number in place if region.is_odd(number)}
    for path in paths:
        data = path.read_bytes()
        found += [f"{path.name}: pair {pair}" for pair in _pairs(data, region)]
        found += [f"{path.name}: {number}" for number in singles if _holds(data, number)]
        texts = {float(text) for text in DECIMAL.findall(data)}
        found += [f"{path.name}: text {number}" for number in texts if region.is_odd(number)]
    return found


def _holds(data: bytes, number: float) -> bool:
    return any(np.array([number], dtype=kind).tobytes() in data for kind in (">f8", "<f8"))


def _pairs(data: bytes, region: Region) -> Iterator[LatLon]:
    for kind in (">f8", "<f8"):
        for shift in range(8):
            count = (len(data) - shift) // 8
            if count < 2:
                continue
            values = np.frombuffer(data, dtype=kind, count=count, offset=shift).astype(np.float64)
            with np.errstate(all="ignore"):
                is_lat = np.abs(values[:-1] - region.centre[0]) < region.reach_deg
                is_lon = np.abs(values[1:] - region.centre[1]) < region.reach_deg
            for place in np.flatnonzero(is_lat & is_lon):
                pair = (float(values[place]), float(values[place + 1]))
                if region.is_away(*pair):
                    yield pair

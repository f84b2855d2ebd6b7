"""How far things are from one another on the ground."""

import math

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = EARTH_RADIUS_M * math.pi / 180.0

Floats = npt.NDArray[np.float64]


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Give the great-circle distance in metres between two points in degrees."""
    half_lat = math.radians(lat_b - lat_a) / 2.0
    half_lon = math.radians(lon_b - lon_a) / 2.0
    a = (
        math.sin(half_lat) ** 2
        + math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b)) * math.sin(half_lon) ** 2
    )
    return 2.0 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


def distances_m(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Give the great-circle distances in metres from one point to many; shape as `lats`, all in degrees."""
    half_lat = np.radians(lats - lat) / 2.0
    half_lon = np.radians(lons - lon) / 2.0
    a = np.sin(half_lat) ** 2 + math.cos(math.radians(lat)) * np.cos(np.radians(lats)) * np.sin(half_lon) ** 2
    return np.asarray(2.0 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(a))))


def apart_m(lats_a: Floats, lons_a: Floats, lats_b: Floats, lons_b: Floats) -> Floats:
    """Give the distances in metres of pairs of points in degrees, as on a flat map; good within tens of kilometres."""
    turn = (lons_b - lons_a + 180.0) % 360.0 - 180.0
    east = turn * np.cos(np.radians(0.5 * (lats_a + lats_b)))
    return np.asarray(METRES_PER_DEGREE * np.hypot(east, lats_b - lats_a))


class Plane:
    """Lay a flat map in metres around one point; good to 0.1 % within some tens of kilometres."""

    __slots__ = ("_east", "lat", "lon")

    def __init__(self, lat: float, lon: float) -> None:
        self.lat, self.lon = lat, lon
        # At the poles a degree of longitude has no width; one metre keeps the way back defined.
        self._east = max(METRES_PER_DEGREE * math.cos(math.radians(lat)), 1.0)

    def xy(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Turn degrees into metres east and north; longitudes are taken the short way round the date line."""
        turn = (lon - self.lon + 180.0) % 360.0 - 180.0
        return np.asarray(turn * self._east), np.asarray((lat - self.lat) * METRES_PER_DEGREE)

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Turn one position in degrees into metres east and north."""
        turn = (lon - self.lon + 180.0) % 360.0 - 180.0
        return turn * self._east, (lat - self.lat) * METRES_PER_DEGREE

    def lat_lon(self, x: float, y: float) -> tuple[float, float]:
        """Turn metres east and north back into degrees."""
        lon = (self.lon + x / self._east + 180.0) % 360.0 - 180.0
        return self.lat + y / METRES_PER_DEGREE, lon

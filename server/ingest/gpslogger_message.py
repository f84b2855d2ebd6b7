"""Reads what GPSLogger for Android writes to a custom address: fields by our template, in the address or the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.position_source import PositionApp
from server.ingest.values import (
    Message,
    Unread,
    Unreadable,
    distance_m,
    fields_without_speed,
    instant,
    looks_like_json,
    number,
    parse_fields,
    parse_json,
    without_speed,
    write_json,
)
from server.services.positions.position_intake import Reading

LATS, LONS = ("lat", "latitude"), ("lon", "lng", "longitude")
TIMES = ("time", "timestamp")
ACCURACIES = ("acc", "accuracy")


def read_request(query: bytes, body: bytes) -> list[Message]:
    """Return what a request says, nothing for one without any field; never raises."""
    if looks_like_json(body):
        return _read_json(body)
    written = query + b"&" + body if query and body else query or body
    try:
        said = {**parse_fields(query), **parse_fields(body)}
        said.pop("token", None)
        return [_read(said)] if said else []
    except Unreadable as problem:
        return [Unread(fields_without_speed(written), str(problem))]


def _read_json(body: bytes) -> list[Message]:
    try:
        content = parse_json(body)
    except Unreadable as problem:
        return [Unread(body, str(problem))]
    if isinstance(content, list):
        return [_read_one(one, write_json(one)) for one in content]
    return [_read_one(content, body)]


def _read_one(one: Any, written: bytes) -> Message:
    try:
        if not isinstance(one, dict):
            raise Unreadable("not a JSON object")
        return _read(one)
    except Unreadable as problem:
        return Unread(without_speed(one, written), str(problem))


def _read(said: Mapping[str, Any]) -> Reading:
    lat, lon = number(_first(said, LATS)), number(_first(said, LONS))
    if lat is None or lon is None:
        raise Unreadable("no position")
    at = instant(_first(said, TIMES))
    if at is None:
        raise Unreadable("no time")
    # The same position comes live and again from the file, there with a fraction of the second and here without.
    at = at.replace(microsecond=0)
    return Reading(at, lat, lon, distance_m(_first(said, ACCURACIES)), PositionApp.GPSLOGGER)


def _first(said: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((said[name] for name in names if said.get(name) not in (None, "")), None)

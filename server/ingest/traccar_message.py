"""Reads the OsmAnd protocol in its four shapes: Traccar Client old and new, OsmAnd, and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
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
    members,
    number,
    parse_fields,
    parse_json,
    text,
    without_speed,
    write_json,
)
from server.services.positions.position_intake import Reading

NO = ("0", "false")
IDS = ("id", "deviceid", "device_id")


def read_request(query: bytes, body: bytes, received_at: datetime) -> list[Message]:
    """Return what a request says, nothing for a heartbeat without a position; never raises."""
    if looks_like_json(body):
        return _read_json(body, received_at)
    written = query + b"&" + body if query and body else query or body
    try:
        reading = _flat({**parse_fields(query), **parse_fields(body)}, received_at)
    except Unreadable as problem:
        return [Unread(fields_without_speed(written), str(problem))]
    return [reading] if reading else []


def device_id_in(query: Mapping[str, str], body: bytes) -> str:
    """Return the device identifier that a request names, which is the app's token; empty where there is none."""
    in_query = text(query.get("id") or query.get("deviceid") or "")
    if in_query:
        return in_query
    try:
        content = parse_json(body) if looks_like_json(body) else parse_fields(body)
    except Unreadable:
        return ""
    first = content[0] if isinstance(content, list) and content else content
    return next((text(found) for name in IDS if (found := members(first).get(name))), "")


def _read_json(body: bytes, received_at: datetime) -> list[Message]:
    try:
        content = parse_json(body)
    except Unreadable as problem:
        return [Unread(body, str(problem))]
    if isinstance(content, list):
        return [found for one in content for found in _read_one(one, write_json(one), received_at)]
    several = members(content).get("location")
    if isinstance(several, list):
        return [found for one in several for found in _read_one({"location": one}, write_json(one), received_at)]
    return _read_one(content, body, received_at)


def _read_one(one: Any, written: bytes, received_at: datetime) -> list[Message]:
    try:
        if not isinstance(one, dict):
            raise Unreadable("not a JSON object")
        is_flat = isinstance(one.get("location", ""), str)
        reading = _flat(one, received_at) if is_flat else _nested(one["location"])
    except Unreadable as problem:
        return [Unread(without_speed(one, written), str(problem))]
    return [reading] if reading else []


def _nested(location: Any) -> Reading | None:
    """Read the shape of version 9: an object of its own, its speed in m/s."""
    if not isinstance(location, dict):
        raise Unreadable("a location that is no JSON object")
    coords = members(location.get("coords"))
    if coords.get("latitude") is None and coords.get("longitude") is None:
        return None
    at = instant(location.get("timestamp"))
    if at is None:
        raise Unreadable("no time")
    return _reading(at, coords.get("latitude"), coords.get("longitude"), coords.get("accuracy"))


def _flat(said: Mapping[str, Any], received_at: datetime) -> Reading | None:
    """Read the shape with short names. Without a time the moment of receipt counts, as the protocol has it."""
    lat, lon = said.get("lat"), said.get("lon")
    if "location" in said and isinstance(said["location"], str):
        lat, _, lon = said["location"].partition(",")
    if lat in (None, "") and lon in (None, ""):
        return None
    if str(said.get("valid", "")).lower() in NO:
        raise Unreadable("the app says that this position is not valid")
    at = received_at if said.get("timestamp") in (None, "") else instant(said["timestamp"])
    if at is None:
        raise Unreadable("no time")
    return _reading(at, lat, lon, said.get("accuracy"))


def _reading(at: datetime, lat: Any, lon: Any, accuracy: Any) -> Reading:
    north, east = number(lat), number(lon)
    if north is None or east is None:
        raise Unreadable("no position")
    return Reading(at, north, east, distance_m(accuracy), PositionApp.TRACCAR)

"""Reads what Overland writes: batches of GeoJSON features, positions and visits among them."""

from __future__ import annotations

from typing import Any

from models.position_source import PositionApp
from server.ingest.values import (
    Message,
    Unread,
    Unreadable,
    distance_m,
    instant,
    members,
    number,
    parse_json,
    text,
    without_speed,
    write_json,
)
from server.services.positions.position_intake import Reading

VISIT = "v"  # the system's own call-back


def read_body(body: bytes) -> list[Message]:
    """Return what a batch says, in its order; what is no feature is kept by itself. Never raises."""
    if not body.strip():
        return []
    try:
        content = parse_json(body)
        batch = content.get("locations", content.get("features")) if isinstance(content, dict) else content
        if not isinstance(batch, list):
            raise Unreadable("no list of locations")
    except Unreadable as problem:
        return [Unread(body, str(problem))]
    return [found for feature in batch for found in _read(feature)]


def _read(feature: Any) -> list[Message]:
    try:
        if not isinstance(feature, dict):
            raise Unreadable("not a GeoJSON feature")
        return list(_read_feature(feature))
    except Unreadable as problem:
        return [Unread(without_speed(feature, write_json(feature)), str(problem))]


def _read_feature(feature: dict[str, Any]) -> list[Reading]:
    """Read one feature.

    Trips, pauses and the like name a place where nobody measured one: they say nothing about where somebody is.
    """
    about = members(feature.get("properties"))
    action = text(about.get("action"))
    if text(about.get("type")) == "trip" or (action and action != "visit"):
        return []
    lat, lon = _place(feature)
    accuracy_m = distance_m(about.get("horizontal_accuracy"))
    if action == "visit":
        return [Reading(at, lat, lon, accuracy_m, PositionApp.OVERLAND, VISIT) for at in _visit_instants(about)]
    at = instant(about.get("timestamp"))
    if at is None:
        raise Unreadable("no time")
    return [Reading(at, lat, lon, accuracy_m, PositionApp.OVERLAND)]


def _place(feature: dict[str, Any]) -> tuple[float, float]:
    coordinates = members(feature.get("geometry")).get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise Unreadable("no position")
    lon, lat = number(coordinates[0]), number(coordinates[1])
    if lat is None or lon is None:
        raise Unreadable("no position")
    return lat, lon


def _visit_instants(about: dict[str, Any]) -> list[Any]:
    """Return when the visit began and ended, as far as the phone knows; else when it was told."""
    known = [at for name in ("arrival_date", "departure_date") if (at := instant(about.get(name))) is not None]
    told = instant(about.get("timestamp"))
    if not known and told is None:
        raise Unreadable("no time")
    return list(dict.fromkeys(known)) or [told]

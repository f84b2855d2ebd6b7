"""Reads what OwnTracks writes: one JSON object for each message, in the shapes of its iOS and Android apps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.position_source import PositionApp
from server.ingest.values import (
    LONGEST_REGION,
    Message,
    Unread,
    Unreadable,
    distance_m,
    instant,
    number,
    parse_json,
    text,
    without_speed,
    write_json,
)
from server.services.positions.position_intake import Reading

# What the apps also send and what says nothing about where somebody is.
WITHOUT_POSITION = frozenset(
    "beacon card cmd configuration dump lwt request status steps tour waypoint waypoints".split()
)
TRIGGERS = {"p": "p", "c": "c", "C": "c", "b": "b", "r": "r", "u": "u", "t": "t", "v": "v"}
MOST_TOGETHER = 1000


def read_body(body: bytes) -> list[Message]:
    """Return what a request says, nothing for an empty one or one without positions; never raises."""
    if not body.strip():
        return []
    try:
        content = parse_json(body)
    except Unreadable as problem:
        return [Unread(body, str(problem))]
    if isinstance(content, list):
        return [found for message in content[:MOST_TOGETHER] for found in _read(message, write_json(message))]
    return _read(content, body)


def _read(message: Any, body: bytes) -> list[Message]:
    try:
        if not isinstance(message, dict):
            raise Unreadable("not a JSON object")
        reading = _read_message(message)
    except Unreadable as problem:
        return [Unread(without_speed(message, body), str(problem))]
    return [reading] if reading else []


def _read_message(message: dict[str, Any]) -> Reading | None:
    kind = message.get("_type")
    if not isinstance(kind, str):
        raise Unreadable("no _type")
    if kind in WITHOUT_POSITION:
        return None
    if kind == "encrypted":
        raise Unreadable("encrypted: take the encryption key out of the app's settings")
    read = READERS.get(kind)
    if read is None:
        raise Unreadable("unknown _type")
    return read(message)


def _location(message: dict[str, Any]) -> Reading:
    return _reading(message, trigger=TRIGGERS.get(text(message.get("t")), ""))


def _transition(message: dict[str, Any]) -> Reading:
    event = text(message.get("event"))
    if event not in ("enter", "leave"):
        raise Unreadable("a transition that neither enters nor leaves")
    region_id = text(message.get("rid")) or text(message.get("desc"))
    return _reading(message, trigger="c", region_event=event, region_id=region_id[:LONGEST_REGION])


READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {"location": _location, "transition": _transition}


def _reading(message: dict[str, Any], **about: str) -> Reading:
    lat, lon, at = number(message.get("lat")), number(message.get("lon")), instant(message.get("tst"))
    if lat is None or lon is None:
        raise Unreadable("no position")
    if at is None:
        raise Unreadable("no time")
    return Reading(at, lat, lon, distance_m(message.get("acc")), PositionApp.OWNTRACKS, **about)

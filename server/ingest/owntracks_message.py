"""Reads what OwnTracks writes: one JSON object for each message, in the shapes of its iOS and Android apps."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.services.position_intake import Reading

SOURCE = "owntracks"
# What the apps also send and what says nothing about where somebody is.
WITHOUT_POSITION = frozenset(
    "beacon card cmd configuration dump lwt request status steps tour waypoint waypoints".split()
)
TRIGGERS = {"p": "p", "c": "c", "C": "c", "b": "b", "r": "r", "u": "u", "t": "t", "v": "v"}
SECONDS_TO_2001 = 978_307_200  # some apps count from there
EARLIEST_UNIX_S = 1e9
MILLISECONDS_FROM = 1e11
MOST_TOGETHER = 1000
LONGEST_NUMBER = 40
LONGEST_REGION = 50


class Unreadable(ValueError):
    """A message that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A message to be kept as it came, and why it could not be used."""

    body: bytes
    reason: str


def read_body(body: bytes) -> list[Reading | Unread]:
    """Return what a request says, nothing for an empty one or one without positions; never raises."""
    if not body.strip():
        return []
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return [Unread(body, "not JSON")]
    if isinstance(content, list):
        return [found for message in content[:MOST_TOGETHER] for found in _read(message, _written(message))]
    return _read(content, body)


def _read(message: Any, body: bytes) -> list[Reading | Unread]:
    try:
        if not isinstance(message, dict):
            raise Unreadable("not a JSON object")
        reading = _read_message(message)
    except Unreadable as problem:
        return [Unread(_without_speed(message, body), str(problem))]
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
    return _reading(message, trigger=TRIGGERS.get(_text(message.get("t")), ""))


def _transition(message: dict[str, Any]) -> Reading:
    event = _text(message.get("event"))
    if event not in ("enter", "leave"):
        raise Unreadable("a transition that neither enters nor leaves")
    region_id = _text(message.get("rid")) or _text(message.get("desc"))
    return _reading(message, trigger="c", region_event=event, region_id=region_id[:LONGEST_REGION])


READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {"location": _location, "transition": _transition}


def _reading(message: dict[str, Any], **about: str) -> Reading:
    lat, lon, at = _number(message.get("lat")), _number(message.get("lon")), _instant(message.get("tst"))
    if lat is None or lon is None:
        raise Unreadable("no position")
    if at is None:
        raise Unreadable("no time")
    return Reading(at, lat, lon, _number(message.get("acc")), SOURCE, **about)


def _number(value: Any) -> float | None:
    """Take int, float or a number written as text; nothing else is a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _instant(value: Any) -> datetime | None:
    seconds = _number(value)
    if seconds is None:
        return None
    if seconds >= MILLISECONDS_FROM:
        seconds /= 1000
    if seconds < EARLIEST_UNIX_S:
        seconds += SECONDS_TO_2001
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if 1971 <= at.year <= 9000 else None


def _text(value: Any) -> str:
    """Take text that any database holds: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _written(message: Any) -> bytes:
    return json.dumps(message).encode()


def _without_speed(message: Any, body: bytes) -> bytes:
    """Speed is stored nowhere, not even in what could not be read."""
    if isinstance(message, dict) and "vel" in message:
        return _written({name: value for name, value in message.items() if name != "vel"})
    return body

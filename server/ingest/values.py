"""Numbers, instants and texts out of what location apps write, however they write them; nothing here raises."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from server.services.positions.position_intake import Reading

SECONDS_TO_2001 = 978_307_200  # some apps count from there
EARLIEST_UNIX_S = 1e9
MILLISECONDS_FROM = 1e11
LONGEST_NUMBER = 40
LONGEST_REGION = 50
MOST_FIELDS = 300
# No speed is stored anywhere, not even in what could not be read.
SPEEDS = frozenset("vel spd spd_kph speed speed_accuracy velocity".split())


class Unreadable(ValueError):
    """A message that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A message to be kept as it came, and why it could not be used."""

    body: bytes
    reason: str


Message = Reading | Unread


def number(value: Any) -> float | None:
    """Take int, float or a number written as text; nothing else is a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > LONGEST_NUMBER:
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def distance_m(value: Any) -> float | None:
    """Take a radius in metres; a negative one is how some phones say that they do not know it."""
    read = number(value)
    return read if read is not None and read >= 0 else None


def instant(value: Any) -> datetime | None:
    """Take seconds or milliseconds since 1970, seconds since 2001, or ISO 8601; without a zone it is UTC."""
    seconds = number(value)
    try:
        if seconds is not None:
            return _within_calendar(datetime.fromtimestamp(_unix_s(seconds), UTC))
        if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
            return None
        written = datetime.fromisoformat(value.strip())
        return _within_calendar(written if written.tzinfo else written.replace(tzinfo=UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _unix_s(seconds: float) -> float:
    if seconds >= MILLISECONDS_FROM:
        seconds /= 1000
    return seconds + SECONDS_TO_2001 if seconds < EARLIEST_UNIX_S else seconds


def _within_calendar(at: datetime) -> datetime | None:
    at = at.astimezone(UTC)
    return at if 1971 <= at.year <= 9000 else None


def text(value: Any) -> str:
    """Take text that any database holds: no NUL, no half of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def members(value: Any) -> dict[str, Any]:
    """Take a JSON object; anything else has no members."""
    return value if isinstance(value, dict) else {}


def parse_json(body: bytes) -> Any:
    """Read JSON; raises Unreadable."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error


def parse_fields(written: bytes) -> dict[str, str]:
    """Read a query string or the body of a form; of a name that comes twice the last counts. Raises Unreadable."""
    try:
        pairs = parse_qsl(written.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Unreadable("neither JSON nor fields") from error
    return dict(pairs)


def looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def write_json(content: Any) -> bytes:
    """Write a part of a message that was read; what is nested too deep to be written again is only named."""
    try:
        return json.dumps(content).encode()
    except (ValueError, RecursionError):
        return b'"nested too deep"'


def without_speed(content: Any, body: bytes) -> bytes:
    """Return the body, written anew where a speed had to be taken out."""
    return write_json(content) if _drop_speeds(content) else body


def fields_without_speed(body: bytes) -> bytes:
    """Take speeds out of a query string or the body of a form, and leave the rest as it came."""
    kept = [part for part in body.split(b"&") if part.partition(b"=")[0].decode("latin-1").strip() not in SPEEDS]
    return b"&".join(kept)


def _drop_speeds(content: Any) -> bool:
    """Tell whether there was any; without recursion, for messages may be nested deeper than Python calls."""
    found, rest = False, [content]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            for name in SPEEDS & one.keys():
                del one[name]
                found = True
            rest += one.values()
        elif isinstance(one, list):
            rest += one
    return found

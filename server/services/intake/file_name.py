"""When a recording was made, as recorder apps write it into their files' names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

_DATE = r"(?P<year>20\d\d)[-_.]?(?P<month>\d\d)[-_.]?(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d?)[-_.:h]?(?P<minute>\d\d)(?:[-_.:m]?(?P<second>\d\d)(?:\d{3})?)?(?P<zone>Z)?(?:\s?(?P<half>[AP]M))?"
)
# Samsung, Sony, Telegram, Signal, WhatsApp, Voice Memos, Easy Voice Recorder, Dolby On, Rec Forge and the like.
_WHOLE = re.compile(rf"(?<!\d){_DATE}(?:[ T_.-]+(?:at |um |à )?|)(?:{_TIME})(?!\d)", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<!\d)(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)[_-](?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?!\d)"
)
_DAY = re.compile(rf"(?<!\d){_DATE}(?!\d)")
_UNIX = re.compile(r"(?<!\d)(1\d{9})(\d{3})?(?!\d)")
NOON = time(12)


@dataclass(frozen=True, slots=True)
class NamedTime:
    """An instant, or only the day of one, out of a file's name."""

    at: datetime
    is_day_only: bool = False


def time_in_name(name: str, zone: tzinfo) -> NamedTime | None:
    """Read `20260310_154000.m4a`, `WhatsApp Audio 2026-03-10 at 3.40.00 PM.opus`, `1773157200000.3gp` and the like.

    A time without Z is read in `zone`. `AUD-20260310-WA0007.m4a` tells the day alone: then `at` is its noon.
    """
    for pattern in (_WHOLE, _SHORT):
        for found in pattern.finditer(name):
            if (at := _instant(found.groupdict(), zone)) is not None:
                return NamedTime(at)
    if unix := _UNIX.search(name):
        return NamedTime(datetime.fromtimestamp(int(unix[1]), UTC))
    for found in _DAY.finditer(name):
        if (on := _day(found.groupdict())) is not None:
            return NamedTime(datetime.combine(on, NOON, zone), is_day_only=True)
    return None


def _instant(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    on = _day(parts)
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "").upper()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "PM" else 0)
    try:
        clock = time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return None
    return datetime.combine(on, clock, UTC if parts.get("zone") else zone) if on else None


def _day(parts: dict[str, str | None]) -> date | None:
    year = int(parts["year"] or 0)
    try:
        return date(year if year > 99 else 2000 + year, int(parts["month"] or 0), int(parts["day"] or 0))
    except ValueError:
        return None

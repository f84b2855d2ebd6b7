"""When a visit was, by a person's word: put in order and within reason, with a flag for what had to be mended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.base import now

LONGEST = timedelta(hours=24)
LONG_AGO = timedelta(days=730)
CLOCK_TOLERANCE = timedelta(minutes=10)
UUID_TIMED = 7


@dataclass(frozen=True, slots=True)
class SaidTimes:
    arrived_at: datetime
    left_at: datetime
    flag: str | None = None


def tidy_times(arrived_at: datetime, left_at: datetime) -> SaidTimes:
    """Return the times as they can be kept; a visit that ends before it begins is turned round."""
    arrived_at, left_at = arrived_at.astimezone(UTC), left_at.astimezone(UTC)
    flags = []
    if left_at < arrived_at:
        arrived_at, left_at = left_at, arrived_at
        flags.append("The end lay before the beginning; the two were exchanged.")
    elif left_at - arrived_at > LONGEST:
        flags.append("The visit was longer than a day; its end was cut.")
    left_at = min(left_at, arrived_at + LONGEST)
    if left_at > now() + CLOCK_TOLERANCE:
        flags.append("The visit lies in the future: the phone's clock may be wrong.")
    elif now() - left_at > LONG_AGO:
        flags.append("The visit lies years back: the phone's clock may be wrong.")
    return SaidTimes(arrived_at, left_at, " ".join(flags) or None)


def instant_of_id(made_id: str) -> datetime:
    """Return when a UUIDv7 was made (RFC 9562 section 5.7); this very moment for an id that does not tell."""
    read = uuid.UUID(made_id)
    at = now()
    if read.version == UUID_TIMED:
        made_at = datetime.fromtimestamp(min(read.int >> 80, 10**14) / 1000, UTC)
        return min(made_at, at)
    return at

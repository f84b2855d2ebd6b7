"""A time zone in which it is midday now, so that tests of a rep's day find all of it on one date at any hour."""

from __future__ import annotations

from datetime import UTC, datetime

MIDDAY_H = 13


def midday_zone() -> str:
    """Return a zone of whole hours from UTC; the sign of its name is turned round (POSIX): Etc/GMT-2 is UTC+2."""
    ahead_h = MIDDAY_H - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead_h:+d}" if ahead_h else "Etc/GMT"

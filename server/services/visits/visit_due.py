"""When a customer is due for a visit: green, amber from four fifths of the interval on, red once it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

AMBER_FROM = 0.8

Light = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Due:
    """Both None where no interval counts."""

    on: date | None = None
    light: Light | None = None


def interval_of(own_interval_days: int | None, default_days: int, *, is_mine: bool) -> int | None:
    """Return the interval that counts for a customer; the default only for one's own; 0 means off."""
    interval_days = own_interval_days if own_interval_days is not None else default_days if is_mine else 0
    return interval_days if interval_days > 0 else None


def due_of(interval_days: int | None, since: date, today: date) -> Due:
    """Return when a customer is due, counted from the last visit, or from when it became a customer."""
    if interval_days is None:
        return Due()
    on = since + timedelta(days=interval_days)
    elapsed_days = (today - since).days
    if elapsed_days > interval_days:
        return Due(on, "red")
    return Due(on, "amber" if elapsed_days >= AMBER_FROM * interval_days else "green")

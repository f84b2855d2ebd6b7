"""Hours of the week in which somebody works, read on the clock of the company's time zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
ALWAYS_WORDS = "always"
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
MEANT = "always, or hours such as mon-fri 07:00-19:00, sat 08:00-13:00"


@dataclass(frozen=True, slots=True)
class Shift:
    """Days of the week (0 is Monday) and minutes since midnight; one that ends before it begins runs past midnight."""

    days: frozenset[int]
    from_minute: int
    to_minute: int

    def covers(self, day: int, minute: int) -> bool:
        if self.from_minute < self.to_minute:
            return day in self.days and self.from_minute <= minute < self.to_minute
        evening = day in self.days and minute >= self.from_minute
        return evening or ((day - 1) % 7 in self.days and minute < self.to_minute)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Every shift of a week."""

    shifts: tuple[Shift, ...]

    def include(self, at: datetime, zone: ZoneInfo) -> bool:
        """Tell whether an instant is working time; the wall clock counts, also on days when it is set."""
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        return any(shift.covers(local.weekday(), minute) for shift in self.shifts)

    @property
    def is_always(self) -> bool:
        return self == ALWAYS

    def as_rules(self) -> list[dict[str, Any]]:
        """Return the form in which the hours are stored and sent: [{days, from, to}]."""
        return [
            {
                "days": [DAYS[day] for day in sorted(shift.days)],
                "from": _clock(shift.from_minute),
                "to": _clock(shift.to_minute),
            }
            for shift in self.shifts
        ]

    def in_words(self) -> str:
        """Write "Mon-Fri 07:00-19:00, Sat 08:00-13:00"."""
        if self.is_always:
            return "at any time"
        written = (
            f"{_days_in_words(shift.days)} {_clock(shift.from_minute)}-{_clock(shift.to_minute)}"
            for shift in self.shifts
        )
        return ", ".join(written)


ALWAYS = WorkingHours((Shift(frozenset(range(7)), 0, DAY_MINUTES),))


def hours_from_rules(rules: Iterable[Mapping[str, Any]]) -> WorkingHours:
    """Read [{days, from, to}]; raises ValueError in words for a person."""
    shifts = tuple(_shift(list(rule["days"]), str(rule["from"]), str(rule["to"])) for rule in rules)
    if not shifts:
        raise ValueError("give at least one stretch of hours; to send no positions at all choose the mode none")
    return WorkingHours(shifts)


def hours_from_text(written: str) -> WorkingHours:
    """Read a setting such as "mon-fri 07:00-19:00, sat 08:00-13:00" or "always"; raises ValueError."""
    if written.strip().lower() == ALWAYS_WORDS:
        return ALWAYS
    try:
        return WorkingHours(tuple(_shift_from_text(part) for part in written.lower().split(",")))
    except (ValueError, KeyError) as error:
        raise ValueError(MEANT) from error


def _shift_from_text(written: str) -> Shift:
    days, hours = written.split()
    start, end = hours.split("-")
    first, _, last = days.partition("-")
    begin, length = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % 7
    return _shift([DAYS[(begin + step) % 7] for step in range(length + 1)], start, end)


def _shift(days: list[str], start: str, end: str) -> Shift:
    if not days or any(day not in DAYS for day in days):
        raise ValueError(f"days are one or more of {', '.join(DAYS)}")
    from_minute, to_minute = _minute(start), _minute(end)
    if from_minute in (to_minute, DAY_MINUTES):
        raise ValueError(f"hours from {start} to {end} hold no time; a whole day is 00:00 to 24:00")
    return Shift(frozenset(DAYS.index(day) for day in days), from_minute, to_minute)


def _minute(written: str) -> int:
    if not CLOCK.fullmatch(written):
        raise ValueError(f"{written!r} is no time of day such as 07:30")
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _days_in_words(days: frozenset[int]) -> str:
    """Write runs of three days and more as Mon-Fri."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{DAYS[run[0]].title()}-{DAYS[run[-1]].title()}"
        if len(run) > 2
        else ", ".join(DAYS[day].title() for day in run)
        for run in runs
    )

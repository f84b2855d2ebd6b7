"""A week as people count it: Monday to Sunday on the company's calendar, named as in ISO 8601 ("2026-W10")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NAME = re.compile(r"(20\d\d)-W(\d\d)")
DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Week:
    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=DAYS - 1)

    @property
    def name(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=at) for at in range(DAYS))

    def later(self, weeks: int) -> Week:
        """Return the week that many weeks later, or earlier where the number is negative."""
        return Week(self.monday + timedelta(weeks=weeks))


def week_of(on: date) -> Week:
    return Week(on - timedelta(days=on.weekday()))


def read_week(written: str) -> Week:
    """Read "2026-W10"; raises ValueError for anything else, and for a week that the year does not have."""
    named = NAME.fullmatch(written)
    if named is None:
        raise ValueError(f"{written!r} is no week such as 2026-W10")
    return Week(date.fromisocalendar(int(named[1]), int(named[2]), 1))


def midnight(on: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day begins; where the clock jumps over midnight, the instant of the jump."""
    return datetime.combine(on, time.min, tzinfo=zone).astimezone(UTC)

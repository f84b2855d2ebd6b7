"""From where a week is looked at: which week, at what instant, on whose calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.errors import Problem
from server.services.friday.week import DAYS, Week, midnight, read_week, week_of


@dataclass(frozen=True, slots=True)
class Looking:
    """A week and who looks back at it; a week that is over is seen as it stood at its end.

    `default_interval_days` counts for customers who are somebody's and have no interval of their own.
    """

    week: Week
    at: datetime
    zone: ZoneInfo
    default_interval_days: int

    @property
    def this_week(self) -> Week:
        return week_of(self.at.astimezone(self.zone).date())

    @property
    def is_running(self) -> bool:
        return self.week == self.this_week

    @property
    def starts_at(self) -> datetime:
        return midnight(self.week.monday, self.zone)

    @property
    def ends_at(self) -> datetime:
        return midnight(self.week.monday + timedelta(days=DAYS), self.zone)

    @property
    def as_of(self) -> datetime:
        return min(self.at, self.ends_at)

    @property
    def today(self) -> date:
        """Return the last day that is seen: the running one, or the Sunday of a week that is over."""
        return self.at.astimezone(self.zone).date() if self.is_running else self.week.sunday

    @property
    def first_day_ahead(self) -> date:
        """Return the first day that is not over as it is seen."""
        return self.today if self.is_running else self.week.later(1).monday

    def days_ago(self, days: int) -> datetime:
        """Return the instant at which the day began that many days before the last day seen."""
        return midnight(self.today - timedelta(days=days), self.zone)


def look_at(written: str, at: datetime, zone: str, default_interval_days: int) -> Looking:
    """Look at a week by its name, or without one at the one that is running; raises Problem in a person's words."""
    own_zone = ZoneInfo(zone)
    this_week = week_of(at.astimezone(own_zone).date())
    try:
        week = read_week(written) if written else this_week
    except ValueError as error:
        raise Problem("Name a week like 2026-W10: year, W, and its number.", status=422, code="bad-week") from error
    if week > this_week:
        raise Problem("That week has not begun yet. Look at this one.", status=422, code="week-ahead")
    return Looking(week, at, own_zone, default_interval_days)

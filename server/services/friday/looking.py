"""From where a week is looked at: which week, at what instant, on whose calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.services.friday.week import DAYS, Week, midnight, week_of


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

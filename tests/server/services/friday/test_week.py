"""Weeks on a calendar: their names, their ends, and days on which the clock is set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.errors import Problem
from server.services.friday.looking import Looking, look_at
from server.services.friday.week import Week, midnight, read_week, week_of

CHICAGO = ZoneInfo("America/Chicago")


def test_every_day_lies_in_the_week_that_bears_its_name() -> None:
    for on in (date(2020, 12, 20) + timedelta(days=at) for at in range(3000)):
        week = week_of(on)
        assert week.monday <= on <= week.sunday and on in week.days
        assert read_week(week.name) == week and week.name == f"{on:%G-W%V}"
        assert week.later(1).monday - week.sunday == timedelta(days=1)


@pytest.mark.parametrize("written", ["2026-W54", "2025-W53", "2026-W00", "2026W10", "W10", "1026-W10", "2026-W1", "x"])
def test_what_names_no_week_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError):
        read_week(written)
    with pytest.raises(Problem, match="Name a week like"):
        look_at(written, datetime(2026, 3, 12, tzinfo=UTC), "America/Chicago", 30)


def test_a_week_that_has_not_begun_is_refused_and_none_means_the_running_one() -> None:
    sunday_night = datetime(2026, 3, 16, 4, 59, 59, tzinfo=UTC)  # 23:59:59 in Chicago
    monday = sunday_night + timedelta(seconds=1)
    assert look_at("", sunday_night, "America/Chicago", 30).week.name == "2026-W11"
    assert look_at("", monday, "America/Chicago", 30).week.name == "2026-W12"
    with pytest.raises(Problem, match="has not begun"):
        look_at("2026-W12", sunday_night, "America/Chicago", 30)
    assert look_at("2026-W12", monday, "America/Chicago", 30).is_running


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2026, 3, 2), 167), (date(2026, 3, 9), 168), (date(2026, 10, 26), 169)]
)
def test_a_week_in_which_the_clock_is_set_is_an_hour_shorter_or_longer(monday: date, hours: int) -> None:
    looking = Looking(Week(monday), datetime(2026, 12, 1, tzinfo=UTC), CHICAGO, 30)
    assert looking.ends_at - looking.starts_at == timedelta(hours=hours)
    assert looking.ends_at == Looking(Week(monday).later(1), looking.at, CHICAGO, 30).starts_at


def test_where_the_clock_jumps_over_midnight_the_day_begins_with_the_jump() -> None:
    santiago = ZoneInfo("America/Santiago")  # 2026-09-06 00:00 does not exist there
    begin = midnight(date(2026, 9, 6), santiago)
    assert begin.astimezone(santiago) == datetime(2026, 9, 6, 1, tzinfo=santiago)
    assert (begin - timedelta(seconds=1)).astimezone(santiago).date() == date(2026, 9, 5)


def test_a_week_that_is_over_is_seen_from_its_sunday() -> None:
    looking = Looking(Week(date(2026, 3, 2)), datetime(2026, 3, 12, 17, tzinfo=UTC), CHICAGO, 30)
    assert (looking.today, looking.first_day_ahead) == (date(2026, 3, 8), date(2026, 3, 9))
    assert looking.as_of == looking.ends_at == datetime(2026, 3, 9, 5, tzinfo=UTC)
    running = Looking(Week(date(2026, 3, 9)), datetime(2026, 3, 12, 17, tzinfo=UTC), CHICAGO, 30)
    assert (running.today, running.first_day_ahead, running.as_of) == (date(2026, 3, 12), date(2026, 3, 12), running.at)

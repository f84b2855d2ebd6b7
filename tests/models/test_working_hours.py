"""Hours are read on the wall clock: past midnight, on days when the clock is set, and as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from models.working_hours import ALWAYS, hours_from_rules, hours_from_text

CHICAGO = ZoneInfo("America/Chicago")


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "is_within"),
    [
        ("2026-03-09T06:59:59", False),
        ("2026-03-09T07:00:00", True),
        ("2026-03-13T18:59:59", True),
        ("2026-03-13T19:00:00", False),
        ("2026-03-14T10:00:00", True),
        ("2026-03-14T13:00:00", False),
        ("2026-03-15T10:00:00", False),
    ],
)
def test_hours_hold_from_the_first_minute_to_before_the_last(at: str, is_within: bool) -> None:
    hours = hours_from_text("mon-fri 07:00-19:00, sat 08:00-13:00")
    assert hours.include(local(at), CHICAGO) is is_within


@pytest.mark.parametrize(
    ("at", "is_within"),
    [
        ("2026-03-13T21:59:00", False),
        ("2026-03-13T22:00:00", True),
        ("2026-03-14T00:00:00", True),
        ("2026-03-14T05:59:00", True),
        ("2026-03-14T06:00:00", False),
        ("2026-03-13T03:00:00", False),
        ("2026-03-14T23:00:00", False),
    ],
)
def test_hours_past_midnight_belong_to_the_evening_they_began(at: str, is_within: bool) -> None:
    assert hours_from_text("fri 22:00-06:00").include(local(at), CHICAGO) is is_within


def test_a_night_shift_from_sunday_reaches_into_monday() -> None:
    hours = hours_from_text("sun 22:00-02:00")
    assert hours.include(local("2026-03-16T01:30:00"), CHICAGO)
    assert not hours.include(local("2026-03-15T01:30:00"), CHICAGO)


def test_the_wall_clock_counts_when_it_is_set_forward_and_back() -> None:
    hours = hours_from_text("sun 01:30-03:30")
    assert hours.include(local("2026-03-08T01:45:00"), CHICAGO)
    assert hours.include(datetime(2026, 3, 8, 8, 15, tzinfo=UTC), CHICAGO)  # 03:15, an hour later by the clock
    assert not hours.include(datetime(2026, 3, 8, 8, 45, tzinfo=UTC), CHICAGO)
    assert hours.include(local("2026-11-01T01:45:00", fold=0), CHICAGO)
    assert hours.include(local("2026-11-01T01:45:00", fold=1), CHICAGO)
    assert not hours.include(local("2026-11-01T01:15:00", fold=1), CHICAGO)


def test_always_is_every_minute_of_every_day() -> None:
    assert hours_from_text("Always") == ALWAYS and ALWAYS.is_always
    minutes = (datetime(2026, 3, 7 + day, hour, 59, tzinfo=UTC) for day in range(8) for hour in range(24))
    assert all(ALWAYS.include(at, CHICAGO) for at in minutes)


def test_days_run_over_the_end_of_the_week() -> None:
    assert hours_from_text("sat-mon 08:00-09:00").as_rules()[0]["days"] == ["mon", "sat", "sun"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "mon",
        "mon 8-9",
        "mon 08:00",
        "mon 25:00-26:00",
        "noday 08:00-09:00",
        "mon 08:00-08:00",
        "mon 24:00-08:00",
        "mon 08:00-09:00,",
        "mon - fri 08:00-09:00",
    ],
)
def test_what_is_no_hours_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="always, or hours such as mon-fri 07:00-19:00"):
        hours_from_text(written)


def test_rules_come_back_as_they_went_in_and_in_words() -> None:
    rules = [{"days": ["mon", "tue", "wed", "fri"], "from": "07:00", "to": "24:00"}]
    hours = hours_from_rules(rules)
    assert hours.as_rules() == rules
    assert hours.in_words() == "Mon-Wed, Fri 07:00-24:00"

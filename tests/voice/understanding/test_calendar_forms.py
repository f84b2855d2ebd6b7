from datetime import date

import pytest

from voice.understanding.days.clock import find_whens

WEDNESDAY = date(2026, 3, 11)


def days(said: str) -> list[str | None]:
    whens = find_whens(tuple(said.split()), frozenset(), WEDNESDAY)
    return [w.on and w.on.isoformat() + (w.at.strftime("T%H:%M") if w.at else "") for w in whens]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("the second of next month", "2026-04-02"),
        ("by the third of next month", "2026-04-03"),
        ("the twentieth of this month", "2026-03-20"),
        ("the last friday of the month", "2026-03-27"),
        ("the first monday of the month", "2026-04-06"),
        ("first tuesday in may at half two", "2026-05-05T14:30"),
        ("second thursday of april", "2026-04-09"),
        ("first monday of next month", "2026-04-06"),
        ("monday the fourth", "2026-05-04"),
        ("friday the twentieth", "2026-03-20"),
        ("cob friday", "2026-03-13"),
        ("eod tomorrow", "2026-03-12"),
        ("first thing on monday", "2026-03-16"),
        ("last thing friday", "2026-03-13"),
        ("this day week", "2026-03-18"),
        ("monday two weeks", "2026-03-30"),
        ("in a fortnight's time", "2026-03-25"),
        ("within the fortnight", "2026-03-25"),
    ],
)
def test_a_day_told_by_the_calendar_is_exact(said: str, day: str) -> None:
    assert days(said) == [day]


@pytest.mark.parametrize(
    "said",
    ["tuesday gone", "friday just gone", "the third of this month", "a month from today", "two months from friday"],
)
def test_a_day_gone_or_months_off_is_no_date(said: str) -> None:
    assert days(said) == [None]


def test_the_second_of_several_things_is_no_date() -> None:
    assert days("wants the lease for the second shop") == []


def test_the_day_after_is_counted_from_the_day_said_before() -> None:
    assert days("away until the first of june i'll try her the day after") == ["2026-06-01", "2026-06-02"]

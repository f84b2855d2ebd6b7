from datetime import date

import pytest

from voice.understanding.days.clock import find_whens

WEDNESDAY = date(2026, 3, 11)


def first(said: str) -> str | None:
    whens = find_whens(tuple(said.split()), frozenset(), WEDNESDAY)
    if not whens or whens[0].on is None:
        return None
    return whens[0].on.isoformat() + (whens[0].at.strftime("T%H:%M") if whens[0].at else "")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("by friday", "2026-03-13"),
        ("wednesday", "2026-03-18"),
        ("next friday", "2026-03-20"),
        ("friday week", "2026-03-20"),
        ("a week on friday", "2026-03-20"),
        ("a week from friday at noon", "2026-03-20T12:00"),
        ("day after tomorrow", "2026-03-13"),
        ("in a couple of weeks", "2026-03-25"),
        ("in a fortnight", "2026-03-25"),
        ("the fifteenth", "2026-03-15"),
        ("by the second", "2026-04-02"),
        ("third of april", "2026-04-03"),
        ("april twenty second at two", "2026-04-22T14:00"),
        ("end of the week", "2026-03-13"),
        ("next week", "2026-03-20"),
        ("the week after next", "2026-03-27"),
        ("end of the month", "2026-03-31"),
        ("close of business", "2026-03-11"),
        ("next tuesday at three thirty", "2026-03-17T15:30"),
        ("thursday half three", "2026-03-12T15:30"),
        ("tuesday week at quarter to eleven", "2026-03-24T10:45"),
        ("tomorrow before ten", "2026-03-12T10:00"),
        ("at seven on monday", "2026-03-16T07:00"),
        ("two p m friday", "2026-03-13T14:00"),
    ],
)
def test_a_day_is_read_as_the_company_means_it(said: str, day: str) -> None:
    assert first(said) == day


@pytest.mark.parametrize(
    "said",
    ["early next week", "some time in april", "in a few days", "in a month or so", "next month", "mid april", "soon"],
)
def test_vague_days_stay_vague(said: str) -> None:
    assert first(said) is None


@pytest.mark.parametrize(
    "said", ["his thursday order", "every friday", "saturday mornings", "last monday", "on a friday"]
)
def test_habits_and_the_past_are_no_days_to_come(said: str) -> None:
    assert first(said) is None


def test_a_count_behind_a_day_is_no_time() -> None:
    assert first("monday ten cases of cod") == "2026-03-16"
    assert first("friday at one forty one each") == "2026-03-13"

"""Days told around another day or an end: "two days before friday", "inside three days", "before the week is out"."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from voice.understanding.days.calendar_forms import WEEKDAYS
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.numbers.numbers import small_number
from voice.understanding.people.birthdays import MONTHS, ordinal

Said = tuple[int, date | None]  # the position behind the words, the day (None where it is vague)
DayAt = Callable[[Sequence[str], int, date], Said | None]
_UNITS = {"day": 1, "days": 1, "days'": 1, "week": 7, "weeks": 7, "weeks'": 7}
_IN_A_WEEK = phrases("this time next week; same day next week; same time next week; the same day next week")
_WEEK_ENDS = phrases("the week is out; the week's out; week is out; week's end; weeks end; end of the working week")
_VAGUE = phrases(
    "back end of; the back end of; tail end of; the tail end of; far end of; the far end of; towards the end of; "
    "toward the end of; near the end of; around the end of; about the end of; just before the end of; "
    "just after the end of"
)
_FEASTS = phrases(
    "good friday; black friday; easter monday; easter sunday; palm sunday; ash wednesday; maundy thursday; "
    "fat tuesday; shrove tuesday; cyber monday; super bowl sunday"
)
_LED = wordset("on by till until before upto from the for since than")
_NOT_MONTH_BEHIND = wordset("be have not need want also take come i we he she they well go still just order on")
_CLOSES = ("", "and", "at", "so", "but", "please")


def read_loose_form(words: Sequence[str], at: int, today: date, day_at: DayAt) -> Said | None:
    """Read one of these forms at `at`; `day_at` reads the day that a form leans on. None where none begins."""
    for read in (_in_a_week, _week_end, _vague_end, _feast, _within, _weekday_in_weeks, _month_said_short):
        if found := read(words, at, today):
            return found
    return _beside_a_day(words, at, today, day_at)


def _in_a_week(words: Sequence[str], at: int, today: date) -> Said | None:
    size = phrase_at(words, at, _IN_A_WEEK)
    return (at + size, today + timedelta(days=7)) if size else None


def _week_end(words: Sequence[str], at: int, today: date) -> Said | None:
    size = phrase_at(words, at, _WEEK_ENDS)
    return (at + size, today + timedelta(days=(4 - today.weekday()) % 7)) if size else None


def _vague_end(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "the back end of march" is no day."""
    del today
    size = phrase_at(words, at, _VAGUE)
    if not size:
        return None
    end = at + size + (tuple(words[at + size : at + size + 1]) in (("the",), ("next",), ("this",)))
    return (end + 1, None) if end < len(words) and words[end] in (*MONTHS, "month", "week", "year") else None


def _feast(words: Sequence[str], at: int, today: date) -> Said | None:
    """A feast has a weekday in its name and another day in every year; said with its date, the date counts."""
    del today
    size = phrase_at(words, at, _FEASTS)
    return (at + size, None) if size else None


def _within(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "inside three days", "within the next two weeks", "in the next few days" (vague)."""
    if words[at] not in ("in", "within", "inside"):
        return None
    end = at + 1 + (tuple(words[at + 1 : at + 2]) == ("of",))
    nexts = tuple(words[end : end + 2]) == ("the", "next")
    end += 2 if nexts else 0
    if not nexts and words[at] in ("in", "within"):
        return None  # read with the plain counts
    if nexts and tuple(words[end : end + 1]) in (("few",), ("couple",), ("day",), ("days",), ("some",)):
        while end < len(words) and words[end] in ("few", "couple", "of", "day", "days", "or", "two", "so", "weeks"):
            end += 1
        return end, None
    count = small_number(words, end)
    if count is None or count[1] >= len(words) or words[count[1]] not in _UNITS:
        return None
    return count[1] + 1, today + timedelta(days=count[0] * _UNITS[words[count[1]]])


def _weekday_in_weeks(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "friday in two weeks", "monday in a fortnight": that day of the week then."""
    if words[at] not in WEEKDAYS or tuple(words[at + 1 : at + 2]) != ("in",):
        return None
    if tuple(words[at + 2 : at + 4]) == ("a", "fortnight"):
        weeks, end = 2, at + 4
    else:
        count = (1, at + 3) if tuple(words[at + 2 : at + 3]) == ("a",) else small_number(words, at + 2)
        if count is None or tuple(words[count[1] : count[1] + 1]) not in (("week",), ("weeks",)):
            return None
        weeks, end = count[0], count[1] + 1
    end += tuple(words[end : end + 1]) == ("time",)
    return end, today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks + WEEKDAYS[words[at]])


def _month_said_short(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "end march", "the last of the month", "on fifth may", "by five april"."""
    if words[at] == "end" and tuple(words[at + 1 : at + 2]) and words[at + 1] in MONTHS and words[at + 1] != "may":
        month = MONTHS[words[at + 1]]
        year = today.year + (month < today.month)
        return at + 2, date(year, month, calendar.monthrange(year, month)[1])
    if tuple(words[at : at + 5]) == ("the", "last", "of", "the", "month"):
        return at + 5, date(today.year, today.month, calendar.monthrange(today.year, today.month)[1])
    led = at > 0 and words[at - 1] in _LED
    number = ordinal(words, at) or (small_number(words, at) if led else None)
    if number is None or number[1] >= len(words) or not 1 <= number[0] <= 31 or words[number[1]] not in MONTHS:
        return None
    behind = words[number[1] + 1] if number[1] + 1 < len(words) else ""
    if behind in _NOT_MONTH_BEHIND and words[number[1]] in ("may", "march"):
        return None
    if words[number[1]] in ("may", "march") and not led and behind not in _CLOSES:
        return None
    return number[1] + 1, _next(today, MONTHS[words[number[1]]], number[0])


def _next(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) > today:
            return date(year, month, day)
    return None


def _beside_a_day(words: Sequence[str], at: int, today: date, day_at: DayAt) -> Said | None:
    """ "two days before friday", "the day after the fifteenth", "a week next tuesday", "a week come friday"."""
    if words[at] in ("a", "the", "one"):
        count: tuple[int, int] | None = (1, at + 1)
    else:
        count = small_number(words, at)
    if count is None or count[1] + 1 >= len(words) or words[count[1]] not in _UNITS:
        return None
    days, side = count[0] * _UNITS[words[count[1]]], count[1] + 1
    if words[side] in ("before", "after"):
        sign, day = (-1 if words[side] == "before" else 1), side + 1
    elif words[side] in ("next", "come") and words[at] != "the" and _UNITS[words[count[1]]] == 7:
        sign, day = 1, side + (words[side] == "come")
    else:
        return None
    if day >= len(words) or words[day] in ("tomorrow", "today"):
        return None
    told = day_at(words, day, today)
    if told is None or told[1] is None:
        return None
    on = told[1] + timedelta(days=sign * days)
    return told[0], on if on >= today else None

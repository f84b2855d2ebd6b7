"""Days by the calendar's own order: "the second of next month", "last friday of the month", "monday the fourth"."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from voice.understanding.people.birthdays import MONTHS, ordinal

WEEKDAYS = {w: i for i, w in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
WEEKDAYS |= {"tues": 1, "weds": 2, "thurs": 3}
Said = tuple[int, date | None]  # the position behind the words, the day (None where it is vague or past)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_PAST_TAILS = (("gone",), ("just", "gone"), ("past",), ("just", "past"), ("before", "last"))
_LONG = ("month", "months", "quarter", "quarters", "year", "years")
_FORTNIGHT = ("fortnight", "fortnight's", "fortnights")
_LONGEST_WAIT_D = 200  # "monday the fourth" is not looked for further on


def read_form(words: Sequence[str], at: int, today: date) -> Said | None:
    """Read one of these forms at `at`: the position behind it and its day; None where none begins."""
    for reader in (_of_a_month, _nth_weekday, _weekday_the_ordinal, _past, _spans, _closing):
        if found := reader(words, at, today):
            return found
    return None


def _month_said(words: Sequence[str], at: int, today: date) -> tuple[int, int, int] | None:
    """Read "of next month", "in may", "of the month": year, month and the position behind."""
    if tuple(words[at : at + 1]) not in (("of",), ("in",)):
        return None
    at += 1
    rest = tuple(words[at : at + 2])
    if rest == ("next", "month"):
        following = today.replace(day=28) + timedelta(days=7)
        return following.year, following.month, at + 2
    if rest in (("the", "month"), ("this", "month")):
        return today.year, today.month, at + 2
    if rest[:1] and rest[0] in MONTHS:
        month = MONTHS[rest[0]]
        return today.year + (month < today.month), month, at + 1
    return None


def _of_a_month(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "the second of next month", "third of this month"."""
    at += words[at] == "the"
    named = ordinal(words, at)
    if named is None or tuple(words[named[1] : named[1] + 3]) not in (("of", "next", "month"), ("of", "this", "month")):
        return None
    month = _month_said(words, named[1], today)
    if month is None or named[0] > calendar.monthrange(month[0], month[1])[1]:
        return None
    on = date(month[0], month[1], named[0])
    return month[2], on if on > today else None


def _nth_weekday(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "the last friday of the month", "first tuesday in may"."""
    at += words[at] == "the"
    if at + 2 >= len(words) or words[at] not in _NTH or words[at + 1] not in WEEKDAYS:
        return None
    month = _month_said(words, at + 2, today)
    if month is None:
        return None
    on = _nth_of(month[0], month[1], WEEKDAYS[words[at + 1]], _NTH[words[at]])
    if on <= today and tuple(words[at + 2 : at + 5]) == ("of", "the", "month"):
        following = today.replace(day=28) + timedelta(days=7)
        on = _nth_of(following.year, following.month, WEEKDAYS[words[at + 1]], _NTH[words[at]])
    return month[2], on if on > today else None


def _nth_of(year: int, month: int, weekday: int, nth: int) -> date:
    last = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    return days[nth - 1 if nth > 0 else -1]


def _weekday_the_ordinal(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "monday the fourth": the next fourth that is a monday, where the two agree soon."""
    if words[at] not in WEEKDAYS or tuple(words[at + 1 : at + 2]) != ("the",) or at + 2 >= len(words):
        return None
    named = ordinal(words, at + 2)
    if named is None or tuple(words[named[1] : named[1] + 1]) in (("of",), *((m,) for m in MONTHS)):
        return None
    for ahead in range(1, _LONGEST_WAIT_D):
        on = today + timedelta(days=ahead)
        if on.day == named[0] and on.weekday() == WEEKDAYS[words[at]]:
            return named[1], on
    return None


def _past(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "tuesday gone", "friday just gone": a day that is over."""
    del today
    if words[at] not in WEEKDAYS:
        return None
    for tail in _PAST_TAILS:
        if tuple(words[at + 1 : at + 1 + len(tail)]) == tail:
            behind = tuple(words[at + 1 + len(tail) : at + 2 + len(tail)])
            clock = tail == ("past",) and behind != ()
            return None if clock else (at + 1 + len(tail), None)
    return None


def _spans(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "this day week", "in a fortnight's time", "inside a fortnight", "a month from today" (vague)."""
    if tuple(words[at : at + 3]) == ("this", "day", "week"):
        return at + 3, today + timedelta(days=7)
    led = words[at] in ("in", "within", "inside") and words[at + 1 : at + 2] and words[at + 1] in ("a", "the", "one")
    if led and words[at + 2 : at + 3] and words[at + 2] in _FORTNIGHT:
        end = at + 3 + (tuple(words[at + 3 : at + 4]) == ("time",))
        vague = tuple(words[end : end + 1]) == ("or",)
        return end, None if vague else today + timedelta(days=14)
    for size in (2, 3):
        unit = words[at + size - 1] if at + size < len(words) else ""
        if (
            unit in _LONG
            and words[at + size] == "from"
            and tuple(words[at + size + 1 : at + size + 2])
            in (
                *((d,) for d in WEEKDAYS),
                ("today",),
                ("now",),
                ("tomorrow",),
            )
        ):
            return at + size + 2, None
    if words[at] in WEEKDAYS and tuple(words[at + 1 : at + 3]) in (("two", "weeks"), ("three", "weeks")):
        behind = tuple(words[at + 3 : at + 4])
        if behind not in (("ago",), ("running",), ("in",), ("of",), ("before",)):
            ahead = (WEEKDAYS[words[at]] - today.weekday() - 1) % 7 + 1
            return at + 3, today + timedelta(days=ahead + 7 * (2 if words[at + 1] == "two" else 3))
    return None


def _closing(words: Sequence[str], at: int, today: date) -> Said | None:
    """ "cob friday", "eod tomorrow", "first thing monday": an end of that day."""
    thing = tuple(words[at : at + 2]) in (("first", "thing"), ("last", "thing"))
    if not (words[at] in ("cob", "eod") or thing) or at + 1 + thing >= len(words):
        return None
    day = at + 1 + thing
    day += words[day] == "on"
    if day < len(words) and words[day] in WEEKDAYS and tuple(words[day + 1 : day + 2]) != ("week",):
        return day + 1, today + timedelta(days=(WEEKDAYS[words[day]] - today.weekday() - 1) % 7 + 1)
    if words[day : day + 1] and words[day] == "tomorrow":
        return day + 1, today + timedelta(days=1)
    return None

"""Find birthdays and dates of birth, which must not be kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import small_number

MONTHS = {
    m: i
    for i, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_CUES = wordset("birthday birthday's birthdays bday born dob birthdate turns turning")
_PHRASES = (("date", "of", "birth"), ("d", "o", "b"), ("birth", "date"), ("birth", "day"), ("b", "day"))
_NOT_OF_PERSON = wordset("party parties cake cakes dinner event package menu bash lunch brunch order promo deal")
_RELATIVE = wordset("monday tuesday wednesday thursday friday saturday sunday tomorrow today")


def ordinal(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Read a day's ordinal ("third", "twenty second", "thirty first"); give it and the position behind it."""
    if at >= len(words):
        return None
    if words[at] in ORDINALS:
        return ORDINALS[words[at]], at + 1
    if words[at] in ("twenty", "thirty") and at + 1 < len(words) and 0 < ORDINALS.get(words[at + 1], 99) < 10:
        return (20 if words[at] == "twenty" else 30) + ORDINALS[words[at + 1]], at + 2
    return None


def find_birthdays(words: Sequence[str]) -> list[tuple[int, int]]:
    """Give the spans (end excluded) of dates that are somebody's day of birth."""
    spans: list[tuple[int, int]] = []
    for i in range(len(words)):
        length = _cue_length(words, i)
        if not length:
            continue
        if words[i + length : i + length + 1] and words[i + length] in _NOT_OF_PERSON:
            continue
        span = _date_after(words, i + length, strict=words[i] in ("turns", "turning")) or _date_before(words, i)
        if span:
            start = span[0] - 1 if span[0] and words[span[0] - 1] in ("oh", "o", "zero") else span[0]
            spans.append((start, span[1]))
    return spans


def _cue_length(words: Sequence[str], at: int) -> int:
    if words[at] in _CUES:
        return 1
    return next((len(p) for p in _PHRASES if tuple(words[at : at + len(p)]) == p), 0)


def _date_after(words: Sequence[str], at: int, *, strict: bool) -> tuple[int, int] | None:
    for start in range(at, min(at + (6 if strict else 8), len(words))):
        if end := _spoken_date(words, start):
            return start, end
        is_age = strict and small_number(words, at) is not None and start <= at + 4
        if words[start] in _RELATIVE and (is_age or (start <= at + 3 and not strict and set(words[at:start]) <= _LINK)):
            return (start - 1 if start > at and words[start - 1] in ("next", "this") else start), start + 1
        if words[start] in ("but", "so", "wants", "she'd", "he'd", "send", "because"):
            return None
    return None


_LINK = wordset("is on 's was it's this next coming the falls")


def _date_before(words: Sequence[str], cue: int) -> tuple[int, int] | None:
    """Read "june fourth is her birthday" backwards."""
    for end in range(cue, max(cue - 6, 0), -1):
        for start in range(max(0, end - 8), end):
            if _spoken_date(words, start) == end and set(words[end:cue]) <= _BACK_LINK:
                return start, end
    return None


_BACK_LINK = wordset("is it's that's his her their which was as for marks s a the my chef's owner's it")


_FIGURES = re.compile(r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?")


def _spoken_date(words: Sequence[str], at: int) -> int | None:
    """Give the end of a calendar date with or without year beginning at `at`, else None."""
    start = at
    if _FIGURES.fullmatch(words[at]):
        return at + 1
    year = _year(words, at)
    if year > at and words[year : year + 1] == ["in"] and words[year + 1 : year + 2] and words[year + 1] in MONTHS:
        return year + 2
    if words[at] == "the":
        at += 1
    if at < len(words) and words[at] in MONTHS:
        day = _day(words, at + 2 if words[at + 1 : at + 2] == ["the"] else at + 1)
        if day is None:
            year = _year(words, at + 1)
            return year if year > at + 1 and start == at else None
        return _year(words, day)
    named = ordinal(words, at) or (small_number(words, at) if words[at : at + 1] else None)
    if named is None:
        return None
    after = named[1] + (words[named[1] : named[1] + 1] == ["of"])
    if after < len(words) and words[after] in MONTHS:
        return _year(words, after + 1)
    is_ordinal = ordinal(words, at) is not None
    if is_ordinal and start < at and not (words[named[1] : named[1] + 1] and words[named[1]] in ("week", "time", "of")):
        return named[1]
    if not is_ordinal:
        return _numeric_date(words, at)
    return None


def _day(words: Sequence[str], at: int) -> int | None:
    named = ordinal(words, at) or small_number(words, at)
    return named[1] if named and 1 <= named[0] <= 31 else None


def _numeric_date(words: Sequence[str], at: int) -> int | None:
    """Read "six four eighty two" or "oh six oh four nineteen eighty two": month, day, year."""
    parts, position = 0, at
    while position < len(words) and parts < 5:
        if words[position] in ("oh", "slash", "dash"):
            position += 1
            continue
        small = small_number(words, position)
        if small is None:
            break
        parts, position = parts + 1, small[1]
    return position if 3 <= parts <= 5 else None


def _year(words: Sequence[str], at: int) -> int:
    """Skip a year behind a date ("nineteen eighty two", "two thousand and one", "in eighty two", "sixty eight")."""
    begin = at + 1 if words[at : at + 1] in (["in"], ["of"]) else at
    first = small_number(words, begin)
    if first is None:
        return at
    if first[0] in (19, 20):
        if words[first[1] : first[1] + 1] == ["oh"]:
            last = small_number(words, first[1] + 1)
            return last[1] if last else first[1]
        second = small_number(words, first[1])
        return second[1] if second and (second[0] >= 10) else at
    if first[0] == 2 and words[first[1] : first[1] + 1] == ["thousand"]:
        rest = first[1] + 1
        last = small_number(words, rest + (words[rest : rest + 1] == ["and"]))
        return last[1] if last else rest
    unit = words[first[1] : first[1] + 1]
    return (
        first[1] if 30 <= first[0] <= 99 and (not unit or unit[0] not in ("cases", "bags", "people", "dollars")) else at
    )

"""Reads when a place is open: closing days ("closed mondays") and hours ("kitchen opens at eleven") that last.

A day that is no habit ("closed on monday"), a change to come, hearsay of ours and what is asked or guessed give
nothing. When deliveries may come is a lasting wish (`attitude/preferences.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from itertools import pairwise

from voice.understanding.days.clock import read_clock
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.types import AnswerGiven, OwnFact

HOURS = "hours"  # the kind of these facts; a company's own kinds have other ids
CLOSING_DAYS, OPENING, CLOSING = "closing days", "opening time", "closing time"
NO_DAY = "none"

_DAYS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")
_ALWAYS_OPEN = phrases("open seven days; open every day; open all week; never close; never closed; open all seven days")
_SHUT = phrases("closed; shut; close; close on; closed on; shut on; don't open; don't open on; not open; not open on; "
                "never open; never open on; are off; closed all day; closed all day on; aren't open; "
                "aren't open on")  # fmt: skip
_OPENS = phrases("opens at; open at; opens up at; open up at; don't open until; don't open till; doesn't open until; "
                 "doesn't open till; don't open before; doesn't open before; only opens at; only open at; opens from; "
                 "open from; opening at; opening time is; opens around; starts serving at; not open until; "
                 "not open till; not open before")  # fmt: skip
_CLOSES = phrases("closes at; close at; closed at; shuts at; shut at; closes up at; close up at; stops serving at; "
                  "open until; open till; closing time is; closes around; closed from; closed after; "
                  "last orders at; open to")  # fmt: skip
_BOTH = phrases("open; opens; open from; opens from; hours are; opening hours are; they're open; hours are from; "
                "opening hours are from")  # fmt: skip
_PLACES = wordset("kitchen bar shop store cafe dock office restaurant bakery deli counter warehouse receiving")
_DOUBT = wordset(
    "if whether maybe perhaps might unsure unclear wonder wondering ask asked asking guess probably should could would "
    "used will when we our us i'm norwell they'll he'll she'll until unless hope hopes want wants wish"
)
_UNKNOWN = (("not", "sure"), ("no", "idea"), ("find", "out"), ("don't", "know"), ("i", "think"), ("next", "week"))
_ONCE = wordset(
    "today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday christmas easter thanksgiving "
    "holiday holidays renovation week month summer winter yesterday temporarily this"
)
_REACH = 6
_LATEST_OPENING_H, _NOON_H = 12, 12


def read_hours(reading: Reading) -> tuple[OwnFact, ...]:
    """Give closing days, opening and closing times that were stated as lasting, each subject once."""
    found: dict[str, OwnFact] = {}
    for fact in (*_closing_days(reading), *_times(reading)):
        found.setdefault(fact.subject, fact)
    return tuple(found.values())


def with_answers_by_hours(
    reading: Reading, hours: Sequence[OwnFact], given: Sequence[AnswerGiven]
) -> tuple[AnswerGiven, ...]:
    """Answer the open questions about closing days by what was read of them; without it only a day answers them."""
    asked = {one.key for one in reading.note.open_questions if one.kind == "text" and _is_about_closing(one.text)}
    fact = next((one for one in hours if one.subject == CLOSING_DAYS), None)
    kept = tuple(one for one in given if one.question_key not in asked or (fact is None and _names_a_day(one.value)))
    if fact is None:
        return kept
    return (*kept, *(AnswerGiven(key, str(fact.value).lower(), fact.evidence) for key in sorted(asked)))


def _names_a_day(answer: object) -> bool:
    return any(f"{word.removesuffix('s')}s" in _DAYS for word in str(answer).split())


def _is_about_closing(question: str) -> bool:
    words = set(question.lower().replace("?", " ").split())
    return bool(words & {"closed", "close", "closing", "shut"}) and bool(words & {"day", "days"})


def _closing_days(reading: Reading) -> Iterator[OwnFact]:
    words = reading.words
    for at in range(len(words)):
        if (size := phrase_at(words, at, _ALWAYS_OPEN)) and _is_stated(reading, at, len(words)):
            yield _made(reading, CLOSING_DAYS, NO_DAY, at, at + size)
        if not (size := phrase_at(words, at, _SHUT)):
            continue
        days, end = _days(words, at + size)
        if days and _is_stated(reading, at, end):
            yield _made(reading, CLOSING_DAYS, " and ".join(days), at, end)


def _days(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """Read "mondays and tuesdays", "every monday", "on sundays"; give them as "Mondays" and the place behind."""
    days: list[str] = []
    end = at
    while at < len(words):
        if words[at] in ("on", "and", "every"):
            at += 1
            continue
        is_every = at > 0 and words[at - 1] == "every"
        day = f"{words[at]}s" if is_every else words[at]
        if day not in _DAYS:
            break
        days.append(day.capitalize())
        at += 1
        end = at
    return days, end


def _times(reading: Reading) -> Iterator[OwnFact]:
    words = reading.words
    for at in range(len(words)):
        if size := phrase_at(words, at, _BOTH):
            yield from _from_to(reading, at, at + size)
        for forms, subject in ((_OPENS, OPENING), (_CLOSES, CLOSING)):
            size = phrase_at(words, at, forms)
            read = read_clock(words, at + size) if size else None
            is_denied = at > 0 and words[at - 1] in ("don't", "doesn't", "not", "never")  # "don't open until five"
            if read is not None and not is_denied:
                yield from _timed(reading, subject, read, at, read[1])


def _from_to(reading: Reading, at: int, start: int) -> Iterator[OwnFact]:
    """Read "open seven to three": the first hour in the morning, the second behind it."""
    words = reading.words
    joint = next((place for place in range(start + 1, min(start + 4, len(words))) if words[place] in ("to", "till")), 0)
    if not joint:
        return
    first, last = read_clock(words[:joint], start), read_clock(words, joint + 1)
    if first is not None and last is not None and first[1] == joint:
        yield from _timed(reading, OPENING, first, at, last[1])
        yield from _timed(reading, CLOSING, last, at, last[1])


def _timed(reading: Reading, subject: str, read: tuple[time, int, bool], start: int, end: int) -> Iterator[OwnFact]:
    words = reading.words
    days, behind = _days(words, end) if words[end : end + 1] in (("on",), ("every",)) else ([], end)
    if not _is_stated(reading, start, max(end, behind)):
        return
    place = words[start - 1] if start and words[start - 1] in _PLACES else ""
    named = " ".join(filter(None, (place, subject, f"on {' and '.join(days).lower()}" if days else "")))
    yield _made(reading, named, f"{_hour(subject, *read[::2]):%H:%M}", start - bool(place), max(end, behind))


def _hour(subject: str, said: time, is_certain: bool) -> time:
    """Take opening hours for the morning and closing hours for what comes after noon, where no half was said."""
    if is_certain or subject == OPENING:
        early = said.hour - _NOON_H
        is_morning = subject == OPENING and not is_certain and early in (5, 6)
        return said.replace(hour=early) if is_morning else said
    return said.replace(hour=said.hour + _NOON_H) if said.hour < _NOON_H else said


def _is_stated(reading: Reading, start: int, end: int) -> bool:
    """Tell whether it is told as a habit of theirs: no doubt before it, no single day behind it."""
    words = reading.words
    clause = reading.clause_of(start)
    before = words[max(clause.start, start - _REACH) : start]
    around = words[max(0, start - _REACH) : end + 3]
    behind = words[end : end + 3]
    if any(pair in _UNKNOWN for pair in pairwise(around)) or not _DOUBT.isdisjoint(before):
        return False
    if any("[" in word for word in words[start:end]):
        return False
    return _ONCE.isdisjoint(behind) and _ONCE.isdisjoint(before)


def _made(reading: Reading, subject: str, value: str, start: int, end: int) -> OwnFact:
    words = " ".join(reading.words[start:end])
    return OwnFact(HOURS, subject, "text", value, words, reading.evidence(start, end))

"""Days as spoken: weekdays, dates, spans from today; what is vague stays vague."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voice.understanding.days.calendar_forms import WEEKDAYS, read_form
from voice.understanding.days.loose_forms import read_loose_form
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.numbers.numbers import ONES, TENS, small_number
from voice.understanding.people.birthdays import MONTHS, ordinal

VAGUE_LEAD = wordset("early late later mid sometime somewhere middle beginning start around-about")
_ADJECTIVAL = wordset(
    "order orders delivery deliveries run drop truck route shipment mornings nights afternoons evenings brunch special "
    "specials rush lunches service drop-off dropoff routes slot shift breakfasts deliverys crowd crew"
)
_NOT_A_DAY = wordset(
    "time week one batch order delivery dining place party thing quarter half month floor location shift door"
)
_AFTER_FIRST = wordset(
    "and at by he she they i we it if so but or please to for with in on of the half quarter noon that then till from "
    "before after latest sharp morning afternoon evening around about she'll he'll they'll i'll we'll because"
)
_BEFORE_ORDINAL = wordset(
    "by on until till before from of for starting after since around about to and or not past is's"
)
_TODAY = phrases(
    "today; tonight; this afternoon; this evening; end of day; end of the day; close of business; c o b; e o d; eod; "
    "end of today; close of play; later today; end of play; before close; cob; end of business; this arvo; "
    "end of the working day; end of business today"
)
_PART_OF_DAY = phrases(
    "first thing in the morning; first thing; in the morning; in the afternoon; in the evening; morning; afternoon; "
    "evening; night; lunchtime; lunch time; at lunch; at lunchtime; mid morning; late morning; early afternoon; "
    "early morning; late afternoon; midday-ish; bright and early; early doors; arvo; itself"
)
_UNIT_DAYS = {
    "day": 1, "days": 1, "days'": 1, "week": 7, "weeks": 7, "weeks'": 7, "week's": 7, "day's": 1,
    "fortnight": 14, "fortnights": 14,
}  # fmt: skip
_SPELLED = frozenset(ONES) | frozenset(TENS)  # "after two weeks" is counted from today, "after a week" of something


@dataclass(frozen=True, slots=True)
class Day:
    """A day said at words start..end (end excluded); `on` None when it was vague or past."""

    start: int
    end: int
    on: date | None
    part: str | None = None


def read_day(words: Sequence[str], at: int, today: date) -> Day | None:
    """Read the day that begins at `at`, or None. Longest and most special forms first."""
    if formed := read_form(words, at, today) or read_loose_form(words, at, today, _plain_day):
        return _with_part(words, Day(at, *formed))
    for reader in (_fixed, _counted, _whole_week, _month_end, _weekday, _calendar, _day_of_month):
        if found := reader(words, at, today):
            return _with_part(words, found)
    return None


def _plain_day(words: Sequence[str], at: int, today: date) -> tuple[int, date | None] | None:
    for reader in (_weekday, _calendar, _day_of_month):
        if found := reader(words, at, today):
            return found.end, found.on
    return None


def next_weekday(today: date, weekday: int) -> date:
    """Give the next such day after `today`, never today itself."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _of_week(today: date, weekday: int, weeks_on: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks_on + weekday)


def _with_part(words: Sequence[str], day: Day) -> Day:
    length = phrase_at(words, day.end, _PART_OF_DAY)
    if not length:
        return day
    said = " ".join(words[day.end : day.end + length])
    return Day(day.start, day.end + length, day.on, said)


def _fixed(words: Sequence[str], at: int, today: date) -> Day | None:
    if tuple(words[at : at + 2]) == ("today", "week"):
        return Day(at, at + 2, today + timedelta(days=7))
    if length := phrase_at(words, at, _TODAY):
        follows = at + length + (1 if words[at + length : at + length + 1] == ("on",) else 0)
        closing = words[at] in ("end", "close", "c", "e", "before") and follows < len(words)
        if closing and (later := _weekday(words, follows, today) or _fixed(words, follows, today)):
            return Day(at, later.end, later.on)
        part = "evening" if words[at + length - 1] in ("tonight", "evening") else None
        return Day(at, at + length, today, part)
    start = at
    if words[at] == "the" and tuple(words[at + 1 : at + 4]) == ("day", "after", "tomorrow"):
        at += 1
    if tuple(words[at : at + 3]) == ("day", "after", "tomorrow"):
        return Day(start, at + 3, today + timedelta(days=2))
    if words[at] in ("tomorrow", "tomorrow's"):
        if words[at + 1 : at + 2] and words[at + 1] == "week":
            return Day(at, at + 2, today + timedelta(days=8))
        return Day(at, at + 1, today + timedelta(days=1)) if words[at] == "tomorrow" else None
    return None


def _count(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if tuple(words[at : at + 3]) == ("a", "couple", "of"):
        return 2, at + 3
    if tuple(words[at : at + 2]) in (("a", "couple"), ("couple", "of")):
        return 2, at + 2
    if words[at : at + 1] and words[at] in ("a", "an"):
        return 1, at + 1
    return small_number(words, at)


def _counted(words: Sequence[str], at: int, today: date) -> Day | None:
    """Read "in two weeks", "a week from friday", "two weeks today", "in a few days" (vague)."""
    start = at
    led = words[at] in ("in", "within") or (words[at] == "after" and at + 1 < len(words) and words[at + 1] in _SPELLED)
    if led:
        at += 1
        if words[at : at + 1] and words[at] in ("about", "around"):
            at += 1
        if tuple(words[at : at + 2]) == ("a", "few") or words[at : at + 1] == ("some",):
            at += 2
            return Day(start, at + 1, None) if words[at : at + 1] and words[at] in (*_UNIT_DAYS, "months") else None
    elif words[at] == "week" and words[at + 1 : at + 2] and words[at + 1] in ("on", "from", "tomorrow", "today"):
        return _from_anchor(words, start, at + 1, 7, today)
    counted = _count(words, at)
    if counted is None or counted[1] >= len(words):
        return None
    unit = words[counted[1]]
    if led and unit in ("month", "months", "quarter", "year"):
        return Day(start, counted[1] + 1, None)
    if unit not in _UNIT_DAYS:
        return None
    days, end = counted[0] * _UNIT_DAYS[unit], counted[1] + 1
    if anchored := _from_anchor(words, start, end, days, today):
        return anchored
    if not led or words[end : end + 2] in (("before", "that"), ("after", "that")):
        return None
    if words[end : end + 1] and words[end] == "time":
        end += 1
    if words[end : end + 1] and words[end] == "or":
        return Day(start, end + 2, None)
    return Day(start, end, today + timedelta(days=days))


def _from_anchor(words: Sequence[str], start: int, at: int, days: int, today: date) -> Day | None:
    """Read what the days are counted from: "from today", "on friday", "tomorrow"."""
    nexts = words[at : at + 1]
    if not nexts:
        return None
    if nexts[0] in ("from", "on"):
        at += 1
        if words[at : at + 1] and words[at] in ("now", "today"):
            return Day(start, at + 1, today + timedelta(days=days))
    elif nexts[0] == "today":
        return Day(start, at + 1, today + timedelta(days=days))
    elif nexts[0] not in ("tomorrow", *WEEKDAYS):
        return None
    if at >= len(words):
        return None
    led = words[start] in ("in", "within")
    if led and words[at] in WEEKDAYS:
        return Day(start, at + 1, _of_week(today + timedelta(days=days), WEEKDAYS[words[at]], 0))
    anchor = _fixed(words, at, today) or _weekday(words, at, today)
    if anchor is None or anchor.on is None:
        return None
    return Day(start, anchor.end, anchor.on + timedelta(days=days))


def _weekday(words: Sequence[str], at: int, today: date) -> Day | None:
    start = at
    weeks: int | None = None
    before = words[at - 1] if at else ""
    if words[at] == "next" and words[at + 1 : at + 2] and words[at + 1] in WEEKDAYS:
        weeks, at = 1, at + 1
    elif words[at] in ("this", "coming", "upcoming"):
        while at < len(words) and words[at] in ("this", "coming", "upcoming", "the"):
            at += 1
    if at >= len(words):
        return None
    if words[at].removesuffix("'s") in WEEKDAYS and before in ("by", "before", "for") and words[at].endswith("'s"):
        return Day(start, at + 1, next_weekday(today, WEEKDAYS[words[at].removesuffix("'s")]))
    if words[at] not in WEEKDAYS:
        return None
    if (
        before in ("last", "every", "each", "a", "previous", "past", "alternate", "following", "another")
        and weeks is None
    ):
        return None
    weekday, end = WEEKDAYS[words[at]], at + 1
    after = words[end : end + 1]
    if after and after[0] in _ADJECTIVAL and start == at:
        return None
    if dated := _calendar(words, end, today) or (
        _day_of_month(words, end, today)
        if after and (after[0] == "the" or (ordinal(words, end) and after[0] not in _FIRSTS))
        else None
    ):
        return Day(start, dated.end, dated.on)
    if weeks is None:
        if after and after[0] == "or" and words[end + 1 : end + 2] and words[end + 1] in WEEKDAYS:
            return Day(start, end + 2, None)
        if after and after[0] in ("week", "fortnight"):
            later = timedelta(days=7 if after[0] == "week" else 14)
            return Day(start, end + 1, next_weekday(today, weekday) + later)
        if after == ("next",) and words[end + 1 : end + 2] != ("to",) and words[end + 1 : end + 2] != ("time",):
            return Day(start, end + 1, _of_week(today, weekday, 1))
        for tail, on_weeks in (
            (("after", "next"), 2),
            (("of", "next", "week"), 1),
            (("next", "week"), 1),
            (("of", "this", "week"), 0),
            (("this", "week"), 0),
        ):
            if tuple(words[end : end + len(tail)]) == tail:
                return Day(start, end + len(tail), _of_week(today, weekday, on_weeks))
        return Day(start, end, next_weekday(today, weekday))
    end += 1 if after and after[0] == "week" else 0
    return Day(start, end, _of_week(today, weekday, weeks))


_FIRSTS = ("first", "second", "third", "fourth")  # behind a weekday these count something: "monday first thing"


def _whole_week(words: Sequence[str], at: int, today: date) -> Day | None:
    """Read "this week", "end of next week", "the week after next"; a vague lead makes them vague."""
    start = at
    vague = words[at] in VAGUE_LEAD or (words[at] == "some" and tuple(words[at : at + 2]) == ("some", "time"))
    if words[at] == "some" and vague:
        at += 1
    if vague:
        at += 1
        while at < len(words) and words[at] in ("on", "in", "of", "part"):
            at += 1
    if tuple(words[at : at + 2]) == ("end", "of") or tuple(words[at : at + 3]) == ("the", "end", "of"):
        at += 2 + (words[at] == "the")
        if tuple(words[at : at + 1]) == ("week",):
            return Day(start, at + 1, None if vague else _friday(today))
    if at >= len(words):
        return None
    for tail, weeks in ((("the", "week", "after", "next"), 2), (("week", "after", "next"), 2), (("next", "week"), 1)):
        if tuple(words[at : at + len(tail)]) == tail:
            end = at + len(tail)
            day = words[end + (tuple(words[end : end + 1]) == ("on",)) :][:1]
            if day and day[0] in WEEKDAYS:
                end += 1 + (words[end] == "on")
                return Day(start, end, _of_week(today, WEEKDAYS[day[0]], weeks))
            return Day(start, end, None if vague else _of_week(today, 4, weeks))
    if tuple(words[at : at + 2]) == ("this", "week") and words[at + 2 : at + 3] and words[at + 2] in WEEKDAYS:
        return Day(start, at + 3, _of_week(today, WEEKDAYS[words[at + 2]], 0))
    if tuple(words[at : at + 2]) in (("this", "week"), ("the", "week")) and (words[at] == "this" or at > start):
        return Day(start, at + 2, None if vague else _friday(today))
    return None


def _friday(today: date) -> date:
    """This week's friday; spoken on a weekend, the week's last working day is already gone, so the next one."""
    friday = _of_week(today, 4, 0)
    return friday if friday >= today else friday + timedelta(days=7)


def _month_end(words: Sequence[str], at: int, today: date) -> Day | None:
    start = at
    for said in (("month", "end"), ("end", "of", "month"), ("the", "month", "is", "out"), ("the", "month's", "out")):
        if tuple(words[at : at + len(said)]) == said:
            return Day(start, at + len(said), _last_of(today.year, today.month))
    if words[at] == "the" and words[at + 1 : at + 2] and words[at + 1] in ("end", "first", "last"):
        at += 1
    if tuple(words[at : at + 2]) == ("end", "of") or tuple(words[at : at + 3]) == ("last", "day", "of"):
        at += 2 if words[at] == "end" else 3
        rest = tuple(words[at : at + 2])
        if rest[:1] in (("month",),) or rest in (("the", "month"), ("this", "month")):
            return Day(start, at + (1 if rest[0] == "month" else 2), _last_of(today.year, today.month))
        if rest == ("next", "month"):
            following = today.replace(day=28) + timedelta(days=7)
            return Day(start, at + 2, _last_of(following.year, following.month))
        if rest and rest[0] in MONTHS:
            month = MONTHS[rest[0]]
            return Day(start, at + 1, _last_of(today.year + (month < today.month), month))
        if rest and rest[0] in ("the", "this") and rest[1:] in (("quarter",), ("year",), ("season",), ("summer",)):
            return Day(start, at + 2, None)
        if at >= len(words):
            return None  # broken off behind "the end of"
    if words[at] == "first" and words[at + 1 : at + 2] and words[at + 1] == "of":
        rest = tuple(words[at + 2 : at + 4])
        if rest in (("the", "month"), ("next", "month")):
            following = today.replace(day=28) + timedelta(days=7)
            return Day(start, at + 4, following.replace(day=1))
    if tuple(words[at : at + 4]) == ("next", "month", "on", "the") and (named := ordinal(words, at + 4)):
        following = today.replace(day=28) + timedelta(days=7)
        if named[0] <= calendar.monthrange(following.year, following.month)[1]:
            return Day(start, named[1], following.replace(day=named[0]))
    if tuple(words[at : at + 2]) == ("next", "month") or (
        words[at] in ("in", "mid", "early", "late") and words[at + 1 : at + 2] and words[at + 1] in MONTHS
    ):
        if words[at] != "next" and _calendar(words, at + 1, today):
            return None
        return Day(start, at + 2, None)
    return None


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _calendar(words: Sequence[str], at: int, today: date) -> Day | None:
    """Read a day of a named month: "april second", "the third of march", "april the tenth"."""
    start = at
    if at >= len(words):
        return None
    if words[at] in MONTHS:
        month, at = MONTHS[words[at]], at + 1
        at += 1 if words[at : at + 1] and words[at] == "the" else 0
        named = ordinal(words, at)
        if named is None:
            small = small_number(words, at)
            behind = words[small[1]] if small and small[1] < len(words) else ""
            plain = behind not in ("cases", "bags", "gallons", "people", "dollars", "boxes", "tubs", "case", "percent")
            named = small if small and words[start] != "may" and plain else None
        return _dated(start, named[1], today, month, named[0]) if named else None
    if words[at] == "the":
        at += 1
    named = ordinal(words, at)
    if named is None:
        return None
    at = named[1] + (1 if words[named[1] : named[1] + 1] and words[named[1]] == "of" else 0)
    if (
        at < len(words)
        and words[at] in MONTHS
        and (at > named[1] or (words[at] != "may" and (words[at] != "march" or words[at + 1 : at + 2] != ("order",))))
    ):
        return _dated(start, at + 1, today, MONTHS[words[at]], named[0])
    return None


def _dated(start: int, end: int, today: date, month: int, day: int) -> Day | None:
    for year in range(today.year, today.year + 9):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on > today:
            return Day(start, end, on)
    return None


def _half_hour(words: Sequence[str], at: int) -> bool:
    """Tell whether "half" or "quarter" begins a clock time: "the nineteenth half ten"."""
    if at + 1 >= len(words) or words[at] not in ("half", "quarter"):
        return False
    return words[at + 1] in ("past", "to", "after", "of") or 0 < ONES.get(words[at + 1], 0) < 13


def _day_of_month(words: Sequence[str], at: int, today: date) -> Day | None:
    """Read "the fifteenth": the next such day after today."""
    if words[at] == "the":
        named = ordinal(words, at + 1)
    elif at and (words[at - 1] in ("by", "before", "until", "till", "upto") or words[at - 1] in WEEKDAYS):
        named = ordinal(words, at)
    elif at and words[at - 1] == "on" and (later := ordinal(words, at)) and later[0] > 4:
        named = later  # "on twenty ninth"; "on second thought" is none
    else:
        return None
    if named is None:
        return None
    before = words[at - 1] if at else ""
    if before == "of" and at > 1 and words[at - 2] == "week":
        return Day(at, named[1], None)
    after = words[named[1]] if named[1] < len(words) else ""
    if _half_hour(words, named[1]):
        after = ""
    if after in _NOT_A_DAY or (
        after == "of" and words[named[1] + 1 : named[1] + 2] not in (("next",), ("the",), ("this",))
    ):
        return None
    if named[0] <= 4 and before not in _BEFORE_ORDINAL and before not in WEEKDAYS:
        return None
    if named[0] <= 4 and before == "for" and after and after not in _AFTER_FIRST and after not in ONES:
        return None  # "for the second shop"
    on = today
    for _ in range(70):
        on += timedelta(days=1)
        if on.day == named[0]:
            return Day(at, named[1], on)
    return None


__all__ = ["WEEKDAYS", "Day", "next_weekday", "read_day"]

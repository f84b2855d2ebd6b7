"""Clock times as spoken, and a day joined with its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voice.understanding.days.dates import WEEKDAYS, read_day
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import is_number_word, small_number
from voice.understanding.numbers.units import UNITS

_TIME_LEAD = wordset("at round around about by before after from near until till")
_NOT_TIME_AFTER = wordset(
    "percent dollars bucks cents people covers thousand hundred grand k of minutes hours days weeks dozen or-so guests "
    "kids more extra students residents tables point dozen-cases a-case each apiece cases' years year"
) | frozenset(UNITS)


@dataclass(frozen=True, slots=True)
class When:
    """A day, with or without a time, said at live words start..end (end excluded); `on` None when vague."""

    start: int
    end: int
    on: date | None
    at: time | None

    def written(self, zone: ZoneInfo) -> str | None:
        """Write it as an entry does: a date, or a date and time with the zone's offset on that day."""
        if self.on is None:
            return None
        if self.at is None:
            return self.on.isoformat()
        return datetime.combine(self.on, self.at, zone).isoformat(timespec="minutes")


def find_whens(words: Sequence[str], masked: frozenset[int], today: date) -> tuple[When, ...]:
    """Find every day in the words, joined with the time beside it; `masked` words belong to names."""
    found: list[When] = []
    at = 0
    while at < len(words):
        if _rhythm_here(words, at, masked):
            at += 2
            continue
        said = next((w.on for w in reversed(found) if w.on), None)
        when = None if at in masked else (said and _counted_from(words, at, said)) or _when(words, at, today)
        if when is None or not masked.isdisjoint(range(when.start, when.end)):
            at += 1
        else:
            if found and _told_again(words, found[-1], when):
                when = When(found.pop().start, when.end, when.on, when.at)
            found.append(when)
            at = when.end
    return tuple(found)


_AGAIN = wordset("so that's i mean which is that it's meaning then")


def _told_again(words: Sequence[str], before: When, when: When) -> bool:
    """ "the day before so the eighth": one day, told twice, the second time better."""
    between = words[before.end : when.start]
    said = 0 < len(between) <= 3 and all(w in _AGAIN for w in between) and between[-1] != "then"
    return said and when.on is not None and (before.on is None or abs((when.on - before.on).days) <= 7)


_BEFORE_AFTER = {"before": -1, "after": 1, "prior": -1}
_SPANS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_BACK = wordset("that it then")


def _counted_from(words: Sequence[str], at: int, said: date) -> When | None:
    """Read "a week before that", "the day after", "the monday after": counted from the day said before."""
    start = at
    if tuple(words[at : at + 2]) == ("by", "then"):
        return When(at, at + 2, said, None)
    if words[at] == "the" and at + 2 < len(words) and words[at + 1] in (*_SPANS, *WEEKDAYS):
        count: tuple[int, int] | None = (1, at + 1)
    elif words[at] in ("a", "one"):
        count = (1, at + 1)
    else:
        count = small_number(words, at)
    if count is None or count[1] + 1 >= len(words) or words[count[1] + 1] not in _BEFORE_AFTER:
        return None
    unit, side, end = words[count[1]], _BEFORE_AFTER[words[count[1] + 1]], count[1] + 2
    pointed = words[end : end + 1] and words[end] in _BACK
    closed = end >= len(words) or (words[start] == "the" and words[end] not in ("tomorrow", "next", "the", "he", "she"))
    if not pointed and not closed and words[end] != "so":
        return None
    end += 1 if pointed else 0
    if unit in WEEKDAYS:
        step = timedelta(days=side * ((side * (WEEKDAYS[unit] - said.weekday()) - 1) % 7 + 1))
    elif unit in _SPANS:
        step = timedelta(days=side * count[0] * _SPANS[unit])
    else:
        return None
    return _day_then_time(words, start, end, said + step, None)


def _rhythm_here(words: Sequence[str], at: int, masked: frozenset[int]) -> bool:
    """ "ten cases a week from monday" is a rhythm and a first day, not a week counted from monday."""
    step = at + 1 if words[at] == "in" else at
    rhythm = tuple(words[step : step + 2]) in (("a", "week"), ("a", "day"), ("a", "month"))
    return rhythm and at > 0 and (at - 1 in masked or words[at - 1] in UNITS)


def _when(words: Sequence[str], at: int, today: date) -> When | None:
    if words[at] == "in" and at and words[at - 1] in _GOES_IN and at + 1 < len(words):
        counted = read_day(words, at + 1, today)
        if counted and words[at + 1] in ("a", "one", "two", "three", "next", "on", "this"):
            return None  # "pop in a fortnight today": the next word begins the day
    if day := read_day(words, at, today):
        return _day_then_time(words, day.start, day.end, day.on, day.part)
    lead = at + 1 if words[at] in _TIME_LEAD else at
    clock = read_clock(words, lead)
    if clock is None or (lead == at and at and words[at - 1] == "the"):
        return None
    if lead == at and clock[1] == at + 1 and not clock[2]:
        return None  # "bring one friday", "send the other four tomorrow": nothing says that it is a time
    day_at = clock[1] + (1 if words[clock[1] : clock[1] + 1] and words[clock[1]] == "on" else 0)
    if day_at < len(words) and (day := read_day(words, day_at, today)):
        return When(at, day.end, day.on, _in_part(clock[0], day.part, clock[2]) if day.on else None)
    return None


_GOES_IN = wordset("pop popping call calling look looking drop dropping nip nipping be i'm come coming swing stop back")
_ASIDE = wordset("he she they said says wants me us there wanted for it's")


def _day_then_time(words: Sequence[str], start: int, end: int, on: date | None, part: str | None) -> When:
    at = end
    aside = at
    while aside < len(words) and aside - at < 5 and words[aside] in _ASIDE:
        aside += 1
    if aside > at and aside < len(words) and words[aside] in ("at", "between", "around", "half", "quarter", "about"):
        at = aside
    while at < len(words) and words[at] in (
        "at",
        "round",
        "around",
        "about",
        "say",
        "like",
        "between",
        "by",
        "before",
        "after",
        "from",
        "instead",
        "for",
    ):
        at += 1
    if tuple(words[at : at + 3]) in (("no", "later", "than"), ("not", "later", "than")):
        at += 3
    clock = read_clock(words, at) if at < len(words) else None
    if (
        clock is None
        or on is None
        or (words[end] in ("for", "from", "like", "say") and _followed_by_thing(words, clock[1]))
    ):
        return When(start, end, on, None)
    if at == end and not clock[2] and _followed_by_thing(words, clock[1]):
        return When(start, end, on, None)
    return When(start, clock[1], on, _in_part(clock[0], part, clock[2]))


def _followed_by_thing(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in _NOT_TIME_AFTER


def _in_part(at: time, part: str | None, certain: bool) -> time:
    if not certain and part and ("evening" in part or "night" in part) and at.hour < 12:
        return at.replace(hour=at.hour + 12)
    return at


def read_clock(words: Sequence[str], at: int) -> tuple[time, int, bool] | None:
    """Read a clock time; give it, the position behind it and whether morning or afternoon was said."""
    if at >= len(words):
        return None
    if words[at] in ("noon", "midday"):
        return time(12), at + 1, True
    if words[at : at + 2] in (("twelve", "noon"), ("twelve", "midday")):
        return time(12), at + 2, True
    if late := _full_day_clock(words, at):
        return late
    if words[at + 1 : at + 3] == ("hundred", "hours") and (military := small_number(words, at)) and military[0] < 24:
        return time(military[0]), at + 3, True
    read = _relative_clock(words, at) or _plain_clock(words, at)
    if read is None:
        return None
    hour, minute, end = read
    half, end = _half_of_day(words, end)
    if half == "am":
        hour %= 12
    elif half == "pm":
        hour = hour % 12 + 12
    elif hour < 7:
        hour += 12
    if half is None and (_followed_by_thing(words, end) or (end < len(words) and is_number_word(words[end]))):
        return None
    return time(hour, minute), end, half is not None


_BY_THE_DAY = range(13, 20)  # hours told on the clock of twenty four; later ones are prices more often than meetings


def _full_day_clock(words: Sequence[str], at: int) -> tuple[time, int, bool] | None:
    """Read "fourteen thirty", "sixteen hundred", "at sixteen o'clock", "oh nine hundred" on the clock of 24 hours."""
    if words[at] in ("oh", "zero") and words[at + 2 : at + 3] == ("hundred",) and (early := _hour(words, at + 1)):
        return time(early[0]), at + 3, True
    hour = small_number(words, at)
    if hour is None or hour[0] not in _BY_THE_DAY or at == 0:
        return None
    behind = words[hour[1]] if hour[1] < len(words) else ""
    if behind in ("hundred", "o'clock") and not _followed_by_thing(words, hour[1] + 1):
        return time(hour[0]), hour[1] + 1, True
    minutes = small_number(words, hour[1])
    led = words[at - 1] in ("at", "around", "till", "until") or words[at - 1] in WEEKDAYS
    if minutes and minutes[0] in (15, 30, 45) and not _followed_by_thing(words, minutes[1]):
        return time(hour[0], minutes[0]), minutes[1], True
    alone = not behind or behind in ("with", "and", "he", "she", "in", "then", "to")
    return (time(hour[0]), hour[1], True) if led and minutes is None and alone else None


def _relative_clock(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    """Read "half past three", "half three", "quarter to four", "ten past nine"."""
    at += 1 if words[at] == "a" and words[at + 1 : at + 2] in (("quarter",), ("half",)) else 0
    if words[at] == "half":
        hour_at = at + 2 if words[at + 1 : at + 2] == ("past",) else at + 1
        hour = _hour(words, hour_at)
        return (hour[0], 30, hour[1]) if hour else None
    minutes = (15, at + 1) if words[at] == "quarter" else small_number(words, at)
    if minutes is None or not 0 < minutes[0] < 31 or minutes[1] >= len(words):
        return None
    after = minutes[1] + (1 if words[minutes[1]] == "minutes" else 0)
    side = words[after] if after < len(words) else ""
    if side not in ("to", "past", "of", "till", "before", "after") or (
        words[at] != "quarter" and side in ("of", "before", "after", "till")
    ):
        return None
    hour = _hour(words, after + 1)
    if hour is None or (words[at] != "quarter" and side == "to" and minutes[0] % 5):
        return None
    if side in ("past", "after"):
        return hour[0], minutes[0], hour[1]
    return (hour[0] - 1) or 12, 60 - minutes[0], hour[1]


def _hour(words: Sequence[str], at: int) -> tuple[int, int] | None:
    small = small_number(words, at)
    return small if small and 1 <= small[0] <= 12 else None


def _plain_clock(words: Sequence[str], at: int) -> tuple[int, int, int] | None:
    hour = _hour(words, at)
    if hour is None:
        return None
    value, end = hour
    if words[end : end + 1] and words[end] in ("o'clock", "oclock"):
        return value, 0, end + 1
    if words[end : end + 1] == ("oh",) and (small := small_number(words, end + 1)) and small[0] < 10:
        return value, small[0], small[1]
    minutes = small_number(words, end)
    if minutes and 10 <= minutes[0] < 60 and not _followed_by_thing(words, minutes[1]):
        return value, minutes[0], minutes[1]
    return value, 0, end


def _half_of_day(words: Sequence[str], at: int) -> tuple[str | None, int]:
    for said, half in (
        (("a", "m"), "am"), (("p", "m"), "pm"), (("am",), "am"), (("pm",), "pm"), (("in", "the", "morning"), "am"),
        (("in", "the", "afternoon"), "pm"), (("of", "the", "afternoon"), "pm"), (("of", "the", "morning"), "am"),
        (("in", "the", "evening"), "pm"), (("at", "night"), "pm"),
    ):  # fmt: skip
        if tuple(words[at : at + len(said)]) == said:
            return half, at + len(said)
    return None, at


__all__ = ["WEEKDAYS", "When", "find_whens", "read_clock"]

"""Clock times as spoken, and a day joined with its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from voice.understanding.dates import WEEKDAYS, read_day
from voice.understanding.numbers import is_number_word, small_number
from voice.understanding.units import UNITS
from voice.understanding.wordset import wordset

_TIME_LEAD = wordset("at around about by before after from near until till")
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
        when = None if at in masked else _when(words, at, today)
        if when is None or not masked.isdisjoint(range(when.start, when.end)):
            at += 1
        else:
            found.append(when)
            at = when.end
    return tuple(found)


def _rhythm_here(words: Sequence[str], at: int, masked: frozenset[int]) -> bool:
    """ "ten cases a week from monday" is a rhythm and a first day, not a week counted from monday."""
    rhythm = words[at] == "a" and at + 1 < len(words) and words[at + 1] in ("week", "day")
    return rhythm and at > 0 and (at - 1 in masked or words[at - 1] in UNITS)


def _when(words: Sequence[str], at: int, today: date) -> When | None:
    if day := read_day(words, at, today):
        return _day_then_time(words, day.start, day.end, day.on, day.part)
    lead = at + 1 if words[at] in _TIME_LEAD else at
    clock = read_clock(words, lead)
    if clock is None:
        return None
    day_at = clock[1] + (1 if words[clock[1] : clock[1] + 1] and words[clock[1]] == "on" else 0)
    if day_at < len(words) and (day := read_day(words, day_at, today)):
        return When(at, day.end, day.on, _in_part(clock[0], day.part, clock[2]) if day.on else None)
    return None


def _day_then_time(words: Sequence[str], start: int, end: int, on: date | None, part: str | None) -> When:
    at = end
    while at < len(words) and words[at] in (
        "at",
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
        (("in", "the", "afternoon"), "pm"), (("in", "the", "evening"), "pm"), (("at", "night"), "pm"),
    ):  # fmt: skip
        if tuple(words[at : at + len(said)]) == said:
            return half, at + len(said)
    return None, at


__all__ = ["WEEKDAYS", "When", "find_whens", "read_clock"]

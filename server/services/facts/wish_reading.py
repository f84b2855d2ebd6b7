"""Reads from a wish the hours, days and ways that it allows, just enough to see that another wish rules it out."""

from __future__ import annotations

from dataclasses import dataclass

from server.services.facts.preference_subject import CONTACT, PLACE, WEEKDAYS

_HOURS = {
    word: float(hour)
    for hour, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
}
_MINUTES = {"fifteen": 0.25, "thirty": 0.5, "forty": 0.75}
_STRETCHES = {"morning": (5.0, 12.0), "afternoon": (12.0, 18.0), "evening": (17.0, 23.0), "lunch": (11.5, 14.0)}
_NEGATIONS = frozenset("no not never don't doesn't except nobody than instead".split())
_WAYS = {"ring": "call", "phone": "call", "calling": "call", "texting": "text", "message": "text", "mail": "email"}
_EARLIEST_AM = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What a wish allows: hours of the day, weekdays, ways to be reached, places; and what it rules out."""

    window: tuple[float, float] | None
    wanted: frozenset[str]
    unwanted: frozenset[str]

    def rules_out(self, other: Wish) -> bool:
        """Tell whether both cannot hold: no hour, day, way or place that suits both is left."""
        if self.window and other.window:
            return self.window[1] <= other.window[0] or other.window[1] <= self.window[0]
        if self.wanted & other.unwanted or self.unwanted & other.wanted:
            return True
        return bool(self.wanted and other.wanted) and self.wanted.isdisjoint(other.wanted)


def read_wish(about: str) -> Wish:
    """Read a wish in its words ("text don't call", "deliveries before nine")."""
    words = about.lower().split()
    wanted: set[str] = set()
    unwanted: set[str] = set()
    is_negated = False
    for word in words:
        is_negated = is_negated or word in _NEGATIONS
        if named := _named(word):
            (unwanted if is_negated else wanted).add(named)
            is_negated = False
    return Wish(_window(words), frozenset(wanted), frozenset(unwanted))


def _named(word: str) -> str | None:
    plain = word.removesuffix("'s")
    if plain.removesuffix("s") in WEEKDAYS:
        return plain.removesuffix("s")
    if plain in CONTACT:
        way = plain.removesuffix("s")
        return _WAYS.get(way, way)
    return plain if plain in PLACE else None


def _window(words: list[str]) -> tuple[float, float] | None:
    """Return the hours between which a wish lies; None where it says none, or something not so simple."""
    is_negated = not _NEGATIONS.isdisjoint(words)
    for at, word in enumerate(words):
        if word == "between" and "and" in words[at:]:
            first, second = _hour(words, at + 1), _hour(words, words.index("and", at) + 1)
            return None if first is None or second is None or is_negated else (first, second)
        if word in ("before", "after", "until", "till") and (hour := _hour(words, at + 1)) is not None:
            return (0.0, hour) if (word != "after") != is_negated else (hour, 24.0)
        stretch = _STRETCHES.get(word.removesuffix("s"))
        if stretch and "before" not in words and "after" not in words:
            return None if is_negated else stretch
    return None


def _hour(words: list[str], at: int) -> float | None:
    """Read "nine", "seven thirty", "two pm", "noon"; a bare hour from one to four is in the afternoon."""
    if at >= len(words):
        return None
    if words[at] in ("noon", "midday", "lunch"):
        return 12.0
    hour = _HOURS.get(words[at])
    if hour is None:
        return None
    rest = words[at + 1 : at + 4]
    hour += _MINUTES.get(rest[0], 0.0) if rest else 0.0
    is_evening = "pm" in rest or rest[:2] == ["p", "m"] or rest[1:3] == ["p", "m"]
    is_morning = "am" in rest or rest[:2] == ["a", "m"] or rest[1:3] == ["a", "m"]
    if (is_evening or (hour < _EARLIEST_AM and not is_morning)) and hour < 12:
        return hour + 12
    return hour

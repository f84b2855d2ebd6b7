"""Units in which goods are counted, and the rhythm in which they come."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.wordset import phrases, wordset

_SINGULAR = wordset(
    "case bag gallon keg jug quart tub tin bottle pail block wheel box pound pallet carton sack tray crate pack packet "
    "ounce kilo liter litre bucket can jar roll sleeve flat bunch head loaf unit piece barrel drum sheet session month "
    "kit pot pint cup-case skid lot pair bushel log brick stick carboy tote set bale ton"
)
_IRREGULAR = {
    "boxes": "box",
    "loaves": "loaf",
    "lb": "pound",
    "lbs": "pound",
    "kilos": "kilo",
    "kg": "kilo",
    "cs": "case",
    "bunches": "bunch",
    "radishes": "radish",
    "cassis": "case",
    "pallets": "pallet",
    "cans": "can",
}
UNITS: dict[str, str] = {
    **{word: word for word in _SINGULAR},
    **{word + "s": word for word in _SINGULAR},
    **_IRREGULAR,
}
_RHYTHMS: tuple[tuple[tuple[tuple[str, ...], ...], str], ...] = (
    (
        phrases(
            "a week; per week; every week; each week; weekly; the week; by the week; on a weekly basis; "
            "in a week; in week; in the week"
        ),
        "week",
    ),
    (
        phrases(
            "a month; per month; every month; each month; monthly; by the month; in a month; in the month; in month"
        ),
        "month",
    ),
    (phrases("a day; per day; every day; each day; daily; a morning; every morning"), "day"),
    (
        phrases("a delivery; per delivery; every delivery; each delivery; a drop; per drop; every drop; each drop"),
        "delivery",
    ),
)
_OTHER_RHYTHM = wordset("two three four six eight other couple second few")


def rhythm(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read "a week", "every month" at `at`; give day, week, month or delivery and the position behind it."""
    for options, name in _RHYTHMS:
        for phrase in options:
            if tuple(words[at : at + len(phrase)]) == phrase:
                if phrase[0] in ("every", "each") and words[at + 1] in _OTHER_RHYTHM:
                    continue
                return name, at + len(phrase)
    return None

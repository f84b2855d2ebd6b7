"""Parts of things and of thousands: "half a case", "two and a half grand", "three quarters of a million"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.numbers.figure import Figure, counted, money, unit_at, word_at
from voice.understanding.numbers.numbers import SCALES, part_behind, readings, run_end


def fraction(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "half a case", "a case and a half", "two and a half cases"."""
    if words[at] == "half" and word_at(words, at - 1) != "and":
        skip = at + 2 if word_at(words, at + 1) in ("a", "an", "the") else at + 1
        if unit := unit_at(words, skip, masked):
            return counted(words, at, skip, (0.5,), unit[0], unit[1])
        if tuple(words[at : at + 3]) == ("half", "a", "dozen"):
            unit = unit_at(words, at + 3, masked)
            return counted(words, at, at + 3, (6.0,), unit[0] if unit else None, unit[1] if unit else at + 3)
    if (
        words[at] in ("a", "an", "one")
        and (unit := unit_at(words, at + 1, masked))
        and tuple(words[unit[1] : unit[1] + 3]) == ("and", "a", "half")
    ):
        return counted(words, at, at + 1, (1.5,), unit[0], unit[1] + 3)
    if said := _quarters(words, at, masked):
        return said
    if words[at : at + 2] == ("half", "dozen"):
        unit = unit_at(words, at + 2, masked)
        return counted(words, at, at + 2, (6.0,), unit[0] if unit else None, unit[1] if unit else at + 2)
    return _number_and_part(words, at, masked)


_SHARES = {
    ("three", "quarters", "of", "a"): 0.75,
    ("three", "quarters", "of", "an"): 0.75,
    ("a", "quarter", "of", "a"): 0.25,
    ("quarter", "of", "a"): 0.25,
    ("a", "third", "of", "a"): 0.33,
    ("half", "of", "a"): 0.5,
}


def _quarters(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "three quarters of a case"."""
    for said, share in _SHARES.items():
        if tuple(words[at : at + len(said)]) == said and (unit := unit_at(words, at + len(said), masked)):
            return counted(words, at, at + len(said), (share,), unit[0], unit[1])
    return None


def part_of_scale(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "half a million", "quarter of a million", "a grand and a half"."""
    for said, share in _PARTS_OF_SCALE.items():
        scale = SCALES.get(word_at(words, at + len(said)), 0)
        if scale > 100 and tuple(words[at : at + len(said)]) == said:
            return money(words, at, at + len(said) + 1, (share * scale,), masked)
    lead = at + 1 if words[at] in ("a", "one") else at
    scale = SCALES.get(word_at(words, lead), 0)
    if lead > at and scale >= 100 and (part := part_behind(words, lead + 1)):
        return money(words, at, part[1], ((1 + part[0]) * scale,), masked)
    return None


_PARTS_OF_SCALE = {
    ("half", "a"): 0.5,
    ("half", "of", "a"): 0.5,
    ("a", "half"): 0.5,
    ("a", "quarter"): 0.25,
    ("quarter", "of", "a"): 0.25,
    ("a", "quarter", "of", "a"): 0.25,
    ("three", "quarters", "of", "a"): 0.75,
}


def _number_and_part(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "two and a half cases", "twenty seven and a quarter", "nine and a half grand"."""
    run = run_end(words, at, masked)
    if run == at or words[at] == "oh" or (part := part_behind(words, run)) is None:
        return None
    half = (run - at) // 2
    first = at + half if half and tuple(words[at : at + half]) == tuple(words[at + half : run]) else at
    said = readings(words, first, run)
    if not said or said[0] != int(said[0]):
        said = said[1:] if len(said) > 1 else ()
    if not said:
        return None
    share, end = part
    if (scale := SCALES.get(word_at(words, end), 0)) > 100:
        return money(words, at, end + 1, ((said[0] + share) * scale,), masked)
    if unit := unit_at(words, end, masked):
        return counted(words, at, end, (said[0] + share,), unit[0], unit[1])
    if word_at(words, end) in ("percent", "%") or words[end : end + 2] == ("per", "cent"):
        return Figure(at, end + 1, "percent", (said[0] + share,), number_end=end)
    return money(words, at, end, tuple(value + share for value in said), masked)

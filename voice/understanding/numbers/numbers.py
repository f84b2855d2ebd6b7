"""Numbers in words: cardinals, the readings a spoken price may have, digits one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice import number_words

ONES = {word: value for value, word in enumerate(number_words.ONES)}
TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {
    "hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "lakh": 100_000, "lakhs": 100_000,
    "million": 1_000_000, "crore": 10_000_000,
}  # fmt: skip
_TYPED = re.compile(r"\$?(\d+(?:\.\d+)?)(k?)")
_TIMES = {"double": 2, "triple": 3, "treble": 3}


def is_number_word(word: str) -> bool:
    """Tell whether a word can begin a number."""
    return word in ONES or word in TENS or _TYPED.fullmatch(word) is not None


def opens_with_scale(words: Sequence[str], at: int) -> bool:
    """Tell whether "hundred" or "thousand" begins a number said without its one: "hundred and fifty bags"."""
    if at >= len(words) or words[at] not in ("hundred", "thousand"):
        return False
    before = words[at - 1] if at else ""
    return not (is_number_word(before) or before in SCALES or before in _BEFORE_SCALE)


_BEFORE_SCALE = ("a", "few", "several", "couple", "of", "half", "some", "many", "by", "the", "point", "oh", "per")


def small_number(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """Read a number below a hundred; give it and the position behind it."""
    if at >= len(words):
        return None
    word = words[at]
    if word in TENS:
        one = ONES.get(words[at + 1], 0) if at + 1 < len(words) else 0
        return (TENS[word] + one, at + 2) if 0 < one < 10 else (TENS[word], at + 1)
    return (ONES[word], at + 1) if word in ONES else None


def cardinal(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Read the longest plain number ("eleven hundred and forty", "two point five thousand", "12").

    Gives the value and the position behind it; "a" counts as one before a scale only.
    """
    start = at
    if words[at : at + 1] and words[at] in ("a", "half"):
        if at + 1 < len(words) and words[at + 1] in SCALES and words[at] == "a":
            return _scaled(words, 1.0, at + 1)
        return None
    if opens_with_scale(words, at):
        return _scaled(words, 1.0, at)
    if at < len(words) and (typed := _TYPED.fullmatch(words[at])):
        return _scaled(words, float(typed[1]) * (1000 if typed[2] else 1), at + 1)
    small = small_number(words, at)
    if small is None:
        return None
    value, at = float(small[0]), small[1]
    if at < len(words) and words[at] == "point":
        digits, after = _decimals(words, at + 1)
        if digits:
            value, at = value + float("0." + digits), after
    if at < len(words) and words[at] in SCALES and start < at:
        return _scaled(words, value, at)
    return value, at


def _decimals(words: Sequence[str], at: int) -> tuple[str, int]:
    digits = ""
    while at < len(words) and (read := _digit(words, at)):
        digits, at = digits + read[0], read[1]
    if not digits and (small := small_number(words, at)):
        return str(small[0]), small[1]
    return digits, at


def _scaled(words: Sequence[str], value: float, at: int) -> tuple[float, int]:
    """Go on after a first part: hundreds, thousands, and what is added to them."""
    while at < len(words) and words[at] in SCALES:
        scale = SCALES[words[at]]
        value, at = value * scale, at + 1
        rest_at = at + 1 if at < len(words) and words[at] == "and" else at
        added = _part_below(words, rest_at, scale)
        if added is not None:
            value, at = value + added[0], added[1]
            if scale == 100 and at < len(words) and SCALES.get(words[at], 0) > 100:
                continue
            break
        if at + 1 < len(words) and words[at : at + 3] == ("and", "a", "half"):
            value, at = value + scale / 2, at + 3
    return value, at


def _part_below(words: Sequence[str], at: int, scale: int) -> tuple[float, int] | None:
    if at < len(words) and words[at] == "a" and at + 1 < len(words) and words[at + 1] == "hundred" and scale > 100:
        part: tuple[float, int] | None = _scaled(words, 1.0, at + 1)
    else:
        small = small_number(words, at)
        if small is None:
            return None
        part = (float(small[0]), small[1])
        if scale > 100 and part[1] < len(words) and words[part[1]] == "hundred":
            part = _scaled(words, part[0], part[1])
    return part if part is not None and 0 < part[0] < scale else None


def run_end(words: Sequence[str], at: int, stop: frozenset[int] | set[int] = frozenset()) -> int:
    """Give the end of the unbroken run of number words that begins at `at`."""
    end = at
    while end < len(words) and end not in stop:
        word = words[end]
        begins = is_number_word(word) or word in SCALES or word == "oh" or word == "point"
        joins = word == "and" and end > at and words[end - 1] in SCALES and _numeric(words, end + 1)
        opens = end == at and (
            (word == "a" and end + 1 < len(words) and words[end + 1] in SCALES) or opens_with_scale(words, end)
        )
        inner = word == "a" and end > at and end + 1 < len(words) and words[end + 1] == "hundred"
        if not (begins or joins or opens or inner):
            break
        end += 1
    while end > at and words[end - 1] in ("and", "a", "point"):
        end -= 1
    return end


def _numeric(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (is_number_word(words[at]) or words[at] == "a")


def pieces(words: Sequence[str], start: int, end: int) -> list[tuple[float, int, int]]:
    """Split a run into plain numbers with their places: "twenty one forty" = 21 and 40."""
    found: list[tuple[float, int, int]] = []
    at = start
    while at < end:
        read = cardinal(words[:end], at)
        if read is None:
            at += 1
            continue
        found.append((read[0], at, read[1]))
        at = read[1]
    return found


_PARTS = {
    ("and", "a", "half"): 0.5,
    ("and", "half"): 0.5,
    ("and", "a", "quarter"): 0.25,
    ("and", "one", "quarter"): 0.25,
    ("and", "three", "quarters"): 0.75,
}


def part_behind(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Read "and a half", "and three quarters" behind a number: the part and the position behind it."""
    for said, share in _PARTS.items():
        behind = words[at + len(said)] if at + len(said) < len(words) else ""
        # "at thirty and half a case of ..." goes on with another thing.
        if (
            tuple(words[at : at + len(said)]) == said
            and behind != "of"
            and (said != ("and", "half") or behind not in ("a", "an"))
        ):
            return share, at + len(said)
    return None


def chunks(words: Sequence[str], start: int, end: int) -> list[float]:
    """Split a run into the numbers said one after the other ("one eighteen fifty" = 1, 18, 50); "oh five" = 5."""
    parts: list[float] = []
    at = start
    while at < end:
        if words[at] == "oh" and at + 1 < end and words[at + 1] in ONES:
            parts.append(ONES[words[at + 1]] / 100)  # marked as a "zero and one digit" pair
            at += 2
            continue
        read = cardinal(words[:end], at)
        if read is None:
            at += 1
            continue
        parts.append(read[0])
        at = read[1]
    return parts


def readings(words: Sequence[str], start: int, end: int) -> tuple[float, ...]:
    """Give the dollar values a run may mean, most usual first ("one eighteen" = 118 or 1.18)."""
    parts = chunks(words, start, end)
    if not parts:
        return ()
    oh = [0 < p < 0.1 for p in parts]
    whole = [round(p * 100) if o else p for p, o in zip(parts, oh, strict=True)]
    if len(parts) == 1:
        return (whole[0],)
    if len(parts) == 2 and whole[0] < 10 and 10_000 <= whole[1] < 100_000 and whole[1] % 1000 == 0:
        return (whole[0] * 100_000 + whole[1],)
    if len(parts) == 2 and (oh[1] or 10 <= whole[1] < 100) and whole[1] == int(whole[1]):
        return _two_parts(whole[0], whole[1])
    if len(parts) == 3 and whole[0] % 10 == 0 and whole[0] < whole[1] < whole[0] + 10 <= 100 and 10 <= whole[2] < 100:
        return _two_parts(whole[1], whole[2])  # "forty forty one fifty": begun twice
    if len(parts) == 3 and whole[0] < 10 and (oh[2] or 10 <= whole[2] < 100) and (oh[1] or whole[1] >= 10):
        return (whole[0] * 100 + whole[1] + whole[2] / 100,)
    if len(parts) == 3 and all(p < 10 for p in whole):
        return (whole[0] * 100 + whole[1] * 10 + whole[2], whole[0] + whole[1] / 10 + whole[2] / 100)
    if len(parts) == 2 and whole[1] < 10:
        return (whole[0] + whole[1] / 100, whole[0] * 10 + whole[1])
    return (whole[0],)


def _two_parts(first: float, second: float) -> tuple[float, ...]:
    split = first + second / 100
    if first < 10:
        return (split, first * 100 + second)
    return (split, first * 100 + second) if first < 100 else (split,)


def digit_string(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read one spoken piece of a digit sequence ("double five" = 55, "twenty eight" = 28, "oh" = 0)."""
    if at < len(words) and words[at] in _TIMES and (after := _digit(words, at + 1)):
        return after[0] * _TIMES[words[at]], after[1]
    if single := _digit(words, at):
        return single
    if at < len(words) and words[at].isdigit():
        return words[at], at + 1
    small = small_number(words, at)
    if small is None:
        return None
    value, after_at = small
    if after_at < len(words) and words[after_at] == "hundred":
        return f"{value}00", after_at + 1
    return str(value), after_at


def _digit(words: Sequence[str], at: int) -> tuple[str, int] | None:
    if at >= len(words):
        return None
    word = words[at]
    if word in ("oh", "o", "nought", "naught"):
        return "0", at + 1
    return (str(ONES[word]), at + 1) if ONES.get(word, 10) < 10 else None

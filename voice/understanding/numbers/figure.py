"""One number in a note, and the words beside it that make it a count or a price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import cardinal, is_number_word, part_behind
from voice.understanding.numbers.units import UNITS, rhythm

_BETWEEN_UNIT = wordset(
    "more extra additional single wee full big small whole large new other further fresh frozen full-size regular good"
)
_PER_UNIT = wordset("a an per the each")
_MONEY = wordset("dollars dollar bucks buck usd quid")
_PRICE_LEAD = wordset(
    "at for pay pays paying paid charge charges charging price prices priced cost costs quoted quote "
    "quotes match do under below "
    "around about is was offered offering offers asking to than wants @ hit say like beat"
)
_STRONG_PRICE_LEAD = wordset(
    "at pay pays paying charge charges charging quoted price cost costs match @ paid offered offering"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at live words start..end (end excluded, its unit and rhythm included).

    `kind` is count, price, percent or bare. `values` are its readings, most usual first; empty for a vague count.
    """

    start: int
    end: int
    kind: str
    values: tuple[float, ...]
    unit: str | None = None
    per: str | None = None
    number_end: int = 0
    each: bool = False  # "fifteen cases each": every product of the list


def word_at(words: Sequence[str], at: int) -> str:
    """Give the word at a position, nothing outside the note."""
    return words[at] if 0 <= at < len(words) else ""


def unit_at(words: Sequence[str], at: int, masked: frozenset[int]) -> tuple[str, int] | None:
    """Read a unit behind a number; give it in the singular and the position behind it."""
    while word_at(words, at) in _BETWEEN_UNIT or (word_at(words, at) == "of" and word_at(words, at + 1) == "those"):
        at += 2 if words[at] == "of" else 1
    if words[at : at + 1] == ("can",) and word_at(words, at + 1) in ("you", "we", "he", "she", "they", "i", "it"):
        return None
    if at < len(words) and at not in masked and words[at] in UNITS:
        return UNITS[words[at]], at + 1
    return None


def counted(
    words: Sequence[str], start: int, number_end: int, values: tuple[float, ...], unit: str | None, end: int
) -> Figure:
    """Make a count of the number at start..number_end, with the rhythm and the "each" behind it."""
    per = None
    each = False
    if (
        word_at(words, end) in ("each", "apiece")
        or (word_at(words, end) == "of" and word_at(words, end + 1) in ("each", "both"))
        or (word_at(words, end) == "for" and word_at(words, end + 1) == "each")
    ):
        each, end = True, end + (1 if words[end] in ("each", "apiece") else 2)
    if said := rhythm(words, end):
        per, end = said
    return Figure(start, end, "count", values, unit, per, number_end, each)


def priced_unit(words: Sequence[str], at: int) -> bool:
    """Tell whether one unit is named, as in "thirty for a case"."""
    return word_at(words, at) in UNITS and not word_at(words, at).endswith("s")


def price_place(words: Sequence[str], at: int, end: int) -> bool:
    """Tell whether the words around a number show that it is a price."""
    behind = word_at(words, end)
    if behind in _MONEY or behind in ("cents", "each", "apiece", "even", "flat"):
        return True
    if behind in _PER_UNIT and word_at(words, end + 1) in UNITS:
        return True
    before = word_at(words, at - 1)
    return before in _STRONG_PRICE_LEAD or (
        before in ("about", "around", "only", "like", "to") and word_at(words, at - 2) in _STRONG_PRICE_LEAD
    )


def money(
    words: Sequence[str],
    start: int,
    end: int,
    values: tuple[float, ...],
    masked: frozenset[int],
    after: int | None = None,
) -> Figure | None:
    """Read a price or sum with the words that show it is one: dollars, cents, "a case", "each", "even"."""
    behind = after or end
    number_end = end
    priced = price_place(words, start, end)
    if (
        word_at(words, behind) == "and"
        and (cents := cardinal(words, behind + 1))
        and word_at(words, cents[1]) in ("cents", "cent")
        and values
    ):
        values, behind, priced = (values[0] + cents[0] / 100,), cents[1] + 1, True
    if word_at(words, behind) in _MONEY:
        priced = True
        behind += 1
        if values and word_at(words, behind - 1) == "buck" and is_number_word(word_at(words, behind)):
            pass
        if values and (part := part_behind(words, behind)) and values[0] == int(values[0]):
            values, behind = (values[0] + part[0],), part[1]
        cents_at = behind + 1 if word_at(words, behind) == "and" else behind
        if cents := cardinal(words, cents_at):
            if cents[1] < len(words) and words[cents[1]] == "cents":
                values, behind = (values[0] + cents[0] / 100,), cents[1] + 1
            elif (
                words[behind - 1] in _MONEY
                and cents_at == behind
                and 10 <= cents[0] < 100
                and not unit_at(words, cents[1], masked)
                and cents[1] not in masked
            ):
                values, behind = (values[0] + cents[0] / 100,), cents[1]
    elif word_at(words, behind) == "cents":
        values, behind = (values[0] / 100,), behind + 1
    elif word_at(words, behind) in ("even", "flat"):
        behind += 1
    if (
        word_at(words, behind) == "for"
        and word_at(words, behind + 1) in ("a", "the")
        and priced_unit(words, behind + 2)
    ):
        behind += 1
    unit = per = None
    if said := rhythm(words, behind):
        per, behind = said
    elif (
        word_at(words, behind) in _PER_UNIT
        and word_at(words, behind + 1) in UNITS
        and not word_at(words, behind + 1).endswith("s")
    ):
        unit, behind = UNITS[words[behind + 1]], behind + 2
        priced = True
    elif word_at(words, behind) in ("each", "apiece"):
        priced, behind = True, behind + 1
    kind = "price" if priced or (per and word_at(words, start - 1) in _PRICE_LEAD) else "bare"
    return Figure(start, max(behind, end), kind, values, unit, per, number_end)

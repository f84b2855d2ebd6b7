"""What each number in a note is: a count of goods, a price, a percentage or some other sum."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.figure import Figure, counted, money, price_place, unit_at, word_at
from voice.understanding.numbers.fractions import fraction, part_of_scale
from voice.understanding.numbers.numbers import (
    ONES,
    SCALES,
    TENS,
    cardinal,
    is_number_word,
    pieces,
    readings,
    run_end,
    small_number,
)
from voice.understanding.numbers.units import rhythm

_NOT_COUNTED = wordset(
    "people guests covers kids seats tables minutes minute hours hour days day weeks week years year "
    "months o'clock students "
    "residents percent times time rooms halls locations stores sites beds employees staff patients "
    "members pm am p a events "
    "miles blocks degrees folks diners heads kegs-of trucks drivers children meals customers orders "
    "deliveries calls nights"
)
_LOOSE_LEAD = wordset(
    "the this that which any each every no some old new good only another last next first quick every second right"
)


def find_figures(words: Sequence[str], masked: frozenset[int]) -> tuple[Figure, ...]:
    """Find all numbers outside `masked` positions (names, days, phone numbers)."""
    found: list[Figure] = []
    at = 0
    while at < len(words):
        figure = None if at in masked else _figure_at(words, at, masked)
        if figure is None:
            at += 1
            continue
        found.append(figure)
        at = figure.end
    return tuple(found)


def _figure_at(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    return (
        _vague(words, at, masked)
        or part_of_scale(words, at, masked)
        or fraction(words, at, masked)
        or _few_thousand(words, at, masked)
        or _buck(words, at, masked)
        or _dozen(words, at, masked)
        or _single(words, at, masked)
        or _misheard(words, at, masked)
        or _run(words, at, masked)
    )


def _vague(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    size = 2 if tuple(words[at : at + 2]) == ("a", "few") else 1 if words[at] in ("few", "several", "some") else 0
    if not size:
        return None
    if words[at] in ("a", "few", "several") and word_at(words, at + size) in SCALES:
        return Figure(at, at + size + 1, "bare", (), number_end=at + size + 1)
    if (unit := unit_at(words, at + size, masked)) and words[unit[1] - 1].endswith("s"):
        return counted(words, at, at + size, (), unit[0], unit[1])
    return None


def _few_thousand(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "a couple thousand", "a couple of grand" as two thousand."""
    if words[at : at + 2] != ("a", "couple"):
        return None
    end = at + 3 if word_at(words, at + 2) == "of" else at + 2
    scale = SCALES.get(word_at(words, end))
    return money(words, at, end + 1, (2.0 * scale,), masked) if scale else None


def _buck(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "a buck eighty" as 1.80."""
    if tuple(words[at : at + 2]) != ("a", "buck"):
        return None
    cents = cardinal(words, at + 2)
    told = cents is not None and cents[0] < 100 and at + 2 not in masked
    value, end = (1 + cents[0] / 100, cents[1]) if cents is not None and told else (1.0, at + 2)
    return money(words, at, end, (value,), masked)


def _dozen(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "a dozen", "two dozen", "a couple of"."""
    for phrase, value in (
        (("a", "dozen", "and", "a", "half"), 18.0),
        (("an", "even", "dozen"), 12.0),
        (("a", "full", "dozen"), 12.0),
        (("a", "good", "dozen"), 12.0),
        (("a", "gross", "of"), 144.0),
        (("one", "gross", "of"), 144.0),
        (("two", "gross", "of"), 288.0),
        (("a", "dozen"), 12.0),
        (("a", "couple", "of"), 2.0),
        (("a", "couple"), 2.0),
        (("couple", "of"), 2.0),
        (("another", "dozen"), 12.0),
        (("another", "couple", "of"), 2.0),
        (("a", "pair", "of"), 2.0),
    ):
        if tuple(words[at : at + len(phrase)]) == phrase:
            end = at + len(phrase)
            unit = unit_at(words, end, masked)
            if (
                value == 2.0
                and not unit
                and (
                    word_at(words, end) in ("of", "things", "more", "weeks", "days", "times", "questions")
                    or end not in masked
                )
            ):
                return None
            return counted(words, at, end, (value,), unit[0] if unit else None, unit[1] if unit else end)
    number = cardinal(words, at)
    if number and word_at(words, number[1]) == "dozen" and number[0] < 100:
        end = number[1] + 1
        unit = unit_at(words, end, masked)
        return counted(words, at, end, (number[0] * 12,), unit[0] if unit else None, unit[1] if unit else end)
    return None


def _misheard(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "matcha powder for tins", "please ate cases" as four and eight."""
    if word_at(words, at + 1) == "teen" and ONES.get(words[at], 0) in (4, 6, 7, 8, 9):  # "four teen cases"
        split = unit_at(words, at + 2, masked)
        return counted(words, at, at + 2, (ONES[words[at]] + 10.0,), split[0], split[1]) if split else None
    value = _SOUND_ALIKE.get(words[at])
    if (
        value is None
        or at == 0
        or word_at(words, at - 1) in ("asked", "looking", "up", "out", "paid", "down", "asking", "add", "the", "these")
    ):
        return None
    unit = unit_at(words, at + 1, masked)
    if (
        unit is None
        or not words[unit[1] - 1].endswith("s")
        or unit[1] != at + 2
        or (words[at] in ("to", "for") and at - 1 not in masked)
    ):
        return None
    return counted(words, at, at + 1, (value,), unit[0], unit[1])


_SOUND_ALIKE = {
    "for": 4.0,
    "fore": 4.0,
    "ate": 8.0,
    "to": 2.0,
    "too": 2.0,
    "won": 1.0,
    "tree": 3.0,
    "sex": 6.0,
    "tan": 10.0,
}


def _single(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "a case of cod", "another keg" as one; "a case" behind a price is not one."""
    if words[at] not in ("a", "an", "another", "an-extra"):
        return None
    unit = unit_at(words, at + 1, masked)
    if unit is None or words[unit[1] - 1].endswith("s"):
        return None
    if rhythm(words, at) or words[unit[1] - 1] in (
        "month",
        "day",
        "session",
        "lot",
        "set",
        "piece",
        "bunch",
        "pack",
        "can",
        "head",
        "pair",
        "unit",
        "ton",
        "sheet",
        "roll",
        "stick",
    ):
        return None
    steady = rhythm(words, unit[1]) and (at == 0 or not is_number_word(words[at - 1]))
    if word_at(words, unit[1]) != "of" and words[at] == "a" and unit[1] not in masked and not steady:
        return None
    return counted(words, at, at + 1, (1.0,), unit[0], unit[1])


def _run(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    end = run_end(words, at, masked)
    if end == at or (words[at] == "oh"):
        return None
    if end == at + 1 and words[at] == "one" and word_at(words, at - 1) == "quick":
        return None  # "quick one" is the note, no count
    if word_at(words, at - 1) in _NUMBERED:
        return Figure(at, at + 1, "bare", (), number_end=at + 1)
    if (
        tuple(words[at : at + 1]) == ("one",)
        and end == at + 1
        and not unit_at(words, end, masked)
        and end not in masked
        and not (word_at(words, end) == "of" and end + 1 in masked)
        and not (at - 1 in masked and rhythm(words, end))
    ) and (word_at(words, at - 1) in _LOOSE_LEAD or not price_place(words, at, end)):
        return None
    if (
        word_at(words, at - 1) == "from"
        and word_at(words, end) == "to"
        and is_number_word(word_at(words, end + 1))
        and end + 1 not in masked
    ):
        return Figure(at, end, "bare", (), number_end=end)
    if split := _price_then_count(words, at, end, masked):
        return split
    range_end = _range_end(words, end, masked)
    after = range_end or end
    if range_end and (scale := SCALES.get(words[range_end - 1], 0)) > 100 and words[end - 1] not in SCALES:
        return money(words, at, end, tuple(v * scale for v in readings(words, at, end)), masked, range_end)
    if (
        word_at(words, after) == "percent"
        or word_at(words, after) == "%"
        or tuple(words[after : after + 2]) == ("per", "cent")
    ):
        return Figure(at, after + 1, "percent", readings(words, at, end)[:1], number_end=end)
    if times := _multiplied(words, at, masked):
        return times
    if word_at(words, at - 1) in _COUNT_LEAD and not unit_at(words, after, masked):
        return counted(words, at, end, _count_values(words, at, end), None, end)
    if whole := _out_of_all(words, end, masked):  # "three of the ten cases"
        return counted(words, at, end, _count_values(words, at, end), whole[0], whole[1])
    after = _past_hedge(words, after, masked)
    unit = unit_at(words, after, masked)
    if unit and unit[0] in _WEIGHTS and (container := unit_at(words, unit[1], masked)):
        said = pieces(words, at, end)
        if len(said) > 1:  # "forty fifty pound bags"
            return counted(words, at, end, (said[0][0],), container[0], container[1])
        return Figure(at, container[1], "bare", (), number_end=end)  # "a ten kilo bag" is a size
    if unit and unit[0] == "ounce" and {"cup", "cups"} & set(words[max(0, at - 4) : after + 4]):
        return Figure(at, after + 1, "bare", (), number_end=end)  # the size of a cup
    if tuple(words[end : end + 2]) in (("of", "them"), ("of", "those")) or (
        tuple(words[end : end + 2]) == ("out", "of") and is_number_word(word_at(words, end + 2))
    ):
        all_end = run_end(words, end + 2, masked) if words[end] == "out" else end + 2
        return counted(words, at, end, _count_values(words, at, end), None, all_end)
    if word_at(words, after) == "flat" and unit and readings(words, at, end)[:1] != (1.0,):
        unit = None  # "thirty three flat" is a price
    if unit and word_at(words, after) not in ("month", "months"):
        return counted(words, at, end, _count_values(words, at, end), unit[0], unit[1])
    if word_at(words, after) in _NOT_COUNTED and not (
        word_at(words, after) in ("a", "p") and word_at(words, after + 1) != "m"
    ):
        return Figure(at, after + 1, "bare", (), number_end=end)
    values = readings(words, at, end)
    if word_at(words, end) in ("even", "flat") and len(values) > 1 and words[at:end][0] == words[at:end][-1]:
        values = (float(TENS.get(words[at], ONES.get(words[at], 0))),)  # "fifty fifty even"
    return money(words, at, end, values, masked, after)


_HEDGES = (("or", "so"), ("odd",), ("ish",), ("plus",), ("max",), ("maximum",), ("minimum",), ("in", "total"))


def _past_hedge(words: Sequence[str], at: int, masked: frozenset[int]) -> int:
    """Go past "or so", "odd", "plus" between a number and its unit."""
    for hedge in _HEDGES:
        end = at + len(hedge)
        if tuple(words[at:end]) == hedge and unit_at(words, end, masked):
            return end
    return at


def _out_of_all(words: Sequence[str], at: int, masked: frozenset[int]) -> tuple[str, int] | None:
    """Read "of the ten cases" behind a number: the unit and the position behind it."""
    if tuple(words[at : at + 2]) != ("of", "the"):
        return None
    whole = run_end(words, at + 2, masked)
    return unit_at(words, whole, masked) if whole > at + 2 else None


def _multiplied(words: Sequence[str], at: int, masked: frozenset[int]) -> Figure | None:
    """Read "two times ten cases" as twenty."""
    first = small_number(words, at)
    if first is None or word_at(words, first[1]) != "times":
        return None
    second = small_number(words, first[1] + 1)
    unit = unit_at(words, second[1], masked) if second else None
    if second is None or unit is None:
        return None
    return counted(words, at, second[1], (float(first[0] * second[0]),), unit[0], unit[1])


_COUNT_LEAD = wordset("times x quantity qty")
_WEIGHTS = wordset("kilo pound ounce liter litre quart pint gallon")
_NUMBERED = wordset("item option step phase route highway aisle room gate level suite dock grade version highway")


def _price_then_count(words: Sequence[str], at: int, end: int, masked: frozenset[int]) -> Figure | None:
    """Read "at twenty one forty bags" as a price and then a count: a price has no unit in the plural behind it."""
    if word_at(words, at - 1) not in ("at", "@") or not (unit := unit_at(words, end, masked)):
        return None
    said = pieces(words, at, end)
    if len(said) < 2 or not words[unit[1] - 1].endswith("s"):
        return None
    count_at = said[-1][1]
    last = said[-1][0]
    if len(said) == 2 and last > 20 and last % 10:  # "at thirty nine fifty nine cases": 39 and 59, or 39.50 and 9
        return Figure(at, unit[1], "bare", (), number_end=end)
    return Figure(at, count_at, "price", readings(words, at, count_at), number_end=count_at)


def _before_run(words: Sequence[str], end: int) -> int:
    """Give the position before the run of number words that ends at `end`."""
    at = end - 1
    while at >= 0 and (is_number_word(words[at]) or words[at] in SCALES):
        at -= 1
    return at


def _range_end(words: Sequence[str], end: int, masked: frozenset[int]) -> int | None:
    """Read the upper end of "ten or twelve", "ten to twelve"; the lower is what counts."""
    hedged = {("or", "maybe"): 2, ("if", "not"): 2, ("or", "perhaps"): 2, ("maybe",): 1}
    for hedge, length in hedged.items():
        second = end + length
        if tuple(words[end:second]) == hedge and second not in masked and is_number_word(word_at(words, second)):
            stop = run_end(words, second, masked)
            return stop if unit_at(words, stop, masked) else None
    between = word_at(words, end) == "and" and word_at(words, _before_run(words, end)) == "between"
    if (
        (between or word_at(words, end) in ("or", "to"))
        and is_number_word(word_at(words, end + 1))
        and end + 1 not in masked
    ):
        stop = run_end(words, end + 1, masked)
        scaled = stop <= len(words) and SCALES.get(words[stop - 1], 0) > 100
        if between or unit_at(words, stop, masked) or stop in masked or words[end] == "or" or scaled:
            return stop
    return None


def _spelled_again(words: Sequence[str], at: int, end: int) -> float | None:
    """Read "thirteen one three", "fifty five oh": a number and then its digits, so that nobody mishears it."""
    for read in (cardinal(words[:end], at), (float(TENS.get(words[at], 0)), at + 1)):
        if read is None or not read[0] or end - read[1] < 2:
            continue
        digits = ["0" if w in ("oh", "zero") else str(ONES.get(w, "?")) for w in words[read[1] : end]]
        if "".join(digits) == str(int(read[0])):
            return read[0]
    return None


def _count_values(words: Sequence[str], at: int, end: int) -> tuple[float, ...]:
    """Read the count of a run: "one twenty cases" is 120, "ten twelve cases" ten to twelve, of which the lower counts.

    A run that could be cut in several ways ("twenty twenty one forty bags") gives nothing: no number is better than a
    wrong one.
    """
    if (spelled := _spelled_again(words, at, end)) is not None:
        return (spelled,)
    said = [value for value, _, _ in pieces(words, at, end)]
    if tuple(words[at + 1 : at + 2]) == ("oh",) and end == at + 3:
        return readings(words, at, end)[1:2]
    if len(said) <= 1:
        return readings(words, at, end)[:1]
    if "oh" in words[at:end] or len(said) > 2:
        return ()
    low, high = said
    if low < 10 <= high < 100:
        return (low * 100 + high,)
    return (low,) if low == high or low < high <= 2 * low else ()

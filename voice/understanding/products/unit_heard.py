"""Products heard wrong behind their own unit: in "twelve tubs of fetter" only goods sold in tubs may be meant."""

from __future__ import annotations

from functools import lru_cache

from voice.lexicon import Lexicon
from voice.sound import likeness
from voice.understanding.language.mentions import Mention
from voice.understanding.language.stream import Stream
from voice.understanding.language.vocabulary import is_common
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import is_number_word
from voice.understanding.numbers.units import UNITS
from voice.understanding.products.foods import FOOD_WORDS

_FLOOR = 0.70  # likeness among the few goods of one unit
_AHEAD = 0.08  # by which the best must lead the next
_WORDS = 3
_STOP = wordset(
    "the a an and or at for to i he she they we it them those these this that each per every week month day please by "
    "on in so but with from more extra short late left off same them all of half no again his her their our it's"
)


def heard_by_unit(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> list[Mention]:
    """Find goods behind a count and a unit that sound like one of the few products sold in that unit."""
    words = stream.words
    found: list[Mention] = []
    for at in range(1, len(words) - 1):
        unit = UNITS.get(words[at])
        if unit is None or at in taken or not is_number_word(words[at - 1]):
            continue
        start = at + 1 + (words[at + 1] == "of")
        if start < len(words) and (is_common(words[start]) or (start == at + 1 and at + 2 < len(words))):
            continue  # everyday words are what they are; without "of" only the last word of a breath is goods
        if start >= len(words) or start in taken or words[start] in _STOP or words[start] in FOOD_WORDS:
            continue
        if mention := _best(stream, start, taken, _of_unit(lexicon, unit), lexicon):
            found.append(mention)
    return found


@lru_cache(maxsize=256)
def _of_unit(lexicon: Lexicon, unit: str) -> tuple[tuple[str, str], ...]:
    """Give the spoken names of the products sold in a unit, each with the product's id."""
    sold = {p.id for p in lexicon.products if p.unit == unit}
    return tuple(
        (" ".join(form), ids[0]) for form, ids in lexicon.product_forms.items() if len(ids) == 1 and ids[0] in sold
    )


def _best(
    stream: Stream, start: int, taken: frozenset[int], names: tuple[tuple[str, str], ...], lexicon: Lexicon
) -> Mention | None:
    best: dict[str, tuple[float, int]] = {}
    for end in range(start + 1, min(start + _WORDS, len(stream)) + 1):
        if not taken.isdisjoint(range(start, end)) or (end > start + 1 and stream.words[end - 1] in _STOP):
            break
        if is_number_word(stream.words[end - 1]):
            break
        heard = stream.text(start, end)
        if len(heard) < 4:
            continue
        for name, product_id in names:
            score = likeness(heard, name)
            if score > best.get(product_id, (0.0, 0))[0]:
                best[product_id] = (score, end)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    if not ranked or ranked[0][1][0] < _FLOOR:
        return None
    if len(ranked) > 1 and ranked[0][1][0] - ranked[1][1][0] < _AHEAD:
        return None
    product_id, (score, end) = ranked[0]
    return Mention("product", start, end, (product_id,), lexicon.product_by_id[product_id].name, score)

"""Products said in one list, and how they stand to the words around them."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.attitude.cue_scope import LINKS, Cue
from voice.understanding.language.clauses import SUBJECTS
from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.numbers.numbers import is_number_word
from voice.understanding.numbers.units import UNITS


def product_groups(reading: Reading) -> list[list[Mention]]:
    """Put products together that are said in one list."""
    groups: list[list[Mention]] = []
    words = reading.words
    covered = {i for f in reading.figures for i in range(f.start, f.end)} | _asides(words)
    for mention in reading.products:
        between = range(groups[-1][-1].end, mention.start) if groups else range(0)
        listed = bool(groups) and all(
            i in covered or words[i] in LINKS or is_number_word(words[i]) or words[i] in UNITS for i in between
        )
        counted = any(f.start in between for f in reading.figures)
        refused = words[mention.end : mention.end + 1] in (("none",), ("nil",), ("zero",))
        if listed and not refused and not (is_subject(words, mention) and counted):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


_ASIDES = phrases("which we don't carry; which we don't have; which we don't do; which we don't stock; which we don't "
    "sell; we don't have that; we don't carry that; we don't have those; we don't carry those; we don't "
    "do that; which we do not have; which we aren't carrying; which we are not having; that we don't "
    "carry; that we don't have; which is new; which aren't on our list; which isn't on our list; neither "
    "of which we have; neither of which we carry; none of which we have; not on our list")  # fmt: skip


def _asides(words: Sequence[str]) -> set[int]:
    """Give the positions of "which we don't carry" inside a list."""
    return {
        at + i
        for at in range(len(words))
        for phrase in _ASIDES
        if tuple(words[at : at + len(phrase)]) == phrase
        for i in range(len(phrase))
    }


_COPULA = wordset(
    "is are was were isn't aren't wasn't weren't came come comes went goes has have been keeps arrived "
    "looked tasted smelled smelt isn't sells sell"
)


def is_subject(words: Sequence[str], mention: Mention) -> bool:
    """Tell whether a product is what its sentence is about ("the cod was late")."""
    return words[mention.end : mention.end + 1] != () and words[mention.end] in _COPULA


def is_direct(reading: Reading, cue: Cue, group: Sequence[Mention]) -> bool:
    """Tell whether nothing but small words and listed goods stand between a cue and a group."""
    covered = {i for m in reading.products for i in m.span} | {
        i for f in reading.figures for i in range(f.start, f.end)
    }
    covered |= _asides(reading.words)
    kind = ("decent", "good", "proper", "nice", "better", "different", "cheaper", "bigger", "our", "any")
    return all(
        i in covered or reading.words[i] in LINKS or reading.words[i] in kind for i in range(cue.end, group[0].start)
    )


def was_unordered(words: Sequence[str], end: int) -> bool:
    """ "two cases of lemons she didn't order"."""
    at = end + 1 if words[end : end + 1] in (("that",), ("which",)) else end
    return (
        tuple(words[at + 1 : at + 3])
        in (("didn't", "order"), ("never", "ordered"), ("hadn't", "ordered"), ("didn't", "want"))
        and words[at] in SUBJECTS
    )

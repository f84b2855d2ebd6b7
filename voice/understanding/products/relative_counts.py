"""Counts told by those of the goods before: "mustard half that", "onions the same", and counts of goods not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.numbers.figure import Figure

_SHARES = {
    0.5: phrases("half that; half of that; half as many; half as much; half the amount; half the number"),
    2.0: phrases("double that; twice that; twice as many; twice as much; double the amount"),
    1.0: phrases("the same; the same again; same again; same number; the same number; ditto; likewise; same amount"),
}
_FILLERS = wordset("of the that those our your more their new each fresh usual good a both his her them it these some")
_MEANT = wordset("it them each both these those that some")
_ALSO = wordset("and also then plus for about maybe only just take make is at with")


def relative_counts(reading: Reading, mentions: Sequence[Mention], counts: dict[int, Figure]) -> None:
    """Count goods by what was said of the goods before them."""
    words = reading.words
    for i in range(1, len(mentions)):
        before = counts.get(i - 1)
        if i in counts or before is None or not before.values:
            continue
        at = mentions[i].end
        while at < len(words) and words[at] in _ALSO:
            at += 1
        for share, options in _SHARES.items():
            size = phrase_at(words, at, options)
            ends = at + size >= len(words) or words[at + size] not in ("as", "as-last", "price", "time", "way", "day")
            if size and ends and at - mentions[i].end <= 2:
                counts[i] = replace(before, start=at, end=at + size, values=(before.values[0] * share,))
                break


def counts_unknown(reading: Reading, figure: Figure, mentions: Sequence[Mention]) -> bool:
    """Tell whether a count is of something that is no known product: "twelve tubs of buyer ... chickpeas"."""
    words = reading.words
    at = figure.end
    if figure.unit is None or at + 1 >= len(words) or words[at] != "of":
        return False
    while at < len(words) and words[at] in _FILLERS:
        if words[at] in _MEANT:
            return False
        at += 1
    if (
        at >= len(words)
        or at in reading.names
        or words[at] in reading.goods_words
        or any(m.start <= at < m.end for m in mentions)
    ):
        return False
    return not any(m.start - at <= 2 and m.start >= at for m in mentions) or words[at + 1 : at + 2] == ("and",)

"""Numbers without a unit that count the goods beside them: "mustard three ketchup five"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from voice.lexicon import Lexicon
from voice.understanding.language.mentions import Mention
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.figure import Figure

_NOT_A_COUNT_BEHIND = wordset("percent am pm o'clock p degrees ounce inch a the")
_NOT_COUNTED = wordset("month session program")  # units of services, which nobody lists by number
_AS_PRICE = 0.12  # natural log: a bare number this near the list price is a price where the line has its count
_MOST = 500


def with_bare_counts(
    words: Sequence[str], figures: Sequence[Figure], products: Sequence[Mention], lexicon: Lexicon
) -> tuple[Figure, ...]:
    """Make a count of every bare number that stands right behind a product and is not its price."""
    ends = {m.end: m for m in products}
    return tuple(
        replace(f, kind="count", values=f.values[-1:])
        if f.kind == "bare" and f.start in ends and _counts(words, f, ends[f.start], figures, lexicon)
        else f
        for f in figures
    )


def _counts(
    words: Sequence[str], figure: Figure, mention: Mention, figures: Sequence[Figure], lexicon: Lexicon
) -> bool:
    """Tell whether a bare number counts: whole, alone, and not near the list price of goods counted anyway."""
    behind = words[figure.end] if figure.end < len(words) else ""
    if figure.end != figure.number_end or behind in _NOT_A_COUNT_BEHIND or not figure.values:
        return False
    value = figure.values[-1]
    if len(figure.values) > 1 or value != int(value) or not 0 < value <= _MOST:
        return False
    product = lexicon.product_by_id.get(mention.ids[0]) if mention.ids else None
    if product is None or product.unit in _NOT_COUNTED:
        return False
    listed = product.list_price
    near = bool(listed) and listed is not None and abs(math.log(value / listed)) < _AS_PRICE
    counted = any(f.kind == "count" and mention.start - 3 <= f.end <= mention.start for f in figures)
    return not (near and counted)

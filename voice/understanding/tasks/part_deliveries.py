"""An order that comes in parts: "half of it this saturday and the other half the saturday after"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases
from voice.understanding.tasks.task import Task
from voice.understanding.types import ProductLine

_PARTS = phrases(
    "half of it; half of them; half of those; the first half; the other half; the second half; the rest; the rest of "
    "it; the rest of them; the remainder; the balance of it; the others; half now and half; half; the other lot; the "
    "second lot; the first lot; the last lot; the first batch; the second batch; one half; the other ones"
)
_LEADS = ("on", "by", "for", "before", "then", "comes", "goes", "to", "follow", "delivered")


def part_deliveries(reading: Reading, products: Sequence[ProductLine]) -> list[Task]:
    """Find the parts of an order that have days of their own; one part alone is no delivery in parts."""
    if not any(line.stance in ("ordered", "wants") for line in products):
        return []
    words = reading.words
    found: list[Task] = []
    for when in reading.whens:
        at = when.start
        while at and words[at - 1] in _LEADS:
            at -= 1
        size = max((len(p) for p in _PARTS if len(p) <= at and tuple(words[at - len(p) : at]) == p), default=0)
        if size and when.on is not None:
            found.append(Task(at - size, at - size, when.end, "me", what=f"deliver {' '.join(words[at - size : at])}"))
    return found if len(found) > 1 else []

"""Whether a fact was heard well enough to be told as it is, or has to say that it is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.services.notes.entry_content import Item

SURE_CONFIDENCE = 0.55  # of a fact's words on average
# Of each number and day among them, for one such word is the fact's value. Of 268 of them in the spoken dev notes 14
# were heard with less, and 7 of these wrong; of the 254 others 2 (trial model).
VALUE_CONFIDENCE = 0.7
_VALUES = frozenset(
    """
    zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter dozen
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth thirtieth monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december today tomorrow
    tonight yesterday fortnight noon midnight
    """.split()
)


def is_sure(field: str, item: Item, heard: Sequence[Sequence[Any]]) -> bool:
    """Tell whether an item of `field` is sure, by its words as kept: (text, start s, end s, confidence 0 to 1)."""
    if item.get("set_by_person"):
        return True
    if item.get("candidates") or item.get("state") == "open":
        return False
    if field == "spoken_customer" and item.get("customer_id") is None:
        return False
    if any(word[3] < VALUE_CONFIDENCE for word in heard if word[0] in _VALUES):
        return False
    return not heard or sum(word[3] for word in heard) / len(heard) >= SURE_CONFIDENCE

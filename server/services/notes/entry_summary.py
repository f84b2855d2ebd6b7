"""Says the weightiest facts of an entry in one to three sentences, each pointing at the words it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from server.services.notes.entry_content import Content, items
from server.services.notes.fact_wording import KINDS, word_item

MOST_SENTENCES = 3
MOST_PARTS = 3
FIRST = (
    "amendment",
    "complaint",
    "product",
    "action",
    "appointment",
    "amount",
    "competitor",
    "need",
    "preference",
    "contact_update",
)
# Words that lead on to what follows; every other label is followed by a colon.
OPENINGS = {
    "Order": "Ordered",
    "Wants": "Wants",
    "Considering": "Considering",
    "Declined": "Declined",
    "Dropped": "Dropped",
    "Likes": "Likes",
    "Dislikes": "Dislikes",
    "Uses": "Uses",
    "Problem": "Problem with",
    "Next meeting": "Next meeting",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence; `item_id` is the item that it says, None for the words between; seconds as heard."""

    text: str
    item_id: str | None = None
    from_s: float | None = None
    to_s: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary; every one says at least one item."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def item_ids(self) -> tuple[str, ...]:
        return tuple(part.item_id for part in self.parts if part.item_id is not None)


def summarise(content: Content, words: Sequence[Sequence[Any]] = ()) -> tuple[Sentence, ...]:
    """Return one to three sentences in the order of weight, or none where the entry holds nothing to say.

    `words` are those that the evidence counts in, each [text, start_s, end_s, ...]; without them no seconds are known.
    """
    told = []
    for field, item in items(content):
        evidence = item.get("evidence") or {}
        heard = words[evidence["start_word"] : evidence["end_word"] + 1] if evidence else []
        label, text = word_item(field, item)
        seconds = (heard[0][1], heard[-1][2]) if heard else (None, None)
        told.append((KINDS[field], label, Part(text, item["item_id"], *seconds)))
    return summarise_parts(told)


def summarise_parts(told: Iterable[tuple[str, str, Part]]) -> tuple[Sentence, ...]:
    """Return the same of facts that are in words already: kind, label and what it says, of each."""
    groups: dict[tuple[str, str], list[Part]] = {}
    for kind, label, part in told:
        if kind in FIRST:
            groups.setdefault((kind, label), []).append(part)
    weight = {kind: at for at, kind in enumerate(FIRST)}
    ordered = sorted(groups, key=lambda group: (weight[group[0]], not group[1].endswith("serious")))
    return tuple(_sentence(group[1], groups[group]) for group in ordered[:MOST_SENTENCES])


def in_words(sentences: Iterable[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _sentence(label: str, said: Sequence[Part]) -> Sentence:
    shown, rest = list(said[:MOST_PARTS]), len(said) - MOST_PARTS
    parts = [Part(f"{OPENINGS.get(label, f'{label}:')} ")]
    for at, part in enumerate(shown):
        if at:
            parts.append(Part("; " if rest > 0 or at < len(shown) - 1 else " and "))
        parts.append(part)
    parts.append(Part(f" and {rest} more." if rest > 0 else "."))
    return Sentence(tuple(parts))

"""Names found in the live words: where each stands and what it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at live words start..end (end excluded); `ids` are what it may be, best first; empty when unknown.

    `kind` is customer, contact, person, colleague, product or competitor; `score` 1 for an exact match.
    """

    kind: str
    start: int
    end: int
    ids: tuple[str, ...]
    name: str
    score: float = 1.0

    @property
    def id(self) -> str | None:
        """The one thing it is, or None when several fit or it is unknown."""
        return self.ids[0] if len(self.ids) == 1 else None

    @property
    def span(self) -> range:
        return range(self.start, self.end)


def covered(mentions: Iterable[Mention]) -> frozenset[int]:
    """Give all live positions that mentions cover."""
    return frozenset(i for mention in mentions for i in mention.span)

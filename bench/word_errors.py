"""Count wrong words: the edit distance in words between what was said and what was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Wrong words (put in, left out or taken for others) among the words said; adds up."""

    wrong: int = 0
    said: int = 0
    recordings: int = 0

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(self.wrong + other.wrong, self.said + other.said, self.recordings + other.recordings)

    @property
    def rate(self) -> float:
        """Wrong words per word said."""
        return self.wrong / self.said if self.said else 0.0


def word_errors(said: str, heard: str) -> WordErrors:
    """Compare one recording's words."""
    reference = said.split()
    return WordErrors(_distances(reference, heard.split())[-1], len(reference), 1)


def word_errors_of_beginning(said: str, heard: str) -> WordErrors:
    """Compare a recording that holds only the beginning of what was said: against the beginning that fits best."""
    reference = said.split()
    distances = _distances(reference, heard.split())
    best = min(range(len(distances)), key=lambda length: (distances[length], -length))
    return WordErrors(distances[best], best, 1)


def _distances(reference: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Return the edit distance of `heard` to each beginning of `reference`, the empty one first."""
    column = list(range(len(reference) + 1))
    for count, word in enumerate(heard, start=1):
        above, column[0] = column[0], count
        for place, expected in enumerate(reference, start=1):
            above, column[place] = (
                column[place],
                min(column[place] + 1, column[place - 1] + 1, above + (word != expected)),
            )
    return column

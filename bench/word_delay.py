"""When each word of a note was on a screen, held against when it was spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.services.notes.live_words import HELD_BACK

BEGUN_S = 0.6  # a word is shown at the earliest so long before its end


@dataclass(slots=True)
class WordDelays:
    """Seconds from the end of each word to the screen.

    `shown`: until a word stood in its place, the right one or another that the recogniser took it for. `settled`: until
    the right one did. `held`: the same for words kept back on purpose, for they may belong to a secret (decision
    0003); these are in neither of the two. `never` counts the words that only the finished note shows.
    """

    shown: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    never: int = 0

    def add(self, other: WordDelays) -> None:
        self.shown += other.shown
        self.settled += other.settled
        self.held += other.held
        self.never += other.never


def word_delays(words: Sequence[Mapping[str, Any]], shown: Sequence[tuple[float, str]]) -> WordDelays:
    """Find when the words of a note came onto the screen.

    `words` are those of the transcript as the API shows them, `shown` the texts on the screen with their times, both
    from the beginning of the recording. Each text is aligned with the words that were spoken by then, in order, by the
    fewest differences; a mark for what is held back stands for any number of words.
    """
    said = [word["text"] for word in words]
    first: dict[int, float] = {}
    right: dict[int, float] = {}
    held: set[int] = set()
    for at_s, text in shown:
        spoken = sum(word["end_s"] <= at_s + BEGUN_S for word in words)
        for place, other in _aligned(said[:spoken], text.split()):
            if other == HELD_BACK:
                held.add(place)
                continue
            first.setdefault(place, at_s)
            if other == said[place]:
                right.setdefault(place, at_s)
    held -= {place for place in held if place in first and first[place] - words[place]["end_s"] <= 0}
    found = WordDelays(never=len(said) - len(right))
    for place, word in enumerate(words):
        if place in held:
            found.held += [right[place] - word["end_s"]] if place in right else []
            continue
        found.shown += [first[place] - word["end_s"]] if place in first else []
        found.settled += [right[place] - word["end_s"]] if place in right else []
    return found


def _aligned(said: Sequence[str], on_screen: Sequence[str]) -> list[tuple[int, str]]:
    """Pair the places of a beginning of `said` with what stands for them, by the fewest differences."""
    rows = [list(range(len(said) + 1))]
    for word in on_screen:
        above, row = rows[-1], [rows[-1][0] + (word != HELD_BACK)]
        for place, expected in enumerate(said):
            if word == HELD_BACK:
                row.append(min(above[place], above[place + 1], row[place]))
            else:
                row.append(min(above[place] + (word != expected), above[place + 1] + 1, row[place] + 1))
        rows.append(row)
    last = rows[-1]
    place = min(range(len(said) + 1), key=lambda count: (last[count], -count))
    pairs: list[tuple[int, str]] = []
    at = len(on_screen)
    while at and place:
        word, row, above = on_screen[at - 1], rows[at], rows[at - 1]
        if word == HELD_BACK and row[place] == above[place]:
            at -= 1  # it stands for nothing more
        elif word == HELD_BACK:
            pairs.append((place - 1, word))
            at, place = at - (row[place] == above[place - 1]), place - 1
        elif row[place] == above[place - 1] + (word != said[place - 1]):
            pairs.append((place - 1, word))
            at, place = at - 1, place - 1
        elif row[place] == above[place] + 1:
            at -= 1
        else:
            place -= 1
    return pairs

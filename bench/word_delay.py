"""When each word of a note was on a screen, held against when it was spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher
from typing import Any

from server.services.notes.live_words import HELD_BACK, live_words


@dataclass(slots=True)
class WordDelays:
    """Seconds from the end of each word to its first showing, by what stood in its way.

    `held`: words kept back on purpose, for they may belong to a secret (decision 0003). `reheard`: words in whose place
    another stood first, until more of the sentence was heard. `plain`: all others. `never` counts the words that only
    the finished note shows.
    """

    plain: list[float] = field(default_factory=list)
    reheard: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    never: int = 0

    @property
    def ordinary(self) -> list[float]:
        """All that are not held back on purpose."""
        return self.plain + self.reheard

    @property
    def all(self) -> list[float]:
        return self.ordinary + self.held

    def add(self, other: WordDelays) -> None:
        self.plain += other.plain
        self.reheard += other.reheard
        self.held += other.held
        self.never += other.never


def word_delays(words: Sequence[Mapping[str, Any]], shown: Sequence[tuple[float, str]]) -> WordDelays:
    """Sort the words of a note by how they came onto the screen.

    `words` are those of the transcript as the API shows them, `shown` the texts on the screen with their times, both
    from the beginning of the recording.
    """
    said = [word["text"] for word in words]
    first: dict[int, float] = {}
    reheard: set[int] = set()
    for at_s, text in shown:
        blocks = SequenceMatcher(None, said, on_screen := text.split(), autojunk=False).get_matching_blocks()
        for place in (block.a + step for block in blocks for step in range(block.size)):
            first.setdefault(place, at_s)
        reheard.update(place for place in _taken_by_others(blocks, on_screen) if place not in first)
    found = WordDelays(never=len(said) - len(first))
    for place, at_s in sorted(first.items()):
        is_held = live_words(" ".join(said[: place + 1])).endswith(HELD_BACK)
        kind = found.held if is_held else found.reheard if place in reheard else found.plain
        kind.append(at_s - words[place]["end_s"])
    return found


def _taken_by_others(blocks: Sequence[Match], on_screen: list[str]) -> Iterator[int]:
    """Yield the places between matching stretches where the screen has other words."""
    said_from = shown_from = 0
    for block in blocks:
        others = [word for word in on_screen[shown_from : block.b] if word != HELD_BACK]
        yield from range(said_from, min(block.a, said_from + len(others)))
        said_from, shown_from = block.a + block.size, block.b + block.size

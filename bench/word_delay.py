"""When each word of a note was on a screen, held against when it was spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any


def word_delays(words: Sequence[Mapping[str, Any]], shown: Sequence[tuple[float, str]]) -> tuple[list[float], int]:
    """Return the seconds from a word's end to its first showing at its place, and how many were never shown.

    `words` are those of the transcript as the API shows them, `shown` the texts on the screen with their times, both
    from the beginning of the recording. A word that is held back while somebody speaks, because it may belong to a
    secret, is not shown.
    """
    said = [word["text"] for word in words]
    first: dict[int, float] = {}
    for at_s, text in shown:
        for place in _places(said, text.split()):
            first.setdefault(place, at_s)
    delays = [at_s - words[place]["end_s"] for place, at_s in sorted(first.items())]
    return delays, len(said) - len(first)


def _places(said: list[str], on_screen: list[str]) -> list[int]:
    blocks = SequenceMatcher(None, said, on_screen, autojunk=False).get_matching_blocks()
    return [block.a + step for block in blocks for step in range(block.size)]

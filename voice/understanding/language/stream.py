"""The words that count: normalised, without fillers and taken-back words, each knowing its place in the note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voice.sound import fold
from voice.understanding.language.wordset import wordset
from voice.understanding.types import Evidence

FILLERS = wordset("um uh er erm hmm mm mhm ah eh uhm hm umm uhh")
_MARKER = re.compile(r"\[(card|ssn|birthday|bank|access|private)\]")


@dataclass(frozen=True, slots=True)
class Stream:
    """Live words in reading order; `at[i]` is the index in the note of live word i."""

    words: tuple[str, ...]
    at: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def text(self, start: int, end: int) -> str:
        """Join the live words start..end (end excluded)."""
        return " ".join(self.words[max(start, 0) : max(end, 0)])

    def evidence(self, start: int, end: int) -> Evidence:
        """Give the note's words that live words start..end (end excluded) cover."""
        covered = self.at[start : max(end, start + 1)]
        return Evidence(min(covered), max(covered))

    def has(self, position: int, phrase: Sequence[str]) -> bool:
        """Tell whether the words of `phrase` stand at `position`."""
        return position >= 0 and self.words[position : position + len(phrase)] == tuple(phrase)

    def without(self, struck: Iterable[int]) -> Stream:
        """Drop live positions."""
        gone = set(struck)
        kept = [i for i in range(len(self.words)) if i not in gone]
        return Stream(tuple(self.words[i] for i in kept), tuple(self.at[i] for i in kept))


def normalise(word: str) -> str:
    """Lower case, no accents, no punctuation but apostrophes inside; markers of cut secrets stay."""
    if _MARKER.fullmatch(word):
        return word
    return re.sub(r"[^a-z0-9'.@%$]", "", fold(word)).strip("'.")


def open_stream(words: Sequence[str]) -> Stream:
    """Read the note's words, leaving out fillers."""
    kept = [(normalised, i) for i, word in enumerate(words) for normalised in [normalise(word)]]
    live = [(word, i) for word, i in kept if word and word not in FILLERS]
    return Stream(tuple(w for w, _ in live), tuple(i for _, i in live))

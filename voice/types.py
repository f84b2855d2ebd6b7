"""What crosses the border of `voice`: frozen values, no behaviour that needs a file or a network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times in seconds from the start of the recording, confidence 0 to 1.

    `heard` is None for a word as it was recognised; where a name of the company was put in its place, the name's
    first word tells what was heard there and the others hold an empty string.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording in order, with its length in seconds and the model that heard them."""

    words: tuple[Word, ...]
    seconds: float
    model: str

    @property
    def text(self) -> str:
        """The words joined by single spaces, as Vosk prints them."""
        return " ".join(word.text for word in self.words)

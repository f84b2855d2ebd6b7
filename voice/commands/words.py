"""What commands are told apart by: the words around them and the pauses of the speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voice.types import Word

# First and last word, counted from 0; the end is excluded.
Span = tuple[int, int]
# Seconds of silence before the word at an index; empty where the words have no times.
Pauses = Mapping[int, float]

CLAUSE_PAUSE_S = 0.35
SENTENCE_STARTS = frozenset(
    "i i'll i'm i've he he's he'll she she's she'll they they're they'll they've we we're we'll we've it it's its his "
    "her their our my the there there's this these and but so then also please ok okay anyway actually now next send "
    "call tell ask make put maria just apparently between".split()
)


def pauses_of(words: Sequence[Word]) -> dict[int, float]:
    """Return the silence before each word but the first, in seconds."""
    return {at: words[at].start_s - words[at - 1].end_s for at in range(1, len(words))}


def is_phrase(words: Sequence[str], at: int, phrase: str) -> bool:
    """Tell whether the words of a phrase stand at an index."""
    wanted = phrase.split()
    return list(words[at : at + len(wanted)]) == wanted


def is_pause(pauses: Pauses, at: int) -> bool:
    return pauses.get(at, 0.0) >= CLAUSE_PAUSE_S


def word(words: Sequence[str], at: int) -> str:
    """Return a word, or "" outside the note."""
    return words[at] if 0 <= at < len(words) else ""

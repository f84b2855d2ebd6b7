""" "strike that", "scratch that": the sentence or clause before is taken back.

Where a number, a day or a name follows ("ten cases scratch that twelve"), only that is replaced: the corrections of
voice.understanding see to it, and nothing is struck here.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.commands.words import SENTENCE_STARTS, Pauses, Span, is_pause, is_phrase, pauses_of, word
from voice.types import Word

_COMMANDS = ("strike that", "scratch that", "scrap that")
_LEADS = frozenset("no wait sorry oh actually ok okay well".split())
_TALKED_ABOUT = frozenset(
    "to will would can could can't won't didn't don't should must may might did does i we you he she they it who and "
    "let's please never always not i'll we'll he'll she'll they'll had have has".split()
)
_NOUN_HERE = frozenset("a an the on from this another any big small lucky".split())
_CLAUSE_HEADS = frozenset(
    "i i'll i'm i've he he's he'll he'd she she's she'll she'd they they're they'll we we're we'll it's there's also "
    "then and but so".split()
)
_LONGEST_CLAUSE = 25


def find_struck(words: Sequence[str], pauses: Pauses | None = None) -> tuple[Span, ...]:
    """Return the stretches that are taken back, each with its command, in order and without overlaps."""
    silence = pauses or {}
    found: list[Span] = []
    for at in range(len(words)):
        if any(is_phrase(words, at, command) for command in _COMMANDS) and _is_command(words, at, silence):
            begin = found[-1][1] if found else 0
            found.append((_clause_start(words, at, begin, silence), at + 2))
    return tuple(found)


def without_struck(words: Sequence[Word]) -> list[str]:
    """Return the words of a note with "-" for each that was taken back, so that the places of the others stay right."""
    texts = [spoken.text for spoken in words]
    for start, end in find_struck(texts, pauses_of(words)):
        texts[start:end] = ["-"] * (end - start)
    return texts


def is_told_of(words: Sequence[str], at: int) -> bool:
    """Tell whether the words of a command at an index are only told of ("to strike that deal")."""
    return at > 0 and words[at] in ("strike", "scratch", "scrap") and words[at - 1] in _TALKED_ABOUT | _NOUN_HERE


def _is_command(words: Sequence[str], at: int, pauses: Pauses) -> bool:
    if at == 0:
        return False
    if is_told_of(words, at) and not is_pause(pauses, at):
        return False
    return at + 2 == len(words) or is_pause(pauses, at + 2) or word(words, at + 2) in SENTENCE_STARTS


def _clause_start(words: Sequence[str], command: int, earliest: int, pauses: Pauses) -> int:
    """Go back to a pause, else to where a clause begins; pauses inside the last two words belong to the command."""
    end = command
    while end > earliest and word(words, end - 1) in _LEADS:
        end -= 1
    for at in range(end - 1, max(earliest, end - _LONGEST_CLAUSE), -1):
        if is_pause(pauses, at) and end - at >= 2:
            return at
        if words[at] in _CLAUSE_HEADS and end - at >= 2:
            return at - 1 if words[at - 1] in ("and", "but", "so", "then") and at - 1 >= earliest else at
    return earliest

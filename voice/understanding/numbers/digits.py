"""Runs of spoken digits in a note: card numbers, codes, phone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.stream import FILLERS
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import digit_string

_SIGNS = wordset("hash star pound asterisk hashtag")
_SOUND_ALIKE = {
    "for": "4",
    "to": "2",
    "too": "2",
    "won": "1",
    "ate": "8",
    "tree": "3",
    "sex": "6",
    "nein": "9",
    "fife": "5",
    "niner": "9",
}
_BETWEEN = wordset("dash hyphen slash space then dot left right") | FILLERS


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits said in one breath: words start..end (end excluded); `ends` = where each piece ends and digits so far."""

    start: int
    end: int
    digits: str
    signs: int
    ends: tuple[tuple[int, int], ...]


def digit_runs(words: Sequence[str]) -> list[DigitRun]:
    """Find all runs; single small numbers are runs too."""
    runs: list[DigitRun] = []
    at = 0
    while at < len(words):
        run = _run_from(words, at)
        if run is None:
            at += 1
        else:
            runs.append(run)
            at = run.end
    return runs


def _run_from(words: Sequence[str], start: int) -> DigitRun | None:
    digits, signs, at, end = "", 0, start, start
    ends: list[tuple[int, int]] = []
    while at < len(words):
        word = words[at]
        if read := digit_string(words, at):
            digits, at = digits + read[0], read[1]
        elif word in _SIGNS and (digits or _opens(words, at)):
            signs, at = signs + 1, at + 1
        elif word in _SOUND_ALIKE and _amid(words, at, digits):
            digits, at = digits + _SOUND_ALIKE[word], at + 1
        elif end > start and (skipped := _between(words, at)):
            at = skipped
            continue
        else:
            break
        end = at
        ends.append((end, len(digits)))
    return DigitRun(start, end, digits, signs, tuple(ends)) if end > start and digits else None


def _opens(words: Sequence[str], at: int) -> bool:
    return digit_string(words, at + 1) is not None


def _between(words: Sequence[str], at: int) -> int | None:
    """Skip what only joins digits: "dash", "uh", "then"; "and" only before a sign or "then"."""
    start = at
    while at < len(words) and (words[at] in _BETWEEN or words[at] == "and"):
        at += 1
    if at == start or not _goes_on(words, at):
        return None
    joined = words[start:at]
    return at if "and" not in joined or words[at] in _SIGNS or "then" in joined else None


def _goes_on(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (digit_string(words, at) is not None or words[at] in _SIGNS)


def _amid(words: Sequence[str], at: int, digits: str) -> bool:
    """A word that sounds like a digit is one only in the middle of single digits."""
    return len(digits) >= 2 and digit_string(words, at + 1) is not None and digit_string(words, at + 2) is not None

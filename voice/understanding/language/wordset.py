"""Write sets and lists of words the way one reads them: in one string."""

from __future__ import annotations

from collections.abc import Sequence

Phrases = tuple[tuple[str, ...], ...]


def wordset(text: str) -> frozenset[str]:
    """Split at blanks into a set."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Split at semicolons into phrases, each a tuple of words; longest first."""
    made = {tuple(part.split()) for part in text.split(";") if part.strip()}
    return tuple(sorted(made, key=lambda p: (-len(p), p)))


def phrase_at(words: Sequence[str], at: int, options: Phrases) -> int:
    """Give how many words of the longest phrase among `options` stand at `at`, 0 for none."""
    if not 0 <= at < len(words):
        return 0
    for phrase in _by_first(options).get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def find_phrase(words: Sequence[str], start: int, end: int, options: Phrases) -> tuple[int, int] | None:
    """Give the first (then longest) of `options` that stands within start..end."""
    by_first = _by_first(options)
    for at in range(start, min(end, len(words))):
        for phrase in by_first.get(words[at], ()):
            if at + len(phrase) <= end and tuple(words[at : at + len(phrase)]) == phrase:
                return at, at + len(phrase)
    return None


_indexes: dict[int, tuple[Phrases, dict[str, list[tuple[str, ...]]]]] = {}


def _by_first(options: Phrases) -> dict[str, list[tuple[str, ...]]]:
    """Sort phrases by their first word, once for each list (lists are constants of their modules)."""
    known = _indexes.get(id(options))
    if known is None or known[0] is not options:
        index: dict[str, list[tuple[str, ...]]] = {}
        for phrase in options:
            index.setdefault(phrase[0], []).append(phrase)
        for phrases_of_word in index.values():
            phrases_of_word.sort(key=len, reverse=True)
        known = _indexes[id(options)] = (options, index)
    return known[1]

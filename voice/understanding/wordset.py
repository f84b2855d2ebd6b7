"""Write sets and lists of words the way one reads them: in one string."""

from __future__ import annotations


def wordset(text: str) -> frozenset[str]:
    """Split at blanks into a set."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Split at semicolons into phrases, each a tuple of words; longest first."""
    made = {tuple(part.split()) for part in text.split(";") if part.strip()}
    return tuple(sorted(made, key=lambda p: (-len(p), p)))

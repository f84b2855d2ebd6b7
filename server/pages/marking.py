"""Marks the words that were looked for in a text, the way the search compares them: no case, no accents, any place."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import combining

from models.search import fold

AROUND = 60
SILENT = "'’"  # as in fold: "Villaseñor's" is one word


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `is_found` says that it was looked for."""

    text: str
    is_found: bool = False


def mark(text: str, query: str) -> list[Part]:
    """Split a text into parts that were looked for and the rest; joined they are the text again."""
    parts: list[Part] = []
    at = 0
    for start, end in found_spans(text, query):
        if start > at:
            parts.append(Part(text[at:start]))
        parts.append(Part(text[start:end], is_found=True))
        at = end
    if at < len(text):
        parts.append(Part(text[at:]))
    return parts


def excerpt(text: str, query: str, length: int = 220) -> list[Part]:
    """Mark a stretch of a long text around the first word found; dots stand for what is left out."""
    spans = found_spans(text, query)
    start = max(0, (spans[0][0] if spans else 0) - AROUND)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    shown = mark(text[start:end], query)
    before = [Part("… ")] if start else []
    after = [Part(" …")] if end < len(text) else []
    return [*before, *shown, *after]


def found_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Return where the words of a query stand in a text, in order and without overlaps."""
    folded, origins = _folded_with_origins(text)
    spans = sorted(
        (origins[at], origins[at + len(term) - 1] + 1)
        for term in set(fold(query).split())
        for at in _places(folded, term)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    """Fold letter by letter, remembering from which letter of the text each folded one came."""
    folded: list[str] = []
    origins: list[int] = []
    for at, letter in enumerate(text):
        plain = fold(letter) or ("" if letter in SILENT or combining(letter) else " ")
        folded.extend(plain)
        origins.extend([at] * len(plain))
    return "".join(folded), origins


def _places(folded: str, term: str) -> list[int]:
    places = []
    at = folded.find(term)
    while at >= 0:
        places.append(at)
        at = folded.find(term, at + 1)
    return places

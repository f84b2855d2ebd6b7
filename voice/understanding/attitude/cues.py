"""Words that tell a stance towards a product, each before it ("wants ...") or behind it ("... was late")."""

from __future__ import annotations

from voice.understanding.attitude.cues_before import BEFORE_PRODUCT
from voice.understanding.attitude.cues_behind import BEHIND_PRODUCT
from voice.understanding.language.wordset import phrases

STANCES = ("ordered", "dropped", "declined", "wants", "considering", "problem", "dislikes", "likes", "uses")


def _table(source: dict[str, str]) -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for stance, text in source.items():
        for phrase in phrases(text):
            table.setdefault(phrase, stance)
    return table


BEFORE: dict[tuple[str, ...], str] = _table(BEFORE_PRODUCT)
BEHIND: dict[tuple[str, ...], str] = _table(BEHIND_PRODUCT)
LONGEST = max(len(p) for p in (*BEFORE, *BEHIND))

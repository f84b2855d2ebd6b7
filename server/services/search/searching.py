"""One search for everything: names, numbers, streets, words of notes, and names that sound like what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.finding import find, find_alike
from models.search import SearchDocument, SearchKind, fold
from voice.sound import likeness, sound_keys

BY_SOUND = ("sounds like ", "sound like ")
MOST_ALIKE = 5
LIKE_ENOUGH = 0.7
SHORTEST_HEARD = 4


@dataclass(frozen=True, slots=True)
class Found:
    """Something found; `is_alike` where its name only sounds like the words."""

    document: SearchDocument
    is_alike: bool = False


def search(session: Session, query: str, limit: int = 20) -> list[Found]:
    """Find what holds the words; names that sound like them, where no name holds them or where one asks for these.

    "sounds like gonzales" asks for names by ear alone. Alike names stand behind exact ones and before notes.
    """
    heard = _asked_by_sound(query)
    if heard is not None:
        return [Found(one, is_alike=True) for one in alike(session, heard, limit)]
    found = find(session, query, limit)
    if any(one.kind != SearchKind.NOTE for one in found):
        return [Found(one) for one in found]
    guessed = alike(session, query, MOST_ALIKE)
    return [*(Found(one, is_alike=True) for one in guessed), *(Found(one) for one in found)][:limit]


def alike(session: Session, words: str, limit: int) -> list[SearchDocument]:
    """Return customers and contacts whose names sound like some words, the most alike first."""
    wanted = [word for word in fold(words).split() if not word.isdigit()]
    keys = [sound_keys(word) for word in wanted]
    if sum(map(len, wanted)) < SHORTEST_HEARD or not all(keys):
        return []
    scored = [(_likeness(wanted, one), one) for one in find_alike(session, keys)]
    near = [(score, one) for score, one in scored if score >= LIKE_ENOUGH]
    near.sort(key=lambda pair: -pair[0])  # of the same likeness the newest stay first
    return [one for _, one in near[:limit]]


def _likeness(wanted: Sequence[str], document: SearchDocument) -> float:
    """Return how alike the least alike of the words is to its best word of the name."""
    names = document.named.split()
    return min(max((likeness(word, name) for name in names), default=0.0) for word in wanted)


def _asked_by_sound(query: str) -> str | None:
    plain = " ".join(query.casefold().split())
    return next((plain.removeprefix(ask) for ask in BY_SOUND if plain.startswith(ask)), None)

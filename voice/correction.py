"""Repair misheard names against short lists of names that may be meant, by sound and letters.

Corrections never change the words: they say which name a span of heard words stands for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from voice.lexicon import Customer, Lexicon
from voice.sound import PHONE_SHARE, heard_phones, likeness, name_phones

NEAR_KM = 1.0  # customers this close to the visit's are candidates too (one street, one mall)


@dataclass(frozen=True, slots=True)
class Repair:
    """Heard span `heard` stands for name `name` (both indexes into what was given); likeness 0 to 1."""

    heard: int
    name: int
    score: float


class SoundIndex:
    """A list of names, folded once, against which many heard spans are compared quickly."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._variants: list[str] = []
        self._owner: list[int] = []
        for which, name in enumerate(self.names):
            for variant in name_phones(name):
                self._variants.append(variant)
                self._owner.append(which)

    def repairs(self, heard: Sequence[str], floor: float, among: frozenset[int] | None = None) -> list[Repair]:
        """Give every pair of heard span and name (of those `among`) at least `floor` alike."""
        columns = [v for v in range(len(self._variants)) if among is None or self._owner[v] in among]
        if not heard or not columns:
            return []
        phones = [heard_phones(h) for h in heard]
        variants = [self._variants[v] for v in columns]
        enough = (floor - (1 - PHONE_SHARE)) / PHONE_SHARE
        table = cdist(phones, variants, scorer=Indel.normalized_similarity, score_cutoff=enough, dtype=np.float32)
        pairs = {(int(h), self._owner[columns[v]]) for h, v in zip(*np.nonzero(table), strict=True)}
        scored = [Repair(h, n, likeness(heard[h], self.names[n])) for h, n in sorted(pairs)]
        return [repair for repair in scored if repair.score >= floor]


def customers_near(lexicon: Lexicon, customer_id: str | None, km: float = NEAR_KM) -> tuple[Customer, ...]:
    """Give the visit's customer and those within `km` of it, nearest first; empty when it is unknown."""
    here = lexicon.customer_by_id.get(customer_id or "")
    if here is None:
        return ()
    measured = [(_distance_km(here, other), other) for other in lexicon.customers]
    close = sorted((d, o.id, o) for d, o in measured if d is not None and d <= km and o.id != here.id)
    return (here, *(other for _, _, other in close))


def _distance_km(a: Customer, b: Customer) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6371.0 * math.hypot(x, math.radians(b.lat - a.lat))

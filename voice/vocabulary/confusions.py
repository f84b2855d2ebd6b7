"""How much likelier heard phones are if a name was said than if anything else was: learnt from what was misheard.

The table (`confusions.txt`) comes from bench/train_confusions.py: a row for each phone said, a column for each
phone heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("confusions.txt")
_UNKNOWN = 7.0


@dataclass(frozen=True, slots=True)
class Confusions:
    """Surprises in nats: of hearing a phone at all, of one too many, of a said one not heard, of one for another."""

    anywhere: dict[str, float]
    added: dict[str, float]
    left_out: dict[str, float]
    heard_for: dict[str, dict[str, float]]


def evidence(heard: str, ways: tuple[str, ...]) -> float:
    """Tell in nats how much the heard phones speak for a name that is said in one of these ways; below 0, against."""
    anywhere = _confusions().anywhere
    return sum(anywhere.get(phone, _UNKNOWN) for phone in heard) - min(_surprise(heard, way) for way in ways)


@lru_cache(maxsize=100_000)
def _surprise(heard: str, said: str) -> float:
    learnt = _confusions()
    left_out = [learnt.left_out.get(phone, _UNKNOWN) for phone in said]
    heard_for = [learnt.heard_for.get(phone, {}) for phone in said]
    above = [0.0]
    for cost in left_out:
        above.append(above[-1] + cost)
    for phone in heard:
        added = learnt.added.get(phone, _UNKNOWN)
        row = [above[0] + added]
        for place, costs in enumerate(heard_for, start=1):
            cost = above[place - 1] + costs.get(phone, _UNKNOWN)
            if (without := above[place] + added) < cost:
                cost = without
            if (more := row[-1] + left_out[place - 1]) < cost:
                cost = more
            row.append(cost)
        above = row
    return above[-1]


@cache
def _confusions() -> Confusions:
    lines = [line.split() for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    (_, *phones), (_, *anywhere), (_, *added), *rows = lines
    return Confusions(
        anywhere=_by_phone(phones, anywhere),
        added=_by_phone(phones, added),
        left_out={said: int(left_out) / 10 for said, left_out, *_ in rows},
        heard_for={said: _by_phone(phones, costs) for said, _, *costs in rows},
    )


def _by_phone(phones: list[str], tenths: list[str]) -> dict[str, float]:
    return {phone: int(cost) / 10 for phone, cost in zip(phones, tenths, strict=True)}

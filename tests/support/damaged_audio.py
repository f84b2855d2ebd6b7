"""Recordings damaged on purpose, the same ones each time for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator


def damaged(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Yield `count` damaged copies: bytes changed, stretches gone, doubled, zeroed, swapped, random, or the end cut."""
    rng = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 5))):
            _damage(copy, rng)
        yield bytes(copy)


def _damage(copy: bytearray, rng: random.Random) -> None:
    # Half of the damage goes into the first bytes, where the headers are.
    reach = max(1, min(len(copy), 600) if rng.random() < 0.5 else len(copy))
    at = rng.randrange(reach)
    length = rng.choice((1, 4, 16, 200, 2000))
    match rng.randrange(7):
        case 0:
            for place in range(at, min(len(copy), at + rng.choice((1, 2, 8, 30)))):
                copy[place] ^= rng.randrange(1, 256)
        case 1:
            del copy[at : at + length]
        case 2:
            copy[at:at] = copy[at : at + length]
        case 3:
            copy[at : at + length] = bytes(len(copy[at : at + length]))
        case 4:
            copy[at : at + length] = rng.randbytes(len(copy[at : at + length]))
        case 5:
            copy[at : at + 4] = rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 1)).to_bytes(4, "big")
        case 6:
            del copy[max(1, rng.randrange(len(copy) + 1)) :]

"""Keep what was worked out, as long as what it was worked out from is the same."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
KEPT = 2  # the first look at a day and the second


class Memo(Generic[T]):
    """Hold the last results for each of some things, each under what it depended on."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Hashable, dict[Hashable, T]] = {}

    def get(self, thing: Hashable, given: Hashable, make: Callable[[], T]) -> T:
        """Give the result for a thing under the same givens, or make it; the older of two results goes."""
        kept = self._kept.setdefault(thing, {})
        result = kept.pop(given) if given in kept else make()
        kept[given] = result
        if len(kept) > KEPT:
            del kept[next(iter(kept))]
        return result

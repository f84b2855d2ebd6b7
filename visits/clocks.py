"""Tell how wrong a phone's clock is from the time between its fixes and their receipt."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from visits.types import Fix

CLOCK_STEP_S = (
    4.0  # offsets are in steps, so that a day's times do not creep with every fix; a wrong clock shows above 2 s
)
LIVE_WITHIN_S = 30.0
SLOT_S = 300.0
LIVE_SLOTS = 4
LEAST_KEPT = 3


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Hold what one phone's fixes tell of its clock: how many there were, the shortest delays between fix and receipt,
    and the shortest of each five minutes; two readings join into what all their fixes tell."""

    count: int
    least_s: tuple[float, ...]
    by_slot_s: dict[int, float]

    def joined(self, other: "ClockReading") -> "ClockReading":
        """Give the reading of both sets of fixes together, in whatever order."""
        slots = dict(self.by_slot_s)
        for slot, delay in other.by_slot_s.items():
            slots[slot] = min(delay, slots.get(slot, math.inf))
        least = tuple(sorted(self.least_s + other.least_s)[:LEAST_KEPT])
        return ClockReading(self.count + other.count, least, slots)

    @property
    def offset_s(self) -> float:
        """Estimate what to add to the phone's clock, seconds.

        A clock ahead shows as receipt before the fix. A clock behind looks like a late upload: it is believed only
        when fixes taken far apart all came with the same shortest delay, as only fixes sent live do.
        """
        if not self.count:
            return 0.0
        low = self.least_s[min(2, self.count // 10)]
        offset = CLOCK_STEP_S * round(low / CLOCK_STEP_S)
        if offset <= 0.0:
            return offset + 0.0
        live = sum(delay <= low + LIVE_WITHIN_S for delay in self.by_slot_s.values())
        return offset if live >= LIVE_SLOTS else 0.0


def read_clock(fixes: Iterable[Fix]) -> ClockReading:
    """Read one phone's clock from its fixes; those without a time of receipt tell nothing."""
    count = 0
    least: list[float] = []
    slots: dict[int, float] = {}
    worst = math.inf
    for fix in fixes:
        if fix.received_s is None or not math.isfinite(fix.received_s):
            continue
        count += 1
        delay = fix.received_s - fix.at_s
        if delay < worst:
            least = sorted([*least, delay])[:LEAST_KEPT]
            worst = least[-1] if len(least) == LEAST_KEPT else math.inf
        slot = int(fix.at_s // SLOT_S)
        if delay < slots.get(slot, math.inf):
            slots[slot] = delay
    return ClockReading(count, tuple(least), slots)

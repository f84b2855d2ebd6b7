"""Lets each caller do so much in a minute: a bucket that fills again with time. Counted in this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_CALLERS = 10_000


@dataclass(slots=True)
class RateLimit:
    """Allow `burst` calls at once and `per_minute` in the long run, for each caller alone; `clock_s` tells seconds."""

    per_minute: float
    burst: int
    clock_s: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, caller: str) -> float:
        """Count a call and return 0, or return the seconds until one is allowed."""
        with self._lock:
            at_s = self.clock_s()
            left, since_s = self._left.get(caller, (float(self.burst), at_s))
            left = min(float(self.burst), left + (at_s - since_s) * self.per_minute / 60)
            if left < 1:
                return (1 - left) * 60 / self.per_minute
            if caller not in self._left and len(self._left) >= MOST_CALLERS:
                self._left.pop(next(iter(self._left)))
            self._left[caller] = (left - 1, at_s)
            return 0.0

"""Slows down guessing: after a few wrong passwords each further try has to wait longer, but never for good."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 30
LONGEST_WAIT_S = 300.0
FORGET_AFTER_S = 3600.0
MOST_KEYS = 10_000


@dataclass(slots=True)
class _Tries:
    count: int = 0
    last_s: float = 0.0


@dataclass(slots=True)
class SignInLimit:
    """Counts tries for each e-mail from each address, and for each address; `clock_s` tells seconds.

    The pair is counted, not the e-mail alone: a stranger elsewhere cannot keep the owner out.
    """

    clock_s: Callable[[], float] = time.monotonic
    _tries: dict[tuple[str, str], _Tries] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin_try(self, email: str, address: str) -> float:
        """Return 0 and count a try, or return the seconds to wait before one is allowed."""
        email = email.strip().lower()[:254]
        with self._lock:
            at_s = self.clock_s()
            self._forget_old(at_s)
            pair, whole = self._tries.get((email, address)), self._tries.get(("", address))
            wait_s = max(_wait_s(pair, FREE_TRIES, at_s), _wait_s(whole, FREE_TRIES_OF_ADDRESS, at_s))
            if wait_s > 0:
                return wait_s
            # Counted before the password is looked at, so that tries sent side by side are counted too.
            for key in ((email, address), ("", address)):
                tries = self._tries.setdefault(key, _Tries())
                tries.count, tries.last_s = tries.count + 1, at_s
            return 0.0

    def succeed(self, email: str, address: str) -> None:
        """Forget the tries of somebody who turned out to know the password."""
        with self._lock:
            for key in ((email.strip().lower()[:254], address), ("", address)):
                self._tries.pop(key, None)

    def _forget_old(self, at_s: float) -> None:
        if len(self._tries) < MOST_KEYS:
            return
        by_age = sorted(self._tries.items(), key=lambda item: item[1].last_s)
        for key, tries in by_age:
            if at_s - tries.last_s < FORGET_AFTER_S and len(self._tries) < MOST_KEYS // 2:
                break
            del self._tries[key]


def _wait_s(tries: _Tries | None, free: int, at_s: float) -> float:
    if tries is None:
        return 0.0
    since_s = at_s - tries.last_s
    if since_s >= FORGET_AFTER_S:
        tries.count = 0
    if tries.count < free:
        return 0.0
    pause_s: float = min(2.0 ** min(tries.count - free + 1, 20), LONGEST_WAIT_S)
    return max(0.0, pause_s - since_s)

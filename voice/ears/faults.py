"""How an ear can fail, and what that says about its recording."""

from __future__ import annotations

import signal

OUT_OF_MEMORY = 3  # exit code of an ear whose Python ran out of memory
_LIMITS: dict[int, str] = {signal.SIGXCPU: "computing time", signal.SIGXFSZ: "space on disk"}
_CRASHES = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSYS, signal.SIGTRAP}


class EarFailed(Exception):
    """An ear ended without having heard its recording; `str()` of it is a sentence for people."""


class LimitExceeded(EarFailed):
    """The recording asked for more than one may cost: it would again, unless the limits are raised."""


class EarCrashed(EarFailed):
    """A library broke on the recording, or it ran out of memory: most likely it would again."""


class EarLost(EarFailed):
    """The process was ended from outside, which says nothing about the recording: listen again."""


def failure_of(exit_code: int | None) -> EarFailed:
    """Return what an ear's exit code (negative: a signal; None: unknown) says."""
    if exit_code is None:
        return EarLost("The process that listened to this recording is gone.")
    if exit_code == OUT_OF_MEMORY:
        return LimitExceeded("Listening to this recording took more memory than one recording may use.")
    if what := _LIMITS.get(-exit_code):
        return LimitExceeded(f"Listening to this recording took more {what} than one recording may use.")
    if exit_code > 0 or -exit_code in _CRASHES:
        return EarCrashed("Listening to this recording broke off: it is damaged, or needs too much memory.")
    return EarLost("The process that listened to this recording was ended.")

"""Cuts stretches out of recordings to be played: few at a time, each in a process under limits.

A small file can decode to hours of sound, and a hostile one may break the library that reads it.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.errors import Problem

if TYPE_CHECKING:
    from voice.ears import Ears

AT_A_TIME = 2
PATIENCE_S = 10.0
CUT_CPU_S = 120  # an hour of sound decodes in about twelve
CUT_MEMORY_MB = 1024
_cutters = threading.BoundedSemaphore(AT_A_TIME)
_starting = threading.Lock()
_ears: list[Ears] = []


def cut_stretch(chunks: Iterable[bytes], mime_type: str, from_s: float, to_s: float) -> bytes:
    """Return a stretch of a recording as WAV; raises Problem when it cannot be played or too many are cut now."""
    from voice.audio import AudioError
    from voice.ears import EarFailed, EarLimits

    if not _cutters.acquire(timeout=PATIENCE_S):
        raise Problem("Several people are listening just now. Try again in a moment.", status=503, code="busy")
    limits = EarLimits(memory_bytes=CUT_MEMORY_MB << 20, cpu_s=CUT_CPU_S)
    try:
        return _scissors().clip_wav(chunks, mime_type, from_s, to_s, limits)
    except (AudioError, EarFailed, ValueError) as error:
        raise Problem(f"This stretch cannot be played: {error}", status=422, code="cannot-play") from error
    finally:
        _cutters.release()


def _scissors() -> Ears:
    """Return this process's ears, begun at the first stretch: most processes never cut one."""
    from voice.ears import Ears

    with _starting:
        if not _ears:
            _ears.append(Ears())
            atexit.register(_ears[0].close)
        return _ears[0]

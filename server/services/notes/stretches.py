"""Cuts stretches out of recordings to be played: few at a time, for a small file can decode to hours of sound."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from server.errors import Problem

AT_A_TIME = 2
PATIENCE_S = 10.0
_cutters = threading.BoundedSemaphore(AT_A_TIME)


def cut_stretch(chunks: Iterable[bytes], mime_type: str, from_s: float, to_s: float) -> bytes:
    """Return a stretch of a recording as WAV; raises Problem when it cannot be played or too many are cut now."""
    from voice.audio import AudioError, clip_wav  # FFmpeg's libraries load only where sound is cut

    if not _cutters.acquire(timeout=PATIENCE_S):
        raise Problem("Several people are listening just now. Try again in a moment.", status=503, code="busy")
    try:
        return clip_wav(chunks, mime_type, from_s, to_s)
    except (AudioError, ValueError) as error:
        raise Problem(f"This stretch cannot be played: {error}", status=422, code="cannot-play") from error
    finally:
        _cutters.release()

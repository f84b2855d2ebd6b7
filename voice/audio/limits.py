"""The shape of the samples that leave this package, and how much of a recording is accepted."""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE_HZ = 16_000
SAMPLE_BYTES = 2
# Vosk looks for the end of a segment once per block, so the block length is part of the result: keep it fixed.
BLOCK_SAMPLES = 4_000
BLOCK_BYTES = BLOCK_SAMPLES * SAMPLE_BYTES


@dataclass(frozen=True, slots=True)
class AudioLimits:
    """Say how much one recording may cost.

    `sound_s` is its length in seconds, `size_bytes` its encoded size, `wait_s` how long an open stream waits for
    the next bytes, `step_s` how long the decoder may work without giving or asking for anything.
    """

    sound_s: float = 2 * 3600.0
    size_bytes: int = 1 << 30
    wait_s: float = 120.0
    step_s: float = 60.0

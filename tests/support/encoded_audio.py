"""Recordings in formats that the project carries no file of, encoded when a test asks for them."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np


def tone(seconds: float, rate_hz: int = 16_000, channels: int = 1) -> np.ndarray:
    """Return int16 samples of a 440 Hz tone, interleaved, shape (1, samples x channels)."""
    at_s = np.arange(int(seconds * rate_hz)) / rate_hz
    return np.repeat((8000 * np.sin(2 * np.pi * 440 * at_s)).astype("<i2"), channels)[np.newaxis]


def encode(
    samples: np.ndarray, container: str, codec: str, rate_hz: int = 16_000, channels: int = 1, **options
) -> bytes:
    """Return int16 samples as a file of that container and codec."""
    file = io.BytesIO()
    with av.open(file, "w", format=container, container_options=options) as opened:
        layout = "mono" if channels == 1 else f"{channels} channels" if channels > 2 else "stereo"
        stream = opened.add_stream(codec, rate=rate_hz, layout=layout)
        resampler = av.AudioResampler(stream.format.name, layout, rate_hz, frame_size=stream.frame_size or None)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), 0
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            opened.mux(stream.encode(piece))
        opened.mux(stream.encode(None))
    return file.getvalue()

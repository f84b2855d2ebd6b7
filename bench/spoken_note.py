"""A spoken note of about half a minute as a phone's browser records it: WebM with Opus, two pieces a second."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from voice.audio import SAMPLE_RATE_HZ, decode

ROOT = Path(__file__).resolve().parents[1]
CARRIED = ROOT / "server" / "demo" / "recordings"
JOINED = ("note1.ogg", "note4.ogg", "note8.ogg")  # three notes of the demo, 32 s together
MIME_TYPE = "audio/webm;codecs=opus"
OPUS_RATE_HZ = 48_000
BITS_PER_S = 32_000
PIECE_S = 0.5  # as the phone's recorder cuts them
CLUSTER_ID = b"\x1f\x43\xb6\x75"


@dataclass(frozen=True)
class SpokenNote:
    """The pieces in the order in which a recorder hands them out, and the length in seconds."""

    pieces: tuple[bytes, ...]
    seconds: float

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)


def spoken_note(least_s: float = 0.0) -> SpokenNote:
    """Join recordings that the project carries into one; the first piece holds the header too.

    They are said again and again until the note has lasted `least_s`.
    """
    once = np.frombuffer(b"".join(decode((CARRIED / name).read_bytes(), "audio/ogg") for name in JOINED), "<i2")
    samples = np.tile(once, max(1, math.ceil(least_s * SAMPLE_RATE_HZ / len(once))))
    samples = samples[: round(least_s * SAMPLE_RATE_HZ)] if least_s else samples
    data = _as_webm(samples)
    header, *clusters = data.split(CLUSTER_ID)
    pieces = [CLUSTER_ID + cluster for cluster in clusters]
    pieces[0] = header + pieces[0]
    return SpokenNote(tuple(pieces), len(samples) / SAMPLE_RATE_HZ)


def _as_webm(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    options = {"live": "1", "cluster_time_limit": str(round(1000 * PIECE_S))}
    with av.open(file, "w", format="webm", container_options=options) as opened:
        stream = opened.add_stream("libopus", rate=OPUS_RATE_HZ, layout="mono", bit_rate=BITS_PER_S)
        resampler = av.AudioResampler(stream.format.name, "mono", OPUS_RATE_HZ, frame_size=stream.frame_size or 960)
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE_HZ, Fraction(1, SAMPLE_RATE_HZ), 0
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            opened.mux(stream.encode(piece))
        opened.mux(stream.encode(None))
    return file.getvalue()

"""The same recording with stretches of it silent: decoded, set to zero, and encoded anew as Opus in Ogg."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from voice.audio.clip import AudioSource, read_blocks
from voice.audio.limits import BLOCK_SAMPLES, SAMPLE_BYTES, SAMPLE_RATE_HZ, AudioLimits

if TYPE_CHECKING:
    from av import AudioFrame

SILENCED_TYPE = "audio/ogg"
# Wideband speech comes back with a correlation above 0.999; twice what phones use, since it is encoded a second time.
_BIT_RATE = 40_000

Stretch = tuple[float, float]


def silence_stretches(
    source: AudioSource, mime_type: str, stretches: Sequence[Stretch], limits: AudioLimits | None = None
) -> bytes:
    """Return a recording as Ogg Opus, 16 kHz mono, in which each (from_s, to_s) is silent.

    It has as many samples as the recording has where it is decoded, at the same places: seconds stay what they were.
    Nothing of a silent stretch is in it, since the samples are zero before they are encoded. Raises UnsupportedAudio
    or UndecodableAudio.
    """
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as opened:
        stream = opened.add_stream("libopus", rate=SAMPLE_RATE_HZ, layout="mono")
        stream.bit_rate = _BIT_RATE
        for frame in _frames(_silenced_blocks(read_blocks(source, mime_type, limits), stretches)):
            opened.mux(stream.encode(frame))
        opened.mux(stream.encode(None))
    return file.getvalue()


def _silenced_blocks(blocks: Iterator[bytes], stretches: Sequence[Stretch]) -> Iterator[bytes]:
    spans = [(round(from_s * SAMPLE_RATE_HZ), round(to_s * SAMPLE_RATE_HZ)) for from_s, to_s in stretches]
    for index, block in enumerate(blocks):
        start = index * BLOCK_SAMPLES
        silenced = bytearray(block)
        length = len(block) // SAMPLE_BYTES
        for first, last in spans:
            begin, end = max(first - start, 0), min(last - start, length)
            if begin < end:
                silenced[begin * SAMPLE_BYTES : end * SAMPLE_BYTES] = bytes((end - begin) * SAMPLE_BYTES)
        yield bytes(silenced)


def _frames(blocks: Iterator[bytes]) -> Iterator[AudioFrame]:
    """Yield frames of the length that Opus takes (20 ms); only the last one is shorter."""
    from av import AudioFrame, AudioResampler

    cut = AudioResampler("s16", "mono", SAMPLE_RATE_HZ, frame_size=SAMPLE_RATE_HZ // 50)
    at = 0
    for block in blocks:
        frame = AudioFrame(format="s16", layout="mono", samples=len(block) // SAMPLE_BYTES)
        frame.planes[0].update(block.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, at, Fraction(1, SAMPLE_RATE_HZ)
        at += frame.samples
        yield from cut.resample(frame)
    yield from cut.resample(None)

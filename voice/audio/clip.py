"""Whole recordings, and short stretches of them, by the same path as a recording that is still arriving."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

from voice.audio.faults import UndecodableAudio
from voice.audio.limits import BLOCK_SAMPLES, SAMPLE_BYTES, SAMPLE_RATE_HZ, AudioLimits
from voice.audio.stream import AudioStream

# A recording as bytes, as a file, or as its pieces (bytes or files) in order.
AudioSource = bytes | Path | Iterable[bytes | Path]

_PIECE_BYTES = 1 << 16


def read_blocks(source: AudioSource, mime_type: str, limits: AudioLimits | None = None) -> Iterator[bytes]:
    """Yield the blocks of a recording (int16 mono 16 kHz, BLOCK_SAMPLES each but the last) as its pieces come.

    Raises UnsupportedAudio or UndecodableAudio. Close the iterator to stop early.
    """
    with AudioStream(mime_type, limits) as stream:
        for piece in _pieces(source):
            stream.feed(piece)
            yield from stream.ready()
        stream.end()
        yield from stream.ready()


def decode(source: AudioSource, mime_type: str, limits: AudioLimits | None = None) -> bytes:
    """Return all samples of a recording as int16 mono at 16 kHz. Raises UnsupportedAudio or UndecodableAudio."""
    return b"".join(read_blocks(source, mime_type, limits))


def clip_wav(source: AudioSource, mime_type: str, from_s: float, to_s: float) -> bytes:
    """Return the stretch between two seconds of a recording as a WAV file of 16 kHz mono.

    What lies outside the recording is left off. Raises ValueError when nothing is left, UnsupportedAudio,
    UndecodableAudio. Decodes no further than the stretch.
    """
    first, last = max(0, round(from_s * SAMPLE_RATE_HZ)), round(to_s * SAMPLE_RATE_HZ)
    if last <= first:
        raise ValueError("The stretch must end after it begins.")
    stretch = bytearray()
    blocks = read_blocks(source, mime_type)
    for index, block in enumerate(blocks):
        start = index * BLOCK_SAMPLES
        if start >= last:
            break
        stretch += block[max(0, first - start) * SAMPLE_BYTES : (last - start) * SAMPLE_BYTES]
    if not stretch:
        raise ValueError(f"The recording ends before second {from_s:g}.")
    return _wav(bytes(stretch))


def _pieces(source: AudioSource) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), _PIECE_BYTES):
            yield source[start : start + _PIECE_BYTES]
    elif isinstance(source, Path):
        yield from _file_pieces(source)
    else:
        for piece in source:
            yield from _pieces(piece)


def _file_pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece
    except OSError as cause:
        raise UndecodableAudio(f"The file {path.name} cannot be read: {cause.strerror or cause}.") from cause


def _wav(samples: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(SAMPLE_BYTES)
        wav.setframerate(SAMPLE_RATE_HZ)
        wav.writeframes(samples)
    return buffer.getvalue()

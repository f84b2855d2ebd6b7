"""Where an MP4 keeps its index: in front, so that it can be heard while it arrives, or behind the sound."""

from __future__ import annotations

import tempfile
from typing import IO

from voice.audio.sound import ByteSource

_LONGEST_LEAD_BYTES = 1 << 20
_SPOOL_BYTES = 16 << 20


class Lead:
    """Read from a source with some of its first bytes put back in front."""

    def __init__(self, first: bytes, source: ByteSource) -> None:
        self._first = first
        self._source = source

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        if self._first:
            piece, self._first = self._first[:size], self._first[size:]
            return piece
        return self._source.read(size)


def mp4_reader(source: ByteSource) -> ByteSource | IO[bytes]:
    """Return what to read an MP4 from: the source as it comes, or, with its index behind the sound, a seekable copy.

    Waits for the first boxes, and in the second case for the whole file (kept on disk over 16 MB; the caller closes).
    """
    first = bytearray()
    while len(first) < _LONGEST_LEAD_BYTES:
        header = _take(source, 8, first)
        kind = header[4:8]
        if kind == b"mdat":
            return _seekable_copy(Lead(bytes(first), source))
        size = int.from_bytes(header[:4], "big")
        if kind in (b"moov", b"moof") or not 8 <= size <= _LONGEST_LEAD_BYTES:
            break
        _take(source, size - 8, first)
    return Lead(bytes(first), source)


def _take(source: ByteSource, size: int, into: bytearray) -> bytes:
    """Read exactly `size` bytes (fewer at the end) and note them in `into`."""
    taken = bytearray()
    while len(taken) < size and (piece := source.read(size - len(taken))):
        taken += piece
    into += taken
    return bytes(taken)


def _seekable_copy(source: ByteSource) -> IO[bytes]:
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - closed by the reader
    while piece := source.read(1 << 16):
        copy.write(piece)
    copy.seek(0)
    return copy

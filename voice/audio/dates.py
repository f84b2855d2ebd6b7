"""When a recording was made, as its file tells: read from the container's own fields, never by decoding it.

Only the fields are looked at, at fixed places or within the first bytes, so that a hostile file can cost no more than
a few reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from voice.audio.container import likely_name

_BEGINNING_BYTES = 1 << 17
_MOST_BOXES = 400
_SINCE_1904 = datetime(1904, 1, 1, tzinfo=UTC)  # ISO 14496-12, mvhd
_SINCE_2001 = datetime(2001, 1, 1, tzinfo=UTC)  # Matroska, DateUTC
_COMMENT = re.compile(rb"(?:CREATION_TIME|DATETIME|DATE)=([0-9T:Z+. /-]{16,35})", re.IGNORECASE)
_ID3_TIME = re.compile(
    rb"(?:TDRC|TDEN|TDRL|TDTG)....[\0-\xff]{2}[\0\3](\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)", re.DOTALL
)
_DATE_UTC = re.compile(rb"\x44\x61\x88(.{8})", re.DOTALL)


def made_at(source: BinaryIO) -> datetime | None:
    """Return when the recording in a seekable file was made; without a zone where the file tells none.

    MP4 and 3GP (mvhd creation time), Ogg and FLAC (comments), MP3 (ID3v2.4 times), WAV (bext) and WebM (DateUTC).
    None where there is none or it is no time. The position in the file is moved.
    """
    source.seek(0)
    beginning = source.read(_BEGINNING_BYTES)
    read = _READERS.get(likely_name(beginning) or "")
    try:
        return read(source, beginning) if read else None
    except (ValueError, OverflowError):
        return None


def _of_mp4(source: BinaryIO, _beginning: bytes) -> datetime | None:
    at, end = _box(source, 0, source.seek(0, 2), b"moov")
    at, end = _box(source, at, end, b"mvhd")
    source.seek(at)
    head = source.read(20)
    if end - at < 20 or len(head) < 20:
        return None
    is_long = head[0] == 1
    seconds = int.from_bytes(head[4:12] if is_long else head[4:8], "big")
    return _SINCE_1904 + timedelta(seconds=seconds) if seconds else None


def _box(source: BinaryIO, at: int, end: int, wanted: bytes) -> tuple[int, int]:
    """Return where the content of a box begins and ends, (0, 0) where there is none."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            break
        source.seek(at)
        header = source.read(16)
        size, start = int.from_bytes(header[:4], "big"), at + 8
        if size == 1:
            size, start = int.from_bytes(header[8:16], "big"), at + 16
        until = end if size == 0 else min(end, at + size)
        if header[4:8] == wanted:
            return start, until
        if until <= at:
            break
        at = until
    return 0, 0


def _of_comments(_source: BinaryIO, beginning: bytes) -> datetime | None:
    found = _COMMENT.search(beginning)
    return _written(found.group(1)) if found else None


def _of_id3(_source: BinaryIO, beginning: bytes) -> datetime | None:
    found = _ID3_TIME.search(beginning)
    return _written(found.group(1)) if found else None


def _of_wav(_source: BinaryIO, beginning: bytes) -> datetime | None:
    """EBU Tech 3285: the date stands 320 bytes into the chunk, ten letters, then the time, eight."""
    at = 12
    while at + 8 <= len(beginning):
        if beginning[at : at + 4] == b"bext":
            when = beginning[at + 8 + 320 : at + 8 + 338].decode("ascii", "replace")
            day, clock = re.sub(r"\D", "-", when[:10]), re.sub(r"\D", ":", when[10:])
            return datetime.fromisoformat(f"{day}T{clock}")
        size = int.from_bytes(beginning[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return None


def _of_webm(_source: BinaryIO, beginning: bytes) -> datetime | None:
    found = _DATE_UTC.search(beginning)
    nanoseconds = int.from_bytes(found.group(1), "big", signed=True) if found else 0
    return _SINCE_2001 + timedelta(microseconds=nanoseconds // 1000) if nanoseconds else None


def _written(raw: bytes) -> datetime:
    return datetime.fromisoformat(raw.decode("ascii").strip().replace("/", "-"))


_READERS: dict[str, Callable[[BinaryIO, bytes], datetime | None]] = {
    "mp4": _of_mp4,
    "ogg": _of_comments,
    "flac": _of_comments,
    "mp3": _of_id3,
    "wav": _of_wav,
    "webm": _of_webm,
}

"""A file's own fields tell when it was made."""

from __future__ import annotations

import io
import random
import struct
from datetime import UTC, datetime
from fractions import Fraction

import av
import pytest

from tests.support.encoded_audio import encode, tone
from tests.support.recordings import SAMPLES
from voice.audio.dates import made_at

BROWSERS_MP4 = "mp4-opus-24k-espeak"
AT = datetime(2026, 3, 10, 15, 40, tzinfo=UTC)


def tagged(container: str, codec: str, rate_hz: int = 16_000, **tags: str) -> bytes:
    """Return a second of a tone in that container with tags."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as opened:
        opened.metadata.update(tags)
        stream = opened.add_stream(codec, rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone(1.0, rate_hz), format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), 0
        resampler = av.AudioResampler(stream.format.name, "mono", rate_hz, frame_size=stream.frame_size or None)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            opened.mux(stream.encode(piece))
        opened.mux(stream.encode(None))
    return file.getvalue()


@pytest.mark.parametrize(
    ("container", "codec", "tags"),
    [
        ("mp4", "aac", {"creation_time": "2026-03-10T15:40:00Z"}),
        ("3gp", "aac", {"creation_time": "2026-03-10T15:40:00Z"}),
        ("ogg", "flac", {"date": "2026-03-10T15:40:00Z"}),
        ("flac", "flac", {"creation_time": "2026-03-10T15:40:00Z"}),
    ],
)
def test_the_time_in_the_file_is_found(container: str, codec: str, tags: dict[str, str]) -> None:
    assert made_at(io.BytesIO(tagged(container, codec, **tags))) == AT


def test_an_mp3s_tag_tells_a_time_without_a_zone() -> None:
    text = b"\x032026-03-10T15:40:00"
    frame = b"TDRC" + len(text).to_bytes(4, "big") + b"\0\0" + text
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, len(frame)]) + frame
    assert made_at(io.BytesIO(tag + encode(tone(1), "mp3", "libmp3lame"))) == AT.replace(tzinfo=None)


def test_a_broadcast_wav_tells_its_time() -> None:
    bext = bytes(320) + b"2026-03-1015:40:00" + bytes(264)
    wav = encode(tone(1), "wav", "pcm_s16le")
    chunk = b"bext" + struct.pack("<I", len(bext)) + bext
    assert made_at(io.BytesIO(wav[:12] + chunk + wav[12:])) == AT.replace(tzinfo=None)


def test_a_browsers_mp4_tells_its_time() -> None:
    at = made_at(io.BytesIO(SAMPLES[BROWSERS_MP4].data))
    assert at == datetime(2026, 11, 22, 0, 55, 46, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {BROWSERS_MP4}))
def test_where_a_recording_tells_no_time_none_is_made_up(name: str) -> None:
    assert made_at(io.BytesIO(SAMPLES[name].data)) is None


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"\0\0\0\x08ftyp" * 500, b"\0\0\0\0moov", b"OggS DATE=2026-99-99T99:99:99"]
)
def test_what_is_broken_tells_no_time(data: bytes) -> None:
    assert made_at(io.BytesIO(data)) is None


def test_damage_anywhere_ends_in_a_time_or_none() -> None:
    chance = random.Random(4)
    good = tagged("mp4", "aac", creation_time="2026-03-10T15:40:00Z")
    for _ in range(300):
        broken = bytearray(good)
        for _ in range(chance.randint(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        found = made_at(io.BytesIO(bytes(broken)))
        assert found is None or isinstance(found, datetime)

from __future__ import annotations

import random
import threading

import pytest

from tests.support.damaged_audio import damaged
from tests.support.encoded_audio import encode, tone
from tests.support.recordings import MP4, MP4_INDEX_BEHIND, OGG, WAV, WEBM, WEBM_NOTE
from voice.audio import AudioStream, UndecodableAudio, decode

SECOND = 16_000 * 2


@pytest.mark.parametrize(
    ("data", "mime_type", "said"),
    [
        (b"", "audio/webm", "is empty"),
        (b"", "audio/mp4", "is empty"),
        (b"Dear sirs, " * 2000, "audio/webm", "This is not audio/webm"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "audio/mpeg", "This is not audio/mpeg"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "audio/ogg", "This is not audio/ogg"),
        (bytes(2_000_000), "audio/webm", "This is not audio/webm"),
        (bytes(2_000_000), "audio/mp4", "This is not audio/mp4"),
        (random.Random(1).randbytes(2_000_000), "audio/webm", "This is not audio/webm"),
        (random.Random(2).randbytes(2_000_000), "audio/mp4", "This is not audio/mp4"),
        (b"".join(WEBM.chunks[1:]), "audio/webm", "its beginning is missing"),
        (b"".join(MP4.chunks[1:]), "audio/mp4", "again|its beginning is missing"),
        (WEBM.data[:150], "audio/webm", "no sound in this recording"),
        (MP4.chunks[0], "audio/mp4", "no sound in this recording"),
        (MP4_INDEX_BEHIND.data[:50_000], "audio/mp4", "no sound in this recording"),
        (WAV.data[:44], "audio/wav", "no sound"),
        (WEBM_NOTE.data, "audio/mp4", "called audio/mp4 but begins like webm"),
        (MP4.data, "audio/webm;codecs=opus", "but begins like mp4"),
        (OGG.data, "audio/wav", "but begins like ogg"),
        (WAV.data, "audio/flac", "but begins like wav"),
    ],
)
def test_what_is_not_sound_of_its_type_is_refused_in_words(data, mime_type, said):
    with pytest.raises(UndecodableAudio, match=said):
        decode(data, mime_type)


@pytest.mark.parametrize("chunk", range(1, 11))
def test_a_lost_chunk_costs_its_second_and_no_more(chunk):
    kept = [data for number, data in enumerate(WEBM.chunks) if number != chunk]
    assert 11.5 < len(decode(kept, WEBM.mime_type)) / SECOND < 12.4


@pytest.mark.parametrize("sample", [WEBM_NOTE, OGG, WAV, MP4], ids=lambda sample: sample.mime_type)
def test_a_truncated_recording_keeps_the_words_before_the_cut(sample):
    half = decode(sample.data[: len(sample.data) // 2], sample.mime_type)
    assert len(half) / SECOND > sample.seconds * 0.35
    whole = decode(sample.data, sample.mime_type)
    assert half[:SECOND] == whole[:SECOND]


def test_a_damaged_packet_is_left_out_and_counted():
    broken = bytearray(encode(tone(4), "mp3", "libmp3lame"))
    broken[4_000:5_500] = random.Random(3).randbytes(1_500)
    with AudioStream("audio/mpeg") as stream:
        stream.feed(bytes(broken))
        stream.end()
        assert sum(map(len, stream)) / SECOND > 3
        assert stream.bad_packets >= 1


def test_silence_is_sound_without_a_fault():
    silence = tone(2) * 0
    assert decode(encode(silence, "wav", "pcm_s16le"), "audio/wav") == bytes(2 * SECOND)


@pytest.mark.slow
def test_an_hour_of_sound_is_heard():
    header = bytearray(WAV.data[:44])
    header[40:44] = header[4:8] = b"\xff\xff\xff\xff"  # as recorders write it that do not know the length yet
    ten_seconds = tone(10).tobytes()
    with AudioStream("audio/wav") as stream:
        stream.feed(bytes(header))
        for _ in range(360):
            stream.feed(ten_seconds)
            assert all(len(block) == 8_000 for block in stream.ready())
        stream.end()
        list(stream.ready())
        assert stream.seconds == pytest.approx(3600, abs=0.01)


@pytest.mark.parametrize(("place", "value"), [(24, 1), (24, 3_000_000_000), (22, 60_000)])
def test_an_absurd_rate_or_number_of_channels_is_refused_in_words(place, value):
    header = bytearray(WAV.data)
    size = 2 if place == 22 else 4
    header[place : place + size] = value.to_bytes(size, "little")
    with pytest.raises(UndecodableAudio):
        decode(bytes(header), "audio/wav")


SHORT = {
    "audio/webm": b"".join(WEBM.chunks[:3]),
    "audio/mp4": b"".join(MP4.chunks[:3]),
    "audio/x-m4a": encode(tone(1), "ipod", "aac"),
    "audio/ogg": OGG.data[:8_000],
    "audio/wav": encode(tone(1), "wav", "pcm_s16le"),
    "audio/mpeg": encode(tone(1), "mp3", "libmp3lame"),
    "audio/aac": encode(tone(1), "adts", "aac"),
    "audio/amr": encode(tone(1, 8_000), "amr", "libopencore_amrnb", 8_000),
    "audio/flac": encode(tone(1), "flac", "flac"),
}


@pytest.mark.parametrize("mime_type", SHORT)
def test_damaged_recordings_give_sound_or_a_clear_error_and_leave_nothing_running(mime_type):
    threads = threading.active_count()
    heard = refused = 0
    for data in damaged(SHORT[mime_type], seed=20261122, count=40):
        try:
            assert 0 < len(decode(data, mime_type)) < 60 * SECOND
            heard += 1
        except UndecodableAudio as fault:
            assert str(fault).endswith(".")
            refused += 1
    assert heard + refused == 40
    assert heard
    assert threading.active_count() == threads

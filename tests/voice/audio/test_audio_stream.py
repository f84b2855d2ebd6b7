from __future__ import annotations

import hashlib
import threading
import time

import pytest

from tests.support.recordings import MP4, WEBM, WEBM_NOTE, each_sample
from voice.audio import BLOCK_SAMPLES, AudioLimits, AudioStalled, AudioStream, AudioTooLong, decode, read_blocks


def blocks_of(data, mime_type, piece_bytes):
    with AudioStream(mime_type) as stream:
        given = []
        for start in range(0, len(data), piece_bytes):
            stream.feed(data[start : start + piece_bytes])
            given += stream.ready()
        stream.end()
        return [*given, *stream.ready()]


@each_sample
def test_every_kind_of_recording_gives_its_length_of_sound(sample):
    samples_per_second = 16_000 * 2
    assert len(decode(sample.data, sample.mime_type)) / samples_per_second == pytest.approx(sample.seconds, abs=0.06)


@each_sample
@pytest.mark.parametrize("piece_bytes", [1, 7, 100, 4096])
def test_the_cutting_of_the_bytes_does_not_change_a_sample(sample, piece_bytes):
    # The whole of a large file in single bytes would only take long.
    data = sample.data if sample.mime_type == "audio/mp4" else sample.data[:30_000]
    assert blocks_of(data, sample.mime_type, piece_bytes) == list(read_blocks(data, sample.mime_type))


@each_sample
def test_blocks_have_one_length_but_for_the_last(sample):
    *full, last = read_blocks(sample.chunks, sample.mime_type)
    assert {len(block) for block in full} == {BLOCK_SAMPLES * 2}
    assert 0 < len(last) <= BLOCK_SAMPLES * 2


def test_sound_comes_out_while_the_recording_still_arrives():
    with AudioStream(WEBM.mime_type) as stream:
        heard_s = []
        for chunk in WEBM.chunks:
            stream.feed(chunk)
            list(stream.ready())
            heard_s.append(stream.seconds)
    assert heard_s[0] >= 0.5
    assert all(heard >= number - 0.5 for number, heard in enumerate(heard_s[:-1], start=1))


def test_empty_chunks_are_harmless():
    padded = [b"", *(piece for chunk in WEBM.chunks for piece in (chunk, b""))]
    assert decode(padded, WEBM.mime_type) == decode(WEBM.data, WEBM.mime_type)


def test_one_thread_may_feed_while_another_reads():
    with AudioStream(MP4.mime_type) as stream:
        heard = hashlib.sha256()
        reader = threading.Thread(target=lambda: [heard.update(block) for block in stream])
        reader.start()
        for chunk in MP4.chunks:
            stream.feed(chunk)
            time.sleep(0.002)
        stream.end()
        reader.join(30)
    assert heard.digest() == hashlib.sha256(decode(MP4.data, MP4.mime_type)).digest()


def test_a_closed_stream_leaves_no_thread_behind():
    before = threading.active_count()
    for _ in range(5):
        stream = AudioStream("audio/webm")
        stream.feed(WEBM.chunks[0])
        next(stream.ready())
        stream.close()
        stream.close()
    assert threading.active_count() == before


def test_a_reader_that_stops_early_leaves_no_thread_behind():
    before = threading.active_count()
    blocks = read_blocks(WEBM_NOTE.data, "audio/webm")
    next(blocks)
    blocks.close()
    assert threading.active_count() == before


def test_feeding_after_the_end_is_refused():
    with AudioStream("audio/webm") as stream:
        stream.feed(WEBM.data)
        stream.end()
        with pytest.raises(ValueError, match="already ended"):
            stream.feed(b"more")


def test_a_recording_over_the_limit_of_seconds_is_refused_in_words():
    with pytest.raises(AudioTooLong, match="send it in parts"):
        decode(WEBM_NOTE.data, WEBM_NOTE.mime_type, AudioLimits(sound_s=5.0))


def test_a_recording_over_the_limit_of_bytes_is_refused_in_words():
    with pytest.raises(AudioTooLong, match="send it in parts"):
        decode(WEBM_NOTE.data, WEBM_NOTE.mime_type, AudioLimits(size_bytes=20_000))


def test_a_stream_that_nothing_comes_on_gives_up():
    with AudioStream(WEBM.mime_type, AudioLimits(wait_s=0.05)) as stream:
        stream.feed(WEBM.chunks[0])
        with pytest.raises(AudioStalled, match="Nothing more"):
            list(stream)

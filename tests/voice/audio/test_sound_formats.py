from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from tests.support.encoded_audio import encode, tone
from tests.support.recordings import FOLDER, MP4_INDEX_BEHIND, WEBM, each_sample
from voice.audio import SAMPLE_RATE_HZ, clip_wav, decode


@pytest.mark.parametrize(
    ("container", "codec", "rate_hz", "channels", "mime_type"),
    [
        ("webm", "libopus", 48_000, 2, "audio/webm;codecs=opus"),
        ("ogg", "libopus", 48_000, 1, "audio/ogg"),
        ("ogg", "flac", 16_000, 1, "audio/ogg"),
        ("ipod", "aac", 44_100, 2, "audio/x-m4a"),
        ("mp4", "alac", 44_100, 1, "audio/mp4"),
        ("adts", "aac", 44_100, 1, "audio/aac"),
        ("mp3", "libmp3lame", 44_100, 2, "audio/mpeg"),
        ("amr", "libopencore_amrnb", 8_000, 1, "audio/amr"),
        ("3gp", "libopencore_amrnb", 8_000, 1, "audio/3gpp"),
        ("flac", "flac", 44_100, 2, "audio/flac"),
        ("wav", "pcm_s24le", 48_000, 1, "audio/wav"),
        ("wav", "pcm_mulaw", 8_000, 1, "audio/wav"),
    ],
)
def test_each_format_of_phones_and_recorders_is_heard(container, codec, rate_hz, channels, mime_type):
    data = encode(tone(2, rate_hz, channels), container, codec, rate_hz, channels)
    samples = np.frombuffer(decode(data, mime_type), "<i2")
    assert len(samples) / SAMPLE_RATE_HZ == pytest.approx(2, abs=0.05)
    middle = samples[8_000:24_000].astype(float)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == pytest.approx(440, abs=2)


def wav_samples(data):
    with wave.open(io.BytesIO(data)) as wav:
        assert (wav.getframerate(), wav.getnchannels(), wav.getsampwidth()) == (16_000, 1, 2)
        return wav.readframes(wav.getnframes())


@each_sample
def test_a_clip_is_exactly_that_stretch_of_the_recording(sample):
    whole = decode(sample.data, sample.mime_type)
    clip = wav_samples(clip_wav(sample.chunks, sample.mime_type, 1.3, 2.5))
    assert clip == whole[int(1.3 * 16_000) * 2 : int(2.5 * 16_000) * 2]


def test_a_clip_reaches_no_further_than_the_recording():
    whole = decode(WEBM.data, WEBM.mime_type)
    clip = wav_samples(clip_wav(WEBM.data, WEBM.mime_type, 12.0, 99.0))
    assert clip == whole[12 * 16_000 * 2 :]
    assert wav_samples(clip_wav(WEBM.data, WEBM.mime_type, -3.0, 0.5)) == whole[: 8_000 * 2]


@pytest.mark.parametrize(("from_s", "to_s", "said"), [(40.0, 41.0, "ends before"), (2.0, 2.0, "must end after")])
def test_a_stretch_that_is_not_there_is_refused_in_words(from_s, to_s, said):
    with pytest.raises(ValueError, match=said):
        clip_wav(WEBM.data, WEBM.mime_type, from_s, to_s)


def test_a_recording_may_be_given_as_bytes_as_a_file_or_as_chunk_files():
    chunk_files = sorted((FOLDER / WEBM.name).glob("*.bin"))
    assert decode(chunk_files, WEBM.mime_type) == decode(WEBM.data, WEBM.mime_type)
    one_file = FOLDER / MP4_INDEX_BEHIND.name
    assert decode(one_file, "audio/mp4") == decode(MP4_INDEX_BEHIND.data, "audio/mp4")

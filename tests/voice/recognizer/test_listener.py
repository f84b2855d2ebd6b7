from __future__ import annotations

import pytest

from tests.support.recordings import MP4, WAV, WEBM, each_sample
from voice.audio import AudioStream, read_blocks
from voice.recognizer import Listener, SpeechModel, load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return load_model(TRIAL_MODEL_PATH)


def listen_live(sample, model):
    """Hear each chunk as it arrives, asking for the words so far after each; return the transcript and those words."""
    shown = []
    with AudioStream(sample.mime_type) as stream, Listener(model) as listener:
        for chunk in sample.chunks:
            stream.feed(chunk)
            for block in stream.ready():
                listener.hear(block)
            shown.append(listener.partial())
        stream.end()
        for block in stream.ready():
            listener.hear(block)
        return listener.finish(), shown


@each_sample
def test_most_words_of_a_recording_are_heard(sample, model):
    heard = transcribe(sample.chunks, sample.mime_type, model)
    said = sample.text.split()
    missing = [word for word in said if word not in heard.text.split()]
    assert len(missing) <= len(said) * 0.4
    assert heard.seconds == pytest.approx(sample.seconds, abs=0.06)
    assert heard.model == "vosk-model-tiny-en"


def test_every_word_has_a_time_within_the_recording_and_a_confidence(model):
    heard = transcribe(WEBM.data, WEBM.mime_type, model)
    starts = [word.start_s for word in heard.words]
    assert len(starts) > 30
    assert starts == sorted(starts)
    assert all(0 <= word.start_s < word.end_s <= heard.seconds for word in heard.words)
    assert all(0 <= word.confidence <= 1 for word in heard.words)


@pytest.mark.parametrize("sample", [WEBM, MP4], ids=["webm", "mp4"])
def test_listening_live_and_again_from_the_kept_bytes_gives_the_same_words(sample, model):
    live, _ = listen_live(sample, model)
    assert transcribe(sample.data, sample.mime_type, model) == live


def test_the_same_recording_heard_between_others_gives_the_very_same_transcript(model):
    first = transcribe(WAV.data, WAV.mime_type, model)
    transcribe(MP4.data, MP4.mime_type, model)
    assert transcribe(WAV.data, WAV.mime_type, model) == first


def test_words_appear_while_the_rep_speaks(model):
    heard, shown = listen_live(WEBM, model)
    assert "visited" in shown[3]
    lengths = [len(words.split()) for words in shown]
    assert lengths[2] < lengths[6] < lengths[-1]
    assert shown[-1].split()[:20] == heard.text.split()[:20]


def test_the_words_so_far_can_be_asked_after_every_block_and_change_nothing(model):
    with Listener(model) as listener:
        for block in [*[bytes(8000)] * 4, *read_blocks(WEBM.data, WEBM.mime_type), *[bytes(8000)] * 8]:
            listener.hear(block)
            so_far = listener.partial()
        asked = listener.finish()
    with Listener(model) as listener:
        for block in [*[bytes(8000)] * 4, *read_blocks(WEBM.data, WEBM.mime_type), *[bytes(8000)] * 8]:
            listener.hear(block)
        assert listener.finish() == asked
    assert so_far == asked.text


def test_silence_holds_no_words(model):
    with Listener(model) as listener:
        for _ in range(20):
            listener.hear(bytes(8000))
        assert listener.partial() == ""
        heard = listener.finish()
    assert heard.words == ()
    assert heard.seconds == 5.0


def test_words_around_a_long_silence_keep_their_times(model):
    blocks = list(read_blocks(WAV.data, WAV.mime_type))[:-1]
    with Listener(model) as listener:
        for block in [*[bytes(8000)] * 20, *blocks]:
            listener.hear(block)
        late = listener.finish()
    assert late.words[0].start_s >= 5.0


def test_a_long_recording_is_heard_by_fresh_recognisers_with_its_times_kept(model):
    pause = [bytes(8000)] * 8
    blocks = [*read_blocks(WAV.data, WAV.mime_type)][:-1]
    with Listener(model, renew_s=5.0) as listener:
        for block in [*blocks, *pause, *blocks, *pause]:
            listener.hear(block)
        twice = listener.finish()
    second_from_s = (len(blocks) + len(pause)) / 4
    first = [word.text for word in twice.words if word.end_s < second_from_s]
    second = [word for word in twice.words if word.start_s >= second_from_s]
    assert len(first) == pytest.approx(len(second), abs=2)
    assert 0 < second[0].start_s - second_from_s < 1
    assert second[-1].end_s < twice.seconds


def test_nothing_heard_is_an_empty_transcript(model):
    with Listener(model) as listener:
        assert listener.partial() == ""
        assert listener.finish().words == ()


def test_a_finished_listener_gives_its_transcript_again_and_hears_no_more(model):
    listener = Listener(model)
    listener.hear(bytes(8000))
    assert listener.finish() is listener.finish()
    with pytest.raises(ValueError, match="already finished"):
        listener.hear(bytes(8000))


def test_half_a_sample_is_refused(model):
    with Listener(model) as listener, pytest.raises(ValueError, match="whole samples"):
        listener.hear(b"abc")

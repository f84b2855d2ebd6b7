"""Each recording is heard in a process of its own: with the same words, under limits, and dying alone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.support.encoded_audio import encode
from tests.support.processes import descendants, ear_parent_pids, ear_pids, is_alive, wait_for
from tests.support.recordings import MP4_INDEX_BEHIND, WEBM, Sample, each_sample
from voice.audio import AudioLimits, AudioTooLong, UndecodableAudio, UnsupportedAudio, clip_wav
from voice.ears import Ear, EarFailed, EarLimits, EarLost, Ears, LimitExceeded, ListenOrder
from voice.recognizer import SpeechModelMissing, load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH
from voice.types import Transcript

MB = 1 << 20
ORDER = ListenOrder(TRIAL_MODEL_PATH, WEBM.mime_type)


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    with Ears() as opened:
        opened.load(TRIAL_MODEL_PATH)
        yield opened


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Twenty minutes of silence in a few kilobytes."""
    return encode(np.zeros((1, 20 * 60 * 16_000), "<i2"), "flac", "flac")


def heard_by(ear: Ear, sample: Sample = WEBM) -> Transcript:
    for chunk in sample.chunks:
        ear.hear(chunk)
    return ear.finish()


def only_ear() -> int:
    """Return the one ear that runs; those of tests before this one may just be ending."""
    wait_for(lambda: len(ear_pids()) == 1, "one ear is left")
    (pid,) = ear_pids()
    return pid


@each_sample
def test_an_ear_hears_the_words_that_are_heard_without_one(ears: Ears, sample: Sample) -> None:
    with ears.listen(replace(ORDER, mime_type=sample.mime_type)) as ear:
        heard = heard_by(ear, sample)
    assert heard == transcribe(sample.chunks, sample.mime_type, load_model(TRIAL_MODEL_PATH))


def test_the_words_so_far_come_back_with_each_chunk_that_asks(ears: Ears) -> None:
    with ears.listen(ORDER) as ear:
        said = [ear.hear(chunk, wants_words=number % 2 == 1) for number, chunk in enumerate(WEBM.chunks)]
    assert set(said[::2]) == {None}
    assert "this morning" in (said[-2] or "")


def test_ears_hear_side_by_side(ears: Ears) -> None:
    heard: list[str] = []

    def listen() -> None:
        with ears.listen(ORDER) as ear:
            heard.append(heard_by(ear).text)

    threads = [threading.Thread(target=listen) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert len(heard) == 4
    assert len(set(heard)) == 1


def test_an_ear_is_gone_once_it_is_closed(ears: Ears) -> None:
    with ears.listen(ORDER) as ear:
        ear.hear(WEBM.chunks[0])
        pid = only_ear()
    wait_for(lambda: not is_alive(pid), "the ear ended")


@pytest.mark.parametrize(
    ("mime_type", "data", "fault"),
    [
        ("text/html", WEBM.data, UnsupportedAudio),
        ("audio/webm", b"no sound at all" * 500, UndecodableAudio),
        ("audio/webm", b"", UndecodableAudio),
    ],
)
def test_what_is_wrong_with_the_sound_is_said_as_without_an_ear(
    ears: Ears, mime_type: str, data: bytes, fault: type[Exception]
) -> None:
    with ears.listen(replace(ORDER, mime_type=mime_type)) as ear, pytest.raises(fault, match=r"send|microphone"):
        for start in range(0, len(data), 1000):
            ear.hear(data[start : start + 1000])
        ear.finish()


def test_a_recording_over_the_limit_of_sound_is_told_so(ears: Ears) -> None:
    order = replace(ORDER, audio=AudioLimits(sound_s=5.0))
    with ears.listen(order) as ear, pytest.raises(AudioTooLong, match="longer"):
        heard_by(ear)


def test_a_recording_that_needs_too_much_memory_costs_itself_only(ears: Ears) -> None:
    order = replace(ORDER, limits=EarLimits(memory_bytes=24 * MB, silence_s=3.0))
    with ears.listen(ORDER) as neighbour:
        with ears.listen(order) as ear, pytest.raises((EarFailed, UndecodableAudio)):
            heard_by(ear)
        assert "olive oil" in heard_by(neighbour).text


def test_a_recording_that_computes_too_long_is_ended_and_told_why(ears: Ears, bomb: bytes) -> None:
    order = replace(ORDER, mime_type="audio/flac", limits=EarLimits(cpu_s=1))
    with ears.listen(order) as ear, pytest.raises(LimitExceeded, match="computing time"):
        ear.hear(bomb)
        ear.finish()


def test_a_recording_that_must_lie_on_disk_may_not_fill_it(ears: Ears) -> None:
    order = replace(ORDER, mime_type=MP4_INDEX_BEHIND.mime_type, limits=EarLimits(file_bytes=MB))
    with ears.listen(order) as ear, pytest.raises((EarFailed, UndecodableAudio)):
        ear.hear(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x7f\xff\xff\xffmdat" + bytes(20 * MB))
        ear.finish()


def test_an_ear_that_gives_no_sign_of_life_is_ended(ears: Ears) -> None:
    with ears.listen(replace(ORDER, limits=EarLimits(silence_s=5.0))) as ear:
        ear.hear(WEBM.chunks[0])
        pid = only_ear()
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(LimitExceeded, match="no step"):
            ear.hear(WEBM.chunks[0])
    wait_for(lambda: not is_alive(pid), "the ear ended")


def test_an_ear_that_is_killed_says_nothing_about_its_recording(ears: Ears) -> None:
    with ears.listen(ORDER) as ear:
        ear.hear(WEBM.chunks[0])
        pid = only_ear()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(EarLost, match="ended"):
            heard_by(ear)
    with ears.listen(ORDER) as again:
        assert "olive oil" in heard_by(again).text


def test_when_the_parent_of_ears_is_killed_its_ears_end_and_another_one_starts() -> None:
    with Ears() as ears:
        with ears.listen(ORDER) as ear:
            ear.hear(WEBM.chunks[0])
            (parent,) = (parent for parent in ear_parent_pids() if descendants(parent))
            (pid,) = descendants(parent)
            os.kill(parent, signal.SIGKILL)
            wait_for(lambda: not is_alive(pid), "the ear ended with its parent")
            with pytest.raises(EarLost):
                heard_by(ear)
        with ears.listen(ORDER) as again:
            assert "olive oil" in heard_by(again).text


def test_the_worker_is_asked_meanwhile_and_may_walk_away(ears: Ears, bomb: bytes) -> None:
    class WalkedAway(Exception):
        pass

    def walk_away() -> None:
        raise WalkedAway

    with ears.listen(replace(ORDER, mime_type="audio/flac")) as ear, pytest.raises(WalkedAway):
        ear.hear(bomb, meanwhile=walk_away)
        ear.finish(walk_away)


def test_a_folder_without_a_model_is_said(ears: Ears) -> None:
    with pytest.raises(SpeechModelMissing, match="no speech model"):
        ears.listen(replace(ORDER, model_folder=TRIAL_MODEL_PATH.parent))


def test_a_stretch_is_cut_as_without_an_ear(ears: Ears) -> None:
    cut = ears.clip_wav(WEBM.chunks, WEBM.mime_type, 2.0, 3.5, EarLimits())
    assert cut == clip_wav(WEBM.data, WEBM.mime_type, 2.0, 3.5)
    with pytest.raises(ValueError, match="ends before"):
        ears.clip_wav(WEBM.chunks, WEBM.mime_type, 90.0, 91.0, EarLimits())


def test_closed_ears_leave_no_process_behind() -> None:
    before = descendants(os.getpid())
    ears = Ears()
    ears.load(TRIAL_MODEL_PATH)
    ears.close()
    assert descendants(os.getpid()) <= before
    with pytest.raises(EarLost):
        ears.listen(ORDER)

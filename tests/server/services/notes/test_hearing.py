"""Recordings are heard while they arrive, taken over when a worker dies, and end as one note each."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.base import now
from models.entry import Entry
from models.event import Event
from models.job import Job, JobState, claim
from models.recording import Recording, RecordingState
from models.staff import Role
from server.current import Identity, Installation
from server.services.notes import recording_intake as intake
from server.services.notes.hearing import Hearing, LeaseLost
from server.settings import Settings
from tests.support.makers import TUESDAY_MORNING, make_customer, make_staff
from tests.support.processes import ear_pids, wait_for
from tests.support.recordings import SAMPLES, Sample
from voice.ears import EarLost, Ears
from voice.recognizer import describe_model
from voice.speech_models import TRIAL_MODEL_PATH

NOTE = SAMPLES["webm-opus-24k"]
MODEL = describe_model(TRIAL_MODEL_PATH)


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    with Ears() as opened:
        yield opened


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    yield opened
    opened.database.close()


@pytest.fixture
def ana(installation: Installation) -> Identity:
    with installation.database.session() as session:
        staff = make_staff(session)
        make_customer(session, "Blue Harbor Cafe")
        session.commit()
        return Identity(staff.id, staff.name, Role.REP)


def announce(installation: Installation, ana: Identity, sample: Sample = NOTE) -> str:
    with installation.database.session() as session:
        from models.base import new_id

        recording, _new = intake.begin_recording(
            session, new_id(), ana, mime_type=sample.mime_type, started_at=TUESDAY_MORNING
        )
        session.commit()
        return recording.id


def send(installation: Installation, recording_id: str, chunks: tuple[bytes, ...], first: int = 0) -> None:
    for number, data in enumerate(chunks, first):
        sha256 = installation.recordings.save(recording_id, number, data)
        with installation.database.session() as session:
            recording = session.get_one(Recording, recording_id)
            intake.note_chunk(session, recording, number, len(data), sha256)
            session.commit()


def complete(installation: Installation, recording_id: str, count: int) -> None:
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        intake.complete_recording(session, recording, count, TUESDAY_MORNING + timedelta(seconds=13))
        session.commit()


def hear(installation: Installation, ears: Ears, is_stopping: Callable[[], bool] = lambda: False) -> Job:
    with installation.database.session() as session:
        job = claim(session, "worker", ("hear",))
        session.commit()
    assert job is not None
    Hearing(installation, job, ears, MODEL, is_stopping).run()
    return job


def read(installation: Installation, recording_id: str) -> tuple[str, str]:
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        return recording.state, recording.transcript.text if recording.transcript else ""


def test_a_complete_recording_becomes_a_transcript_and_an_entry(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks)
    complete(installation, recording_id, len(NOTE.chunks))
    hear(installation, ears)
    state, text = read(installation, recording_id)
    assert state == RecordingState.READY
    assert "two cases of olive oil every week" in text
    with installation.database.reading() as session:
        entry = session.scalars(select(Entry)).one()
        assert (entry.recording_id, entry.newest.number) == (recording_id, 1)
        assert "entry.made" in session.scalars(select(Event.kind)).all()
        assert session.scalars(select(Job.state)).all() == [JobState.DONE]


def test_hearing_while_it_arrives_gives_the_words_of_hearing_it_whole(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    live, whole = announce(installation, ana), announce(installation, ana)
    send(installation, live, NOTE.chunks[:1])
    worker = threading.Thread(target=hear, args=(installation, ears))
    worker.start()
    for number, chunk in enumerate(NOTE.chunks[1:], 1):
        send(installation, live, (chunk,), number)
        time.sleep(0.05)
    complete(installation, live, len(NOTE.chunks))
    worker.join(60)
    send(installation, whole, NOTE.chunks)
    complete(installation, whole, len(NOTE.chunks))
    hear(installation, ears)
    assert read(installation, live) == read(installation, whole)


def test_a_piece_is_heard_from_the_folder_before_its_row_is_there_and_no_note_is_taken_before_all_rows_are(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks[:1])
    for number, data in enumerate(NOTE.chunks[1:], 1):
        installation.recordings.save(recording_id, number, data)
    worker = threading.Thread(target=hear, args=(installation, ears))
    worker.start()
    wait_for(lambda: len(_live_text(installation, recording_id).split()) > 5, "words of pieces without rows are shown")
    complete(installation, recording_id, len(NOTE.chunks))
    time.sleep(0.5)
    assert read(installation, recording_id) == (RecordingState.WAITING_FOR_CHUNKS, "")
    send(installation, recording_id, NOTE.chunks[1:], 1)
    worker.join(60)
    state, text = read(installation, recording_id)
    assert state == RecordingState.READY
    assert "two cases of olive oil every week" in text


def _live_text(installation: Installation, recording_id: str) -> str:
    with installation.database.reading() as session:
        return session.get_one(Recording, recording_id).live_text


def test_a_recording_taken_over_after_a_crash_gives_one_note_with_the_same_words(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks)
    with installation.database.session() as session:
        killed = claim(session, "killed", ("hear",))
        session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
        session.commit()
    assert killed is not None
    complete(installation, recording_id, len(NOTE.chunks))
    hear(installation, ears)
    with pytest.raises(LeaseLost):
        Hearing(installation, killed, ears, MODEL, lambda: False).run()
    with installation.database.reading() as session:
        assert len(session.scalars(select(Entry)).all()) == 1
        assert session.scalars(select(Event.kind)).all().count("entry.made") == 1


def test_a_silent_phone_frees_the_worker_and_the_next_chunk_wakes_it(
    installation: Installation, ana: Identity, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.services.notes.hearing.PATIENCE_S", 0.2)
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks[:3])
    hear(installation, ears)
    with installation.database.reading() as session:
        assert session.scalars(select(Job.state)).one() == JobState.PARKED
    send(installation, recording_id, NOTE.chunks[3:], 3)
    complete(installation, recording_id, len(NOTE.chunks))
    hear(installation, ears)
    assert read(installation, recording_id)[0] == RecordingState.READY


def test_a_worker_told_to_stop_leaves_the_recording_for_the_next(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks[:2])
    hear(installation, ears, is_stopping=lambda: True)
    with installation.database.reading() as session:
        assert session.scalars(select(Job.state)).one() == JobState.READY


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 5000, b"not sound" * 500, NOTE.data[:200]], ids=["empty", "zeros", "text", "cut off"]
)
def test_what_cannot_be_decoded_is_kept_and_said(
    installation: Installation, ana: Identity, ears: Ears, data: bytes
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, (data,))
    complete(installation, recording_id, 1)
    hear(installation, ears)
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.state in (RecordingState.UNDECODABLE, RecordingState.SILENT)
        assert recording.problem and "kept" in recording.problem
    assert installation.recordings.read(recording_id, 0) == data


def test_a_wrong_type_label_is_said_and_the_sound_kept(installation: Installation, ana: Identity, ears: Ears) -> None:
    mislabelled = Sample("mislabelled", NOTE.chunks, "text/html", 13.0, "")
    recording_id = announce(installation, ana, mislabelled)
    send(installation, recording_id, NOTE.chunks)
    complete(installation, recording_id, len(NOTE.chunks))
    hear(installation, ears)
    assert read(installation, recording_id)[0] == RecordingState.UNDECODABLE
    assert b"".join(installation.recordings.chunks(recording_id, len(NOTE.chunks))) == NOTE.data


def test_the_words_so_far_are_shown_while_it_arrives(installation: Installation, ana: Identity, ears: Ears) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks[:10])
    stop = threading.Event()
    worker = threading.Thread(target=hear, args=(installation, ears, stop.is_set))
    worker.start()
    shown = ""
    for _look in range(200):
        with installation.database.reading() as session:
            shown = session.get_one(Recording, recording_id).live_text
        if "morning" in shown:
            break
        time.sleep(0.05)
    stop.set()
    worker.join(60)
    assert "this morning" in shown


def with_settings(installation: Installation, **changed: int) -> Installation:
    return replace(installation, settings=replace(installation.settings, **changed))


def test_a_recording_over_a_limit_is_kept_said_and_heard_when_the_limit_is_raised(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks)
    complete(installation, recording_id, len(NOTE.chunks))
    hear(with_settings(installation, recording_limit_s=10), ears)
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.state == RecordingState.UNDECODABLE
        assert recording.problem is not None
        assert "longer than 0 minutes" in recording.problem and "can be downloaded" in recording.problem
    assert b"".join(installation.recordings.chunks(recording_id, len(NOTE.chunks))) == NOTE.data
    with installation.database.session() as session:
        intake.hear_again(session, session.get_one(Recording, recording_id))
        session.commit()
    hear(installation, ears)
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert (recording.state, recording.problem) == (RecordingState.READY, None)


def test_a_recording_whose_ear_was_killed_is_heard_again_without_blame(
    installation: Installation, ana: Identity, ears: Ears
) -> None:
    recording_id = announce(installation, ana)
    send(installation, recording_id, NOTE.chunks[:1])
    lost: list[Exception] = []

    def hear_until_killed() -> None:
        try:
            hear(installation, ears)
        except EarLost as error:
            lost.append(error)

    worker = threading.Thread(target=hear_until_killed)
    worker.start()
    wait_for(lambda: len(ear_pids()) == 1, "the ear listens")
    for pid in ear_pids():
        os.kill(pid, signal.SIGKILL)
    send(installation, recording_id, NOTE.chunks[1:], 1)
    complete(installation, recording_id, len(NOTE.chunks))
    worker.join(60)
    assert len(lost) == 1
    with installation.database.session() as session:
        session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
        session.commit()
    hear(installation, ears)
    assert read(installation, recording_id)[0] == RecordingState.READY

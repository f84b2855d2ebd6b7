"""Secrets that were said are silent in the kept sound, the rest stays, and the original is gone whatever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select, update

from models.base import new_id, now
from models.job import Job, JobState, claim
from models.recording import Recording
from models.staff import Role
from server.current import Identity, Installation
from server.services.notes import recording_intake as intake
from server.services.notes.hearing import Hearing
from server.services.notes.kept_sound import is_locked, mark_of, sound_pieces, sound_type
from server.services.notes.silencing import CANNOT, plan_silencing, silence
from server.services.notes.silent_stretches import SILENCE, stretches_of
from server.settings import Settings
from tests.support.makers import TUESDAY_MORNING, make_customer, make_staff
from tests.support.spoken import as_webm, speak
from voice.audio import SAMPLE_RATE_HZ, decode
from voice.ears import Ears
from voice.recognizer import describe_model, load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH

MODEL = describe_model(TRIAL_MODEL_PATH)
SAID = "maria wants ten cases of oat milk. the alarm code is nine four seven one. i will call her on friday."
DIGITS = ("nine", "four", "seven")
STEPS = ("written", "switched", "deleted")


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    with Ears() as opened:
        yield opened


@pytest.fixture(scope="module")
def webm() -> bytes:
    return as_webm(speak(SAID))


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session, id=ANA.staff_id)
        make_customer(session)
        session.commit()
    yield opened
    opened.database.close()


ANA = Identity(new_id(), "Ana Ruiz", Role.REP)


def record(installation: Installation, sound: bytes) -> str:
    """Send a recording in three pieces, one of them with a rival."""
    recording_id = new_id()
    third = len(sound) // 3
    with installation.database.session() as session:
        recording, _new = intake.begin_recording(
            session, recording_id, ANA, mime_type="audio/webm", started_at=TUESDAY_MORNING
        )
        for number, piece in enumerate((sound[:third], sound[third : 2 * third], sound[2 * third :])):
            sha256 = installation.recordings.save(recording_id, number, piece)
            intake.note_chunk(session, recording, number, len(piece), sha256)
        installation.recordings.save(recording_id, 1, sound[third : third + 200])
        intake.complete_recording(session, recording, 3, TUESDAY_MORNING)
        session.commit()
    return recording_id


def take(installation: Installation, kind: str) -> Job:
    with installation.database.session() as session:
        session.execute(update(Job).where(Job.state == JobState.RUNNING).values(lease_until=now() - timedelta(1)))
        session.commit()
        job = claim(session, f"worker-{new_id()}", (kind,))
        session.commit()
    assert job is not None, f"no job {kind}"
    return job


def hear(installation: Installation, ears: Ears) -> None:
    Hearing(installation, take(installation, intake.HEAR), ears, MODEL, lambda: False).run()


def found(installation: Installation, recording_id: str) -> Recording:
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.transcript is not None
        return recording


def kept(installation: Installation, recording_id: str) -> np.ndarray:
    recording = found(installation, recording_id)
    pieces = list(sound_pieces(installation.recordings, recording, 3))
    return np.frombuffer(decode(pieces, sound_type(recording)), "<i2")


def files(installation: Installation, recording_id: str) -> list[str]:
    return sorted(path.name for path in installation.recordings.path(recording_id, 0).parent.iterdir())


def test_only_the_secret_is_silent_and_the_original_is_gone(
    installation: Installation, ears: Ears, webm: bytes, settings: Settings
) -> None:
    recording_id = record(installation, webm)
    hear(installation, ears)
    assert is_locked(found(installation, recording_id))
    silence(installation, ears, take(installation, SILENCE))

    recording = found(installation, recording_id)
    assert recording.silenced is not None and not is_locked(recording)
    ((from_s, to_s, kind),) = recording.silenced
    assert kind == "access" and 0.5 < to_s - from_s < 4
    original = np.frombuffer(decode(webm, "audio/webm"), "<i2").astype(float)
    silenced = kept(installation, recording_id).astype(float)
    first, last = round(from_s * SAMPLE_RATE_HZ), round(to_s * SAMPLE_RATE_HZ)
    edge = SAMPLE_RATE_HZ // 20  # what the codec lets ring over an edge
    assert len(silenced) == len(original)
    assert np.abs(silenced[first + edge : last - edge]).max() <= 33 < np.abs(original[first:last]).max() / 100
    for part in (slice(0, first - edge), slice(last + edge, None)):
        assert np.corrcoef(original[part], silenced[part])[0, 1] > 0.99

    heard = transcribe(kept_bytes(installation, recording_id), "audio/ogg", load_model(TRIAL_MODEL_PATH)).text.split()
    assert not set(DIGITS) & set(heard) and "friday" in heard and "milk" in heard
    assert files(installation, recording_id) == [f"silenced-{mark_of(recording)}.ogg"]
    pieces = [webm[at : at + 64] for at in range(600, len(webm) - 64, 997)]
    for path in Path(settings.var_dir).parent.rglob("*"):
        if path.is_file():
            stored = path.read_bytes()
            assert b"nine four" not in stored and b"four seven" not in stored, path.name
            assert not any(piece in stored for piece in pieces), path.name


def kept_bytes(installation: Installation, recording_id: str) -> list[bytes]:
    return list(sound_pieces(installation.recordings, found(installation, recording_id), 3))


def test_a_note_without_secrets_keeps_its_sound_as_it_came(installation: Installation, ears: Ears) -> None:
    sound = as_webm(speak("maria wants ten cases of oat milk"))
    recording_id = record(installation, sound)
    hear(installation, ears)
    recording = found(installation, recording_id)
    assert (recording.silenced, recording.silenced_at) == ([], None)
    assert b"".join(kept_bytes(installation, recording_id)) == sound


@pytest.mark.parametrize("last_step", STEPS)
def test_killed_after_any_step_the_next_worker_finishes(
    settings: Settings, installation: Installation, ears: Ears, webm: bytes, last_step: str
) -> None:
    recording_id = record(installation, webm)
    hear(installation, ears)
    job = take(installation, SILENCE)
    installation.database.close()
    if not (child := os.fork()):
        _silence_and_die(settings, job.id, last_step)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    before = files(installation, recording_id)
    assert any(name.endswith(".chunk") for name in before) == (last_step != "deleted")
    assert is_locked(found(installation, recording_id)) == (last_step == "written")
    silence(installation, ears, take(installation, SILENCE))
    recording = found(installation, recording_id)
    assert not is_locked(recording)
    assert files(installation, recording_id) == [f"silenced-{mark_of(recording)}.ogg"]
    with installation.database.reading() as session:
        assert session.scalars(select(Job.state).where(Job.kind == SILENCE)).one() == JobState.DONE


def _silence_and_die(settings: Settings, job_id: str, last_step: str) -> None:
    """Do the job in this process, which ends itself as a kill does."""
    try:
        with Ears() as ears:
            own = Installation.open(settings)
            with own.database.reading() as session:
                job = session.get_one(Job, job_id)
            silence(own, ears, job, lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == last_step else None)
    finally:
        os._exit(1)


def test_sound_that_cannot_be_made_anew_is_locked_and_kept(installation: Installation, ears: Ears, webm: bytes) -> None:
    recording_id = record(installation, webm)
    hear(installation, ears)
    with installation.database.session() as session:
        session.get_one(Recording, recording_id).mime_type = "video/x-unheard-of"
        session.commit()
    silence(installation, ears, take(installation, SILENCE))
    recording = found(installation, recording_id)
    assert is_locked(recording) and recording.problem == CANNOT
    assert len(files(installation, recording_id)) == 4


def test_more_secrets_found_later_are_silenced_in_the_sound_that_is_kept(
    installation: Installation, ears: Ears, webm: bytes
) -> None:
    from server.services.notes.silent_stretches import expect_silence

    recording_id = record(installation, webm)
    hear(installation, ears)
    silence(installation, ears, take(installation, SILENCE))
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        expect_silence(session, recording, [["[private]", 0.2, 0.6, 1.0]])
        assert is_locked(recording)
        session.commit()
    silence(installation, ears, take(installation, SILENCE))
    recording = found(installation, recording_id)
    assert [kind for _from, _to, kind in recording.silenced or ()] == ["private", "access"]
    assert np.abs(kept(installation, recording_id)[1600:11000]).max() <= 33
    assert files(installation, recording_id) == [f"silenced-{mark_of(recording)}.ogg"]


def test_notes_from_before_are_looked_at_once(installation: Installation, ears: Ears, webm: bytes) -> None:
    recording_id = record(installation, webm)
    hear(installation, ears)
    with installation.database.session() as session:
        session.execute(update(Recording).values(silenced=None))
        session.execute(Job.__table__.delete().where(Job.kind == SILENCE))
        session.commit()
    with installation.database.session() as session:
        session.execute(Recording.__table__.update().values(silenced=_sql_null()))
        session.commit()
    assert (plan_silencing(installation), plan_silencing(installation)) == (1, 0)
    silence(installation, ears, take(installation, SILENCE))
    assert not is_locked(found(installation, recording_id))


def _sql_null() -> object:
    from sqlalchemy import null

    return null()


def test_the_stretch_covers_all_words_of_a_secret_and_a_little_around() -> None:
    words = [["code", 1.0, 1.2, 1], ["[access]", 1.3, 1.5, 1], ["[access]", 1.5, 1.9, 1], ["and", 2.3, 2.4, 1]]
    words += [["[access]", 2.5, 2.7, 1], ["[birthday]", 0.1, 0.3, 1]]
    assert stretches_of(words) == [[0.0, 0.5, "birthday"], [1.1, 2.9, "access"]]

"""The worker process hears what is waiting, knows every record by itself, and tells no secret in its log."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.entry import Entry
from models.job import Job, JobState, claim
from models.recording import FINAL_STATES, CustomerSource, Recording, RecordingState, Transcript
from server.current import Installation
from server.jobs.understand import understand_again
from server.jobs.worker import run_worker
from server.services.notes import recording_intake as intake
from server.services.notes.note_linking import UNDERSTAND, tell_moved
from server.services.notes.note_taking import write_entry
from server.settings import PROJECT_ROOT, Settings
from tests.support.makers import TUESDAY_MORNING, make_contact, make_customer, make_recording, make_staff
from tests.support.recordings import SAMPLES

NOTE = SAMPLES["note-08.wav"]


def receive(installation: Installation, data: bytes) -> str:
    with installation.database.session() as session:
        ana = make_staff(session)
        recording = Recording(staff_id=ana.id, mime_type=NOTE.mime_type, started_at=TUESDAY_MORNING)
        session.add(recording)
        session.flush()
        sha256 = installation.recordings.save(recording.id, 0, data)
        intake.note_chunk(session, recording, 0, len(data), sha256)
        intake.complete_recording(session, recording, 1, TUESDAY_MORNING + timedelta(seconds=9))
        session.commit()
        return recording.id


def test_every_record_is_known_to_a_process_that_only_works() -> None:
    program = (
        "import server.jobs.worker; from sqlalchemy.orm import configure_mappers; from models.base import Base\n"
        "configure_mappers(); [key.column for table in Base.metadata.tables.values() for key in table.foreign_keys]"
    )
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT_ROOT, check=True, timeout=100)


@pytest.mark.parametrize(("data", "state"), [(NOTE.data, "ready"), (b"RIFFnonsense", "undecodable")])
def test_a_worker_works_until_it_is_told_to_stop(settings: Settings, data: bytes, state: str) -> None:
    installation = Installation.open(settings)
    recording_id = receive(installation, data)
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(settings, stop))
    worker.start()
    found = ""
    for _look in range(600):
        with installation.database.reading() as session:
            found = session.get_one(Recording, recording_id).state
        if found in FINAL_STATES:
            break
        time.sleep(0.1)
    stop.set()
    worker.join(60)
    installation.database.close()
    assert found == state


def test_a_job_that_fails_tells_what_but_not_what_was_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_heard: object, **_more: object) -> None:
        try:
            float("kestrel thirty four")
        except ValueError as error:
            raise RuntimeError("no number in kestrel thirty four") from error

    monkeypatch.setattr("server.services.notes.hearing.take_note", fail)
    installation = Installation.open(settings)
    receive(installation, NOTE.data)
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(settings, stop))
    worker.start()
    told = ""
    for _look in range(600):
        told += capsys.readouterr().out
        if "job failed" in told and "RuntimeError" in told:
            break
        time.sleep(0.1)
    stop.set()
    worker.join(60)
    with installation.database.reading() as session:
        reason = session.scalars(select(Job.reason).where(Job.kind == "hear")).one()
    installation.database.close()
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "kestrel" not in told
    assert reason is not None and reason.startswith("RuntimeError in fail")
    assert "kestrel" not in reason


def test_a_note_that_moved_to_another_customer_is_understood_among_its_people(settings: Settings) -> None:
    installation = Installation.open(settings)
    with installation.database.session() as session:
        ana = make_staff(session)
        bistro = make_customer(session)
        make_contact(session, bistro, "Maria Lopez")
        recording = make_recording(session, ana, state=RecordingState.READY)
        words = [[word, at * 0.4, at * 0.4 + 0.3, 0.9] for at, word in enumerate("met maria today".split())]
        recording.transcript = Transcript(
            text="met maria today", words=words, seconds=2.0, model="test-model", is_trial=True
        )
        session.flush()
        write_entry(session, installation, recording)
        recording.customer_id, recording.customer_source = bistro.id, CustomerSource.VISIT
        tell_moved(session, [recording])
        session.commit()
        job = claim(session, "worker", (UNDERSTAND,))
        session.commit()
    assert job is not None
    understand_again(installation, job)
    with installation.database.reading() as session:
        entry = session.scalars(select(Entry)).one()
        assert [version.content["people"][0]["name"] for version in entry.versions] == ["maria", "Maria Lopez"]
        assert session.scalars(select(Job.state)).all() == [JobState.DONE]
    installation.database.close()

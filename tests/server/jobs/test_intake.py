"""The worker looks into the watched folder and the mailbox, and hears an archive behind what is spoken now."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from models.job import Job, JobState
from models.recording import FINAL_STATES, Recording, RecordingSource, Transcript
from models.staff import Role
from server.current import Identity, Installation
from server.jobs.worker import run_worker
from server.services.intake.archive import take_archive
from server.services.intake.whole_file import WholeFile, take_file
from server.settings import Settings
from tests.support.encoded_audio import encode, tone
from tests.support.imap_server import ImapServer
from tests.support.made_mail import made_mail
from tests.support.makers import make_staff
from tests.support.recordings import SAMPLES, WAV


@contextmanager
def working(settings: Settings) -> Iterator[Installation]:
    """Run a worker beside the test."""
    installation, stop = Installation.open(settings), threading.Event()
    worker = threading.Thread(target=run_worker, args=(settings, stop))
    worker.start()
    try:
        yield installation
    finally:
        stop.set()
        worker.join(60)
        installation.database.close()


def wait_until(is_so: Callable[[], bool]) -> bool:
    for _look in range(600):
        if is_so():
            return True
        time.sleep(0.1)
    return False


def count(installation: Installation, *conditions: object) -> int:
    with installation.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Recording).where(*conditions)) or 0  # type: ignore[arg-type]


def add_ana(settings: Settings) -> Identity:
    installation = Installation.open(settings)
    with installation.database.session() as session:
        ana = make_staff(session, email="ana@halyard.example")
        session.commit()
    installation.database.close()
    return Identity(ana.id, ana.name, Role.REP)


def test_a_file_put_into_the_watched_folder_is_heard(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    (folder / "ana@halyard.example").mkdir(parents=True)
    add_ana(settings)
    with working(replace(settings, watch_dir=str(folder))) as installation:
        (folder / "ana@halyard.example" / "20260310_104000.wav").write_bytes(WAV.data)
        assert wait_until(lambda: count(installation, Recording.state == "ready") == 1)
    assert (folder / "taken" / "ana@halyard.example" / "20260310_104000.wav").exists()


def test_a_mail_is_fetched_and_heard_and_the_place_is_kept(settings: Settings) -> None:
    add_ana(settings)
    with ImapServer({5: made_mail(("note", "audio/wav", WAV.data))}) as server:
        told = {"mail_server": server.address, "mail_password": "secret", "mail_security": "none"}
        with working(replace(settings, **told)) as installation:  # type: ignore[arg-type]
            assert wait_until(lambda: count(installation, Recording.state == "ready") == 1)
            with installation.database.reading() as session:
                place = session.scalars(select(Job.arguments).where(Job.kind == "mail")).one()
    assert place == {"validity": 7, "last_uid": 5}


def test_a_mail_server_that_is_away_is_tried_again_and_holds_nothing_up(settings: Settings) -> None:
    ana = add_ana(settings)
    with working(replace(settings, mail_server="127.0.0.1:1")) as installation:
        take_file(installation, ana, WholeFile(io.BytesIO(WAV.data), RecordingSource.POST))
        assert wait_until(lambda: count(installation, Recording.state == "ready") == 1)

        def reason() -> str | None:
            with installation.database.reading() as session:
                return session.scalars(
                    select(Job.reason).where(Job.kind == "mail", Job.state == JobState.READY)
                ).first()

        assert wait_until(lambda: "cannot be used" in (reason() or ""))


def test_a_fresh_note_overtakes_an_archive_with_a_single_listener(settings: Settings, tmp_path: Path) -> None:
    ana = add_ana(settings)
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.wav").write_bytes(encode(tone(4 + number / 10), "wav", "pcm_s16le"))
    with working(replace(settings, listeners=1)) as installation:
        take_archive(installation, ana, [folder])
        assert wait_until(lambda: count(installation, Recording.state.in_(FINAL_STATES)) >= 1)
        fresh = WholeFile(io.BytesIO(SAMPLES["note-07.ogg"].data), RecordingSource.POST)
        taken = take_file(installation, ana, fresh)
        assert wait_until(
            lambda: count(installation, Recording.id == taken.recording_id, Recording.state == "ready") == 1
        )
        with installation.database.reading() as session:
            order = session.scalars(select(Transcript.recording_id).order_by(Transcript.made_at)).all()
        heard_before = order.index(taken.recording_id)
        assert heard_before < 8, "the archive was heard first"
        assert wait_until(lambda: count(installation, Recording.state.in_(FINAL_STATES)) == 9)

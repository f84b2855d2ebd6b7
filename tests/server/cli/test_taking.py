"""The command line takes archives and mails, and has notes heard again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.database import Database, open_database
from models.job import Job
from models.recording import Recording, RecordingState
from server.cli.mail import TRY_LATER
from server.cli.main import main
from server.settings import PROJECT_ROOT
from tests.support.made_mail import made_mail
from tests.support.makers import make_staff
from tests.support.recordings import SAMPLES, WAV


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    database = open_database(sqlite_url)
    with database.session() as session:
        make_staff(session, email="ana@halyard.example")
        session.commit()
    return database


def count(house: Database, kind: type = Recording) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_an_archive_is_taken_with_progress_and_again_for_nothing(
    house: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "one.wav").write_bytes(WAV.data)
    (folder / "two.ogg").write_bytes(SAMPLES["note-07.ogg"].data)
    assert main(["take", str(folder), "--staff", "ana@halyard.example"]) == 0
    told = capsys.readouterr().out
    assert "2 of 2" in told and "2 taken, 0 held already, 0 not taken, of 2." in told
    assert main(["take", str(folder), "--staff", "ana@halyard.example"]) == 0
    assert count(house) == 2


def test_what_is_not_taken_is_named_and_told_by_the_exit_code(
    house: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.wav").touch()
    assert main(["take", str(tmp_path / "empty.wav"), "--staff", "ana@halyard.example"]) == 1
    assert "empty.wav: The file is empty" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["take", "/nowhere", "--staff", "ana@halyard.example"], "no file or folder"),
        (["take", ".", "--staff", "nobody@halyard.example"], "Nobody of the staff"),
        (["take", ".", "--staff", "ana@halyard.example", "--since", "monday"], "2026-01-31"),
        (["transcribe", "--model", "vosk-model-none"], "No speech model named"),
        (["transcribe", "--staff", "nobody@halyard.example"], "Nobody of the staff"),
    ],
)
def test_what_cannot_be_done_is_said(
    house: Database, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def pipe(mail: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "server", "mail"]
    return subprocess.run(command, input=mail, cwd=PROJECT_ROOT, capture_output=True, check=False, timeout=120)


def test_a_piped_mail_is_taken(house: Database) -> None:
    done = pipe(made_mail(("note.wav", "audio/wav", WAV.data)))
    assert (done.returncode, done.stdout) == (0, b"1 recordings taken.\n"), done.stderr
    assert count(house) == 1


def test_a_mail_that_cannot_be_taken_now_is_left_with_the_mail_server(
    house: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/not migrated.sqlite3")
    done = pipe(made_mail(("note.wav", "audio/wav", WAV.data)))
    assert done.returncode == TRY_LATER and b"Try again later" in done.stderr


def test_all_notes_of_another_model_are_promised_to_be_heard_again(
    house: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.wav").write_bytes(WAV.data)
    main(["take", str(tmp_path / "note.wav"), "--staff", "ana@halyard.example"])
    with house.session() as session:
        session.scalars(select(Recording)).one().state = RecordingState.UNDECODABLE
        session.commit()
    capsys.readouterr()
    assert main(["transcribe"]) == 0
    assert "1 notes will be heard again" in capsys.readouterr().out
    with house.reading() as session:
        assert session.scalars(select(Job.kind).order_by(Job.kind)).all() == ["hear_again", "hear_later"]

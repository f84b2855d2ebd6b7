"""The command line: what it prints and how it refuses."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from models.database import open_database
from models.staff import Role, Staff
from server.cli.main import main
from tests.support.server_process import free_port
from voice.speech_models import TRIAL_MODEL_PATH

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command on an installation of the test's own; return exit code, output and complaints."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "PUBLIC_URL", "SPEECH_MODEL", "WEB_PORT", "WEB_HOST"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str, **environment: str) -> tuple[int, str, str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main(argv)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_wrong_setting_stops_every_command_with_its_name(command: Command) -> None:
    code, _, complaint = command("migrate", WORKERS="many")
    assert code == 2
    assert complaint == "rounds: WORKERS is 'many' but should be a whole number from 0 to 64.\n"


def test_a_wrong_option_is_told_as_the_setting_it_sets(command: Command) -> None:
    code, _, complaint = command("run", "--port", "99999")
    assert (code, complaint) == (2, "rounds: WEB_PORT is '99999' but should be a whole number from 1 to 65535.\n")


def test_migrate_makes_the_database_and_may_be_repeated(command: Command, tmp_path: Path) -> None:
    for _ in range(2):
        code, out, _ = command("migrate")
        assert (code, out) == (0, "The database has the newest schema.\n")
    assert (tmp_path / "var" / "rounds.sqlite3").exists()


def test_a_folder_that_is_a_file_is_named(command: Command, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    code, _, complaint = command("run", VAR_DIR=str(in_the_way), WEB_PORT=str(free_port()))
    assert (code, complaint) == (2, f"rounds: VAR_DIR is {in_the_way}, which is a file. Give it a folder.\n")


def test_a_taken_port_is_told_before_anything_is_made(command: Command, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, complaint = command("run", WEB_PORT=str(taken.getsockname()[1]))
    assert code == 2
    assert "is taken" in complaint
    assert not (tmp_path / "var").exists()


def test_a_database_that_is_none_is_told_in_words(command: Command, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "rounds.sqlite3").write_text("this is a text, and long enough to be no database header at all")
    code, _, complaint = command("migrate")
    assert code == 2
    assert "is damaged or not a database" in complaint


def test_a_postgresql_that_does_not_answer_is_told_without_the_password(command: Command) -> None:
    code, _, complaint = command("migrate", DATABASE_URL="postgresql://ana:hush@127.0.0.1:1/rounds")
    assert code == 2
    assert complaint.startswith("rounds: PostgreSQL at 127.0.0.1:1/rounds cannot be used: ")
    assert "hush" not in complaint


def test_the_first_administrator_link_is_printed_until_one_can_sign_in(command: Command, tmp_path: Path) -> None:
    code, first, _ = command("admin-link", PUBLIC_URL="https://rounds.example.com")
    assert code == 0
    assert first.startswith("https://rounds.example.com/set-up/")
    _, second, _ = command("admin-link")
    assert second != first


def test_with_several_administrators_the_link_needs_a_name(command: Command, tmp_path: Path) -> None:
    command("migrate")
    database = open_database(f"sqlite:///{tmp_path}/var/rounds.sqlite3")
    with database.session() as session:
        for name in ("ana", "bo"):
            session.add(Staff(name=name, email=f"{name}@example.com", role=Role.ADMIN, password_hash="kept"))
        session.commit()
    database.close()
    code, _, complaint = command("admin-link")
    assert code == 2
    assert "ana@example.com, bo@example.com" in complaint
    assert command("admin-link", "--email", "bo@example.com")[0] == 0
    code, _, complaint = command("admin-link", "--email", "cy@example.com")
    assert (code, complaint) == (2, "rounds: No administrator has the e-mail address cy@example.com.\n")


def test_the_trial_model_is_listed_as_the_one_used(command: Command) -> None:
    code, out, _ = command("model", "list")
    assert code == 0
    assert out.startswith(f"* {TRIAL_MODEL_PATH.name} ")
    assert "mishears many words" in out


def test_a_model_that_is_not_there_cannot_be_used(command: Command) -> None:
    code, _, complaint = command("model", "use", "whisper")
    assert code == 2
    assert "whisper" in complaint and TRIAL_MODEL_PATH.name in complaint


def test_a_model_can_be_chosen(command: Command, tmp_path: Path) -> None:
    code, out, _ = command("model", "use", TRIAL_MODEL_PATH.name)
    assert (code, out) == (0, f"{TRIAL_MODEL_PATH.name} is used from the next start on.\n")


def test_a_zip_that_is_not_there_is_named(command: Command) -> None:
    code, _, complaint = command("model", "install", "/nowhere/model.zip")
    assert code == 2
    assert "/nowhere/model.zip" in complaint


def test_check_finds_an_old_schema_and_says_what_to_do(command: Command) -> None:
    code, out, _ = command("check", WEB_PORT="1")
    assert code == 1
    assert "PROBLEM  database: its schema is empty" in out
    command("migrate")
    assert "ok       database: SQLite" in command("check")[1]


def test_check_goes_on_after_a_problem(command: Command) -> None:
    code, out, _ = command("check", SPEECH_MODEL="nowhere", WEB_PORT="1")
    assert code == 1
    assert "PROBLEM  speech model: SPEECH_MODEL is 'nowhere'" in out
    assert "ok       web server: nothing runs on port 1" in out


@pytest.mark.parametrize("argv", [[], ["dance"], ["model"], ["run", "--colour"]])
def test_wrong_use_is_explained_with_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m server")


def test_tables_are_imported_and_what_was_refused_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("id,name,lat\nC1,Bellavista,\nC2,,\n")
    code, out, _ = command("import", str(tmp_path), "--dry-run")
    assert code == 1
    assert out.splitlines()[-1] == "1 new, 0 changed, 1 rows refused. Nothing was kept: this was a dry run."
    code, out, _ = command("import", str(tmp_path))
    assert code == 1
    assert out.splitlines()[-2:] == [
        "customers.csv row 3: name is empty; fill in name",
        "1 new, 0 changed, 1 rows refused.",
    ]
    code, out, _ = command("import", str(tmp_path / "nowhere"))
    assert code == 1 and "there is no such folder" in out

"""The examples of docs/more-ways-in.md and docs/languages.md do what they say, against a real server."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from models.database import open_database
from models.recording import Recording, RecordingState
from models.staff import Staff
from server.settings import PROJECT_ROOT, load_settings
from tests.support.made_mail import made_mail
from tests.support.makers import make_staff
from tests.support.recordings import MP4_INDEX_BEHIND, SAMPLES, WAV
from tests.support.server_process import ServerProcess

WAYS, LANGUAGES = (PROJECT_ROOT / "docs" / name for name in ("more-ways-in.md", "languages.md"))
FROM = {"note.m4a": "post", "lobby.wav": "post", "call.ogg": "post", "memo.webm": "mail", "dictation.webm": "folder"}


def blocks(path: Path, kind: str) -> str:
    return "\n".join(re.findall(rf"```{kind}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))


def test_the_settings_shown_are_accepted() -> None:
    lines = dict(line.split("=", 1) for line in blocks(WAYS, "env").splitlines() if line)
    settings = load_settings(lines)
    assert (settings.mail_server, settings.watch_staff) == ("imap.example.com", "ana@halyard.example")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_example_works_as_it_stands(start_server: Callable[..., ServerProcess], tmp_path: Path) -> None:
    here, watched = tmp_path / "here", tmp_path / "watched"
    lay_out(here)
    watched.mkdir()
    server = start_server(WATCH_DIR=str(watched))
    database = open_database(f"sqlite:///{server.var_dir / 'rounds.sqlite3'}")
    with database.session() as session:
        for name in ("Ana Ruiz", "Ben Ode"):
            make_staff(session, name, email=f"{name.split()[0].lower()}@halyard.example")
        session.commit()
    script = (blocks(WAYS, "sh") + "\n" + blocks(LANGUAGES, "sh")).replace("https://rounds.example.com", server.url)
    environment = {
        **os.environ,
        "VAR_DIR": str(server.var_dir),
        "WATCH_DIR": str(watched),
        "PYTHONPATH": str(PROJECT_ROOT),
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for _look in range(1200):
        with database.reading() as session:
            found = session.execute(select(Recording, Staff).join(Recording.staff)).all()
        if len(found) == len(FROM) + 1 and all(one.state == RecordingState.READY for one, _ in found):
            break
        time.sleep(0.2)
    came = {one.source_name: (one.source, one.state) for one, _ in found}
    assert came == {name: (way, "ready") for name, way in {**FROM, "old.ogg": "archive"}.items()}
    assert {one.source_name for one, staff in found if staff.name == "Ben Ode"} == {"call.ogg", "dictation.webm"}
    database.close()


def lay_out(here: Path) -> None:
    """Put the files of the examples into a folder from which the commands work as from the project's."""
    (here / "archive" / "2026").mkdir(parents=True)
    (here / ".venv").symlink_to(PROJECT_ROOT / ".venv")
    (here / "note.m4a").write_bytes(MP4_INDEX_BEHIND.data)
    (here / "note.wav").write_bytes(WAV.data)
    (here / "call.ogg").write_bytes(SAMPLES["note-07.ogg"].data)
    (here / "dictation.webm").write_bytes(SAMPLES["note-09.webm"].data)
    (here / "archive" / "2026" / "old.ogg").write_bytes(SAMPLES["note-16.ogg"].data)
    (here / "mail.eml").write_bytes(made_mail(("memo.webm", "audio/webm", SAMPLES["webm-opus-24k"].data)))

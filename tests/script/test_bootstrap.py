"""Set-up, on a project of its own with nothing to install, so that no network is needed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = "bash env cat cut sed find sort grep id dirname mkdir rm head tail sha256sum shasum tput tty uname".split()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real script and an empty list of packages."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script" / "bootstrap", tmp_path / "script" / "bootstrap")
    (tmp_path / "requirements.txt").write_text("# none\n")
    return tmp_path


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for the PATH with ordinary tools, this Python, and neither apt nor Node."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(getattr(sys, "_base_executable", sys.executable))
    return folder


def bootstrap(project: Path, tools: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "script" / "bootstrap", *options],
        env=environment(tools),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(tools: Path) -> dict[str, str]:
    return {"PATH": str(tools), "HOME": os.environ.get("HOME", "/")}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_it_mends_the_environment_once_and_then_has_nothing_to_say(project: Path, tools: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python")
    first = bootstrap(project, tools)
    assert first.returncode == 0, first.stderr
    assert ".venv is broken" in first.stderr
    assert "making .venv" in first.stderr
    assert (project / ".venv" / "bin" / "python").exists()
    again = bootstrap(project, tools)
    # The project has no phone app; that is all there is to say.
    assert (again.returncode, again.stderr.count("\n")) == (0, 1), again.stderr


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_second_set_up_waits_for_the_first(project: Path, tools: Path) -> None:
    (project / "var").mkdir()
    with (project / "var" / "set-up.lock").open("w") as lock, (project / "said").open("w") as said:
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = subprocess.Popen([project / "script" / "bootstrap"], env=environment(tools), stderr=said)
        wait_for(lambda: "another set-up is running" in (project / "said").read_text(), "it says that it waits")
        assert not (project / ".venv").exists()
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert running.wait(100) == 0
    assert (project / ".venv").exists()


def test_a_python_that_is_too_old_is_named_with_what_to_do(project: Path, tools: Path) -> None:
    (tools / "python3").unlink()
    (tools / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 || exit 1\n')
    (tools / "python3").chmod(0o755)
    done = bootstrap(project, tools)
    assert done.returncode == 2
    assert "needs Python 3.11 or newer; found: Python 3.9.2" in done.stderr
    assert "apt install python3" in done.stderr


def test_an_unknown_word_is_refused(project: Path, tools: Path) -> None:
    done = bootstrap(project, tools, "--test")
    assert done.returncode == 2
    assert "does not know '--test'" in done.stderr


@pytest.mark.parametrize("name", ["bootstrap", "server", "demo", "test", "lint", "lock"])
def test_every_script_is_executable_and_reads_as_bash(name: str) -> None:
    path = ROOT / "script" / name
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0

"""Fixtures for every test: databases of both kinds, the application, a real server, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.database import Database, open_database
from models.schema import migrate
from server.settings import Settings
from tests.support.absent import MARK, not_run
from tests.support.private_postgresql import PrivateServer, find_programs, running_server
from tests.support.server_process import ServerProcess

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.close()  # the last to close moves everything from the WAL into the file
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PrivateServer]:
    programs = find_programs()
    if programs is None:
        not_run("PostgreSQL", "apt install postgresql postgresql-contrib   (or: script/bootstrap --tests as root)")
    with running_server(programs) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PrivateServer) -> Iterator[str]:
    """The address of a migrated, empty PostgreSQL database."""
    name = postgresql_server.lend_database()
    yield postgresql_server.url(name)
    postgresql_server.take_back(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite database."""
    path = tmp_path / "rounds.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database, once of each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, once of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes; the test commits."""
    with database.session() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation in a folder of the test's own."""
    return Settings(var_dir=tmp_path / "var", database_url=database_url, workers=1, working_hours="always")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    from server.app import create_app

    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions["rounds"].database.close()


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as opened:
        yield opened


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Make and start real servers: `start_server("--https", WORKERS="2")`; all are gone after the test."""
    started: list[ServerProcess] = []

    def start(*options: str, var_dir: Path = tmp_path / "var", **environment: str) -> ServerProcess:
        server = ServerProcess(var_dir, environment, options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.kill()


@pytest.fixture
def server_process(start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """A real server with one worker on a folder of the test's own."""
    return start_server()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program file."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        not_run("Chromium", "apt install chromium   (or: script/bootstrap --tests as root)")
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run, and how to get it."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ").removeprefix(MARK)
        reasons[reason] = reasons.get(reason, 0) + 1
    lines = [f"{count} TESTS: {reason}" for reason, count in sorted(reasons.items())]
    lines += [line for line in os.environ.get("ROUNDS_NOT_RUN", "").splitlines() if line]
    if lines:
        terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.line(f"NOT RUN: {line}", red=True)

"""A PostgreSQL server of the test run's own: private folder and socket, no port, gone with the run."""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import URL

from models.database import open_database
from models.schema import migrate

DEBIAN_FOLDERS = Path("/usr/lib/postgresql")
START_WITHIN_S = 60.0
TEMPLATE = "rounds_template"
PR_SET_PDEATHSIG = 1
Row = tuple[object, ...]
# What changes with every table, column, index, constraint, trigger and function that is made or dropped.
SHAPE = """
SELECT (SELECT array_agg((oid, relname, relnatts)::text ORDER BY relname) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_attribute WHERE NOT attisdropped),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
       (SELECT array_agg(version_num) FROM alembic_version)
"""
# Without triggers and foreign keys; the sequences count from one again, as in a new database.
EMPTY = """
DO $$
DECLARE named text; has_rows boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR named IN SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', named) INTO has_rows;
    IF has_rows THEN EXECUTE format('DELETE FROM %I', named); END IF;
  END LOOP;
  FOR named IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
  LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', named);
  END LOOP;
END $$
"""
# Nothing here must outlive the run, so nothing waits for a disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB")


def find_programs() -> Path | None:
    """Return the folder with initdb and postgres, or None."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(DEBIAN_FOLDERS.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@dataclass(slots=True)
class PrivateServer:
    """A running server; `new_database` copies a migrated template, `lend_database` empties one that was used before."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _idle: list[str] = field(default_factory=list)
    _shape: Row = ()

    def url(self, name: str) -> str:
        return URL.create(
            "postgresql+psycopg", "postgres", database=name, query={"host": str(self.folder)}
        ).render_as_string()

    def new_database(self) -> str:
        """Return the name of a fresh, migrated, empty database."""
        name = f"test_{next(self._numbers)}"
        self.run_sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def drop_database(self, name: str) -> None:
        self.run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def lend_database(self) -> str:
        """Return the name of a migrated, empty database; copying one takes ten times as long as emptying one."""
        return self._idle.pop() if self._idle else self.new_database()

    def take_back(self, name: str) -> None:
        """End what still works with a database and empty it; one whose tables are no longer those made is dropped."""
        self.run_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        with self._connect(name) as connection:
            shape = connection.execute(SHAPE).fetchone() or ()
            self._shape = self._shape or self._shape_of_template()
            is_as_made = shape == self._shape
            if is_as_made:
                connection.execute(EMPTY)
        if is_as_made:
            self._idle.append(name)
        else:
            self.drop_database(name)

    def _shape_of_template(self) -> Row:
        with self._connect(TEMPLATE) as connection:
            return connection.execute(SHAPE).fetchone() or ()

    def run_sql(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _connect(self, name: str) -> psycopg.Connection[Row]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)


@contextmanager
def running_server(programs: Path) -> Iterator[PrivateServer]:
    """Start a server with a migrated template database; stop it and remove everything at the end."""
    folder = Path(tempfile.mkdtemp(prefix="rounds-pg-"))
    # PostgreSQL refuses to run as root: then as the user that its package made.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    process = None
    try:
        _run_initdb(programs, folder, user)
        process = _start(programs, folder, user)
        server = PrivateServer(folder)
        _wait_until_open(server, process)
        _make_template(server)
        yield server
    finally:
        if process:
            process.send_signal(signal.SIGQUIT)
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _run_initdb(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        [programs / "initdb", "-D", folder / "data", *options],
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _start(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    settings = [part for setting in FAST for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *settings],
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=[] if user else None,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
            preexec_fn=_end_with_parent,
        )


def _end_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_open(server: PrivateServer, process: subprocess.Popen[bytes]) -> None:
    deadline_s = time.monotonic() + START_WITHIN_S
    while True:
        try:
            server.run_sql("SELECT 1")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise RuntimeError((server.folder / "log").read_text()) from None
            time.sleep(0.05)


def _make_template(server: PrivateServer) -> None:
    server.run_sql(f"CREATE DATABASE {TEMPLATE}")
    database = open_database(server.url(TEMPLATE))
    try:
        migrate(database)
    finally:
        database.close()

"""A real server with Halyard Foods' names, and the two who use it: a phone that uploads, a desk that watches."""

from __future__ import annotations

import http.client
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.spoken_note import MIME_TYPE, PIECE_S, SpokenNote
from models.base import new_id
from models.database import open_database
from models.schema import migrate
from models.staff import Role, Staff
from server.demo.company import TABLES
from server.services.customers.table_import import import_tables
from server.settings import Settings
from tests.support.makers import make_phone
from tests.support.server_process import ServerProcess

ANSWER_WITHIN_S = 240.0  # far beyond every floor, for a machine with other work
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class House:
    """A running server on loopback with one rep's phone and one desk."""

    server: ServerProcess
    phone: Phone
    desk: Desk

    @property
    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid


@contextmanager
def live_house() -> Iterator[House]:
    """Start everything on a folder of its own: supervisor, web process, one worker, trial model, SQLite."""
    with tempfile.TemporaryDirectory(prefix="rounds-bench-") as folder:
        var_dir = Path(folder) / "var"
        phone_headers, desk_headers = furnish(var_dir)
        server = ServerProcess(var_dir, {"WORKERS": "1"}).start()
        desk = Desk(server.port, desk_headers)
        try:
            desk.watch()
            yield House(server, Phone(server.port, phone_headers), desk)
        finally:
            server.stop()


def furnish(var_dir: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Make a database with Halyard Foods' names; return the headers of a rep's phone and of a desk."""
    settings = Settings(var_dir=var_dir)
    database = open_database(settings.database)
    migrate(database)
    with database.session() as session:
        import_tables(session, TABLES)
        rep = session.scalars(select(Staff).where(Staff.role == Role.REP).order_by(Staff.reference)).first()
        support = session.scalars(select(Staff).where(Staff.role == Role.SUPPORT).order_by(Staff.reference)).first()
        assert rep is not None and support is not None
        _, phone_headers = make_phone(session, rep)
        _, desk_headers = make_phone(session, support, "The desk's key")
        session.commit()
    database.close()
    return phone_headers, desk_headers


@dataclass(slots=True)
class Phone:
    """Uploads a note as the app does: announcement, numbered pieces, completion, over one kept connection."""

    port: int
    headers: dict[str, str]
    shown: list[tuple[float, str]] = field(default_factory=list)

    def speak(self, note: SpokenNote, *, in_real_time: bool) -> tuple[str, float]:
        """Send a note, two pieces a second when in real time; return its id and when speech ended (monotonic s).

        `shown` has afterwards the words on the phone's screen, each with how long after the beginning they came.
        """
        self.shown = []
        recording_id = new_id()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
        started_at, began_s = datetime.now(UTC), time.monotonic()
        where = f"/api/recordings/{recording_id}"
        announced = {"mime_type": MIME_TYPE, "started_at": started_at.isoformat(), "visit_id": None, "position": None}
        self._put(connection, where, json.dumps(announced).encode(), "application/json")
        for number, piece in enumerate(note.pieces):
            spoken_until_s = min((number + 1) * PIECE_S, note.seconds)
            if in_real_time:
                time.sleep(max(0.0, began_s + spoken_until_s - time.monotonic()))
            ended_s = began_s + note.seconds if in_real_time else time.monotonic()
            words = self._put(connection, f"{where}/chunks/{number}", piece, MIME_TYPE)["live_text"]
            self.shown.append((time.monotonic() - began_s, words))
        ended_at = started_at + timedelta(seconds=note.seconds)
        completed = {"chunk_count": len(note.pieces), "ended_at": ended_at.isoformat()}
        answer = self._put(connection, f"{where}/completion", json.dumps(completed).encode(), "application/json")
        connection.close()
        if answer["missing"]:
            raise RuntimeError(f"the server misses pieces of {recording_id}: {answer}")
        return recording_id, ended_s

    def read(self, recording_id: str) -> dict[str, Any]:
        """Return a note as the API shows it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
        connection.request("GET", f"/api/recordings/{recording_id}", headers=self.headers)
        answer = connection.getresponse()
        read: dict[str, Any] = json.loads(answer.read())
        connection.close()
        return read

    def _put(self, connection: http.client.HTTPConnection, path: str, body: bytes, kind: str) -> dict[str, Any]:
        connection.request("PUT", path, body, self.headers | {"Content-Type": kind})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"PUT {path}: {answer.status} {content[:500]!r}")
        read: dict[str, Any] = json.loads(content)
        return read


@dataclass(slots=True)
class Desk:
    """An open desk page: follows the feed and fetches the card of each note that was understood."""

    port: int
    headers: dict[str, str]
    _shown_s: dict[str, tuple[float, float]] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def watch(self) -> None:
        """Begin to follow the feed; returns once it is open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
        connection.request("GET", "/feed?after=0", headers=self.headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"GET /feed: {answer.status} {answer.read()[:500]!r}")
        answer.readline()  # the server's first line: the reader is registered from here on
        threading.Thread(target=self._follow, args=(answer,), name="desk", daemon=True).start()

    def wait_for_card(self, recording_id: str) -> tuple[float, float]:
        """Return when the event of a note's entry came and when its card was here (monotonic s)."""
        with self._changed:
            if not self._changed.wait_for(lambda: recording_id in self._shown_s, ANSWER_WITHIN_S):
                raise RuntimeError(f"no entry of {recording_id} within {ANSWER_WITHIN_S:.0f} s")
            return self._shown_s[recording_id]

    def _follow(self, answer: http.client.HTTPResponse) -> None:
        kind = ""
        while line := answer.readline():
            if line.startswith(b"event: "):
                kind = line[7:].strip().decode()
            elif line.startswith(b"data: ") and kind == "entry.made":
                self._show(json.loads(line[6:])["recording_id"], time.monotonic())

    def _show(self, recording_id: str, told_s: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
        connection.request("GET", f"/notes/{recording_id}/card", headers=self.headers)
        answer = connection.getresponse()
        card = answer.read()
        connection.close()
        if answer.status != 200 or recording_id.encode() not in card:
            raise RuntimeError(f"the card of {recording_id}: {answer.status} {card[:500]!r}")
        with self._changed:
            self._shown_s[recording_id] = (told_s, time.monotonic())
            self._changed.notify_all()


def machine() -> str:
    """Say on what was measured: cores and load, for figures mean nothing without."""
    load = ", ".join(f"{average:.2f}" for average in os.getloadavg())
    return f"{os.cpu_count()} cores, load averages {load} (1, 5, 15 min)"


def cpu_seconds(pid: int) -> float:
    """Return the CPU that a process and all below it have used, those that have ended and were waited for too."""
    from tests.support.processes import descendants

    return sum(_own_cpu_seconds(one) for one in {pid} | descendants(pid))


def _own_cpu_seconds(pid: int) -> float:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(ticks) for ticks in parts[11:15]) / CLOCK_TICKS

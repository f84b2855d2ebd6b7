"""A phone that never gives up: sends notes through the API as the app's outbox does, past refusals and dead servers."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

ANSWER_WITHIN_S = 60.0
PAUSE_S = 0.2


class GivenUp(RuntimeError):
    """The server refused what it may never refuse, or was silent for too long."""


@dataclass(frozen=True, slots=True)
class Note:
    """One recording as a phone keeps it."""

    id: str
    mime_type: str
    pieces: Sequence[bytes]
    started_at: datetime
    seconds: float = 2.0

    @property
    def data(self) -> bytes:
        return b"".join(self.pieces)


@dataclass(slots=True)
class StubbornPhone:
    """Sends a note until the server says that it misses nothing; `patience_s` is for a server that does not answer."""

    port: int
    headers: dict[str, str]
    patience_s: float = 120.0
    tries: int = 0
    again: int = 0
    _connection: http.client.HTTPConnection | None = None

    def send(self, note: Note, pause_s: float = 0.0) -> None:
        """Announce, send the pieces in order, complete; whatever is missed is sent again."""
        where = f"/api/recordings/{note.id}"
        self.send_pieces(note, pause_s)
        missing: Sequence[int] = ()
        while True:
            self._send_numbers(note, missing, pause_s)
            ended_at = note.started_at + timedelta(seconds=note.seconds)
            completed = {"chunk_count": len(note.pieces), "ended_at": ended_at.isoformat()}
            missing = self._put(f"{where}/completion", completed)["missing"]
            if not missing:
                return

    def send_pieces(self, note: Note, pause_s: float = 0.0) -> None:
        """Announce, and send the pieces in order."""
        announced = {"mime_type": note.mime_type, "started_at": note.started_at.isoformat()}
        self._put(f"/api/recordings/{note.id}", announced)
        self._send_numbers(note, range(len(note.pieces)), pause_s)

    def _send_numbers(self, note: Note, numbers: Sequence[int], pause_s: float) -> None:
        for number in numbers:
            self._request("PUT", f"/api/recordings/{note.id}/chunks/{number}", note.pieces[number], note.mime_type)
            time.sleep(pause_s)

    def read(self, note_id: str) -> dict[str, Any]:
        """Return a note as the API shows it."""
        read: dict[str, Any] = json.loads(self._request("GET", f"/api/recordings/{note_id}", None, ""))
        return read

    def download(self, note_id: str) -> bytes:
        return self._request("GET", f"/api/recordings/{note_id}/audio", None, "")

    def _put(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self._request("PUT", path, json.dumps(sent).encode(), "application/json"))
        return read

    def _request(self, method: str, path: str, body: bytes | None, kind: str) -> bytes:
        """Return the answer's body; a server that is gone or has trouble is asked again, as the outbox does."""
        until_s = time.monotonic() + self.patience_s
        while True:
            self.tries += 1
            try:
                status, content = self._ask(method, path, body, kind)
                if status < 300:
                    return content
                if status < 500:
                    raise GivenUp(f"{method} {path}: {status} {content[:300]!r}")
            except (OSError, http.client.HTTPException):
                self._forget()
            if time.monotonic() > until_s:
                raise GivenUp(f"{method} {path}: no answer for {self.patience_s:.0f} s")
            self.again += 1
            time.sleep(PAUSE_S)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
        self._connection.request(method, path, body, self.headers | ({"Content-Type": kind} if kind else {}))
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def hang_up(self) -> None:
        """Drop the connection, as a killed app does."""
        self._forget()


def now() -> datetime:
    return datetime.now(UTC)

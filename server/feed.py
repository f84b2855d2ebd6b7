"""Live pages: one watcher in each process reads new events and hands them to every open page."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models.database import Database
from models.event import Event, events_after, newest_event_id

LOOK_EVERY_S = 0.15
PING_EVERY_S = 15.0
LONGEST_QUEUE = 200
REPLAYED_AT_A_TIME = 500
AFTER_TROUBLE_S = 2.0
log = structlog.get_logger()


class Feed:
    """Events as they are committed by any process, for any number of readers in this one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._readers: set[queue.Queue[dict[str, Any] | None]] = set()
        self._watcher: threading.Thread | None = None

    def stream(self, last_id: int | None) -> Iterator[str]:
        """Yield server-sent events: those missed since `last_id`, then new ones; a comment every 15 s.

        A reader too slow to take its events is cut off; its browser comes back with the last id it saw.
        """
        reader: queue.Queue[dict[str, Any] | None] = queue.Queue(LONGEST_QUEUE)
        with self._lock:
            self._readers.add(reader)
            self._see_to_watcher()
        try:
            yield ": hello\n\n"
            newest = last_id or 0
            if last_id is not None:
                for event in self._missed(last_id):
                    newest = event["id"]
                    yield _as_sse(event)
            yield from self._follow(reader, newest)
        finally:
            with self._lock:
                self._readers.discard(reader)

    def _follow(self, reader: queue.Queue[dict[str, Any] | None], newest: int) -> Iterator[str]:
        while True:
            try:
                event = reader.get(timeout=PING_EVERY_S)
            except queue.Empty:
                yield ": still here\n\n"
                continue
            if event is None:
                return
            if event["id"] > newest:
                newest = event["id"]
                yield _as_sse(event)

    def _missed(self, last_id: int) -> Iterator[dict[str, Any]]:
        while True:
            with self._database.reading() as session:
                missed = [as_message(event) for event in events_after(session, last_id, REPLAYED_AT_A_TIME)]
            yield from missed
            if len(missed) < REPLAYED_AT_A_TIME:
                return
            last_id = missed[-1]["id"]

    def _see_to_watcher(self) -> None:
        if self._watcher is None or not self._watcher.is_alive():
            with self._database.reading() as session:
                newest = newest_event_id(session)
            self._watcher = threading.Thread(target=self._watch, args=(newest,), name="feed", daemon=True)
            self._watcher.start()

    def _watch(self, newest: int) -> None:
        is_behind = True
        with closing(self._database.change_watch()) as changes:
            while True:
                with self._lock:
                    if not self._readers:
                        self._watcher = None
                        return
                fresh = self._fresh(newest) if changes.has_news() or is_behind else []
                is_behind = bool(fresh)
                if fresh:
                    newest = fresh[-1]["id"]
                    self._hand_out(fresh)
                else:
                    time.sleep(LOOK_EVERY_S)

    def _fresh(self, newest: int) -> list[dict[str, Any]]:
        try:
            with self._database.reading() as session:
                is_news = newest_event_id(session) > newest  # costs half of what reading no events costs
                return [as_message(event) for event in events_after(session, newest)] if is_news else []
        except SQLAlchemyError:
            log.exception("the feed cannot read events; it tries again")
            time.sleep(AFTER_TROUBLE_S)
            return []

    def _hand_out(self, events: list[dict[str, Any]]) -> None:
        with self._lock:
            for reader in list(self._readers):
                try:
                    for event in events:
                        reader.put_nowait(event)
                except queue.Full:
                    self._readers.discard(reader)
                    _cut_off(reader)


def _cut_off(reader: queue.Queue[dict[str, Any] | None]) -> None:
    while not reader.empty():
        reader.get_nowait()
    reader.put_nowait(None)


def as_message(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "staff_id": event.staff_id,
        "customer_id": event.customer_id,
        "recording_id": event.recording_id,
        "visit_id": event.visit_id,
        **event.details,
    }


def _as_sse(event: dict[str, Any]) -> str:
    return f"id: {event['id']}\nevent: {event['kind']}\ndata: {json.dumps(event)}\n\n"

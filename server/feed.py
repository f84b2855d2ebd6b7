"""Live pages: one watcher in each process reads new events and hands them to every open page."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.database import Database
from models.event import NOTE_HIDDEN, Event, events_after, newest_event_id
from models.notice import NOTICE_CHANGED
from models.recording import Recording

LOOK_EVERY_S = 0.15
PING_EVERY_S = 15.0
LONGEST_QUEUE = 200
REPLAYED_AT_A_TIME = 500
AFTER_TROUBLE_S = 2.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sent:
    """One event as pages take it; `only_for` is the one member of staff who may see it."""

    message: dict[str, Any]
    only_for: str | None

    def is_for(self, staff_id: str) -> bool:
        return self.only_for in (None, staff_id)


class Feed:
    """Events as they are committed by any process, for any number of readers in this one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._readers: set[queue.Queue[Sent | None]] = set()
        self._watcher: threading.Thread | None = None

    def stream(self, last_id: int | None, staff_id: str) -> Iterator[str]:
        """Yield server-sent events for somebody: those missed since `last_id`, then new ones; a comment every 15 s.

        Nothing is said of others' private notes. A reader too slow to take its events is cut off; its browser comes
        back with the last id it saw.
        """
        reader: queue.Queue[Sent | None] = queue.Queue(LONGEST_QUEUE)
        with self._lock:
            self._readers.add(reader)
            self._see_to_watcher()
        try:
            yield ": hello\n\n"
            newest = last_id or 0
            if last_id is not None:
                for sent in self._missed(last_id):
                    newest = sent.message["id"]
                    if sent.is_for(staff_id):
                        yield _as_sse(sent.message)
            yield from self._follow(reader, newest, staff_id)
        finally:
            with self._lock:
                self._readers.discard(reader)

    def _follow(self, reader: queue.Queue[Sent | None], newest: int, staff_id: str) -> Iterator[str]:
        while True:
            try:
                sent = reader.get(timeout=PING_EVERY_S)
            except queue.Empty:
                yield ": still here\n\n"
                continue
            if sent is None:
                return
            if sent.message["id"] > newest:
                newest = sent.message["id"]
                if sent.is_for(staff_id):
                    yield _as_sse(sent.message)

    def _missed(self, last_id: int) -> Iterator[Sent]:
        while True:
            with self._database.reading() as session:
                missed = _addressed(session, events_after(session, last_id, REPLAYED_AT_A_TIME))
            yield from missed
            if len(missed) < REPLAYED_AT_A_TIME:
                return
            last_id = missed[-1].message["id"]

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
                    newest = fresh[-1].message["id"]
                    self._hand_out(fresh)
                else:
                    time.sleep(LOOK_EVERY_S)

    def _fresh(self, newest: int) -> list[Sent]:
        try:
            with self._database.reading() as session:
                is_news = newest_event_id(session) > newest  # costs half of what reading no events costs
                return _addressed(session, events_after(session, newest)) if is_news else []
        except SQLAlchemyError:
            log.exception("the feed cannot read events; it tries again")
            time.sleep(AFTER_TROUBLE_S)
            return []

    def _hand_out(self, events: list[Sent]) -> None:
        with self._lock:
            for reader in list(self._readers):
                try:
                    for event in events:
                        reader.put_nowait(event)
                except queue.Full:
                    self._readers.discard(reader)
                    _cut_off(reader)


def _addressed(session: Session, events: Sequence[Event]) -> list[Sent]:
    """Write events as messages; those of a private note are for its author alone."""
    ids = {event.recording_id for event in events if event.recording_id}
    private = select(Recording.id, Recording.staff_id).where(Recording.id.in_(ids), Recording.is_private)
    authors = {row.id: row.staff_id for row in session.execute(private)} if ids else {}
    return [Sent(as_message(event), _only_for(event, authors)) for event in events]


def _only_for(event: Event, authors: Mapping[str, str]) -> str | None:
    if event.kind == NOTE_HIDDEN:
        return None
    return event.staff_id if event.kind == NOTICE_CHANGED else authors.get(event.recording_id or "")


def _cut_off(reader: queue.Queue[Sent | None]) -> None:
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

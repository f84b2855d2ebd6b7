"""Lets the answer to a piece of sound bring the words of that very piece, while somebody is speaking."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import dataclass, field

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError

from models.database import Database
from models.recording import Recording

# A piece is heard about 0.2 s after it came. Waiting for that saves the words the half second until the next piece.
WORDS_WITHIN_S = 0.4
LOOK_EVERY_S = 0.04
LEAVE_AFTER_S = 2.0
_table = Recording.__table__.c
_SHOWN = select(_table.id, _table.live_text).where(_table.id.in_(bindparam("ids", expanding=True)))
log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class _Waiter:
    recording_id: str
    words: str
    has_come: threading.Event = field(default_factory=threading.Event)


class LiveAnswers:
    """Those who wait for words in this process: one of its threads looks for all of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiters: set[_Waiter] = set()
        self._is_somebody_new = False
        self._watcher: threading.Thread | None = None

    def await_words(self, recording_id: str, shown: str) -> str:
        """Return the live words as soon as they are others than `shown`; after a short while what there is."""
        waiter = _Waiter(recording_id, shown)
        with self._lock:
            self._waiters.add(waiter)
            self._is_somebody_new = True  # their words may have changed before anybody looked for them
            if self._watcher is None or not self._watcher.is_alive():
                self._watcher = threading.Thread(target=self._watch, name="live answers", daemon=True)
                self._watcher.start()
        waiter.has_come.wait(WORDS_WITHIN_S)
        with self._lock:
            self._waiters.discard(waiter)
        return waiter.words

    def _watch(self) -> None:
        needed_at_s = time.monotonic()
        with closing(self._database.change_watch()) as changes:
            while True:
                with self._lock:
                    waiting, is_somebody_new = list(self._waiters), self._is_somebody_new
                    self._is_somebody_new = False
                    if waiting:
                        needed_at_s = time.monotonic()
                    elif time.monotonic() - needed_at_s > LEAVE_AFTER_S:
                        self._watcher = None
                        return
                if waiting and (changes.has_news() or is_somebody_new):
                    self._tell(waiting)
                time.sleep(LOOK_EVERY_S)

    def _tell(self, waiting: list[_Waiter]) -> None:
        try:
            with self._database.looking() as connection:
                rows = connection.execute(_SHOWN, {"ids": sorted({waiter.recording_id for waiter in waiting})})
                words = {row.id: row.live_text for row in rows}
        except SQLAlchemyError:
            log.exception("live words cannot be read; the answers go without them")
            return
        for waiter in waiting:
            if words.get(waiter.recording_id, "") != waiter.words:
                waiter.words = words.get(waiter.recording_id, "")
                waiter.has_come.set()

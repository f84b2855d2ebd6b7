"""Plays the planned past in its order, so that events, ids and instants fit together."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from sqlalchemy import event as hooks
from sqlalchemy.orm import Session

from models.event import Event

Happening = Callable[[], None]


class Agenda:
    """What happened when. Happenings may plan later ones; nothing happens after `until`."""

    def __init__(self, session: Session, until: datetime) -> None:
        self.session = session
        self.until = until
        self._at = until
        self._planned: list[tuple[datetime, int, Happening]] = []
        self._order = count()

    def plan(self, at: datetime, happening: Happening) -> None:
        if at <= self.until:
            heapq.heappush(self._planned, (at, next(self._order), happening))

    def play(self) -> None:
        """Let everything happen, oldest first; the events that it leaves carry its instant."""
        hooks.listen(self.session, "before_flush", self._date_events)
        try:
            while self._planned:
                self._at, _, happening = heapq.heappop(self._planned)
                happening()
                self._date_events()
            self.session.flush()
        finally:
            hooks.remove(self.session, "before_flush", self._date_events)

    def _date_events(self, *_: object) -> None:
        for event in self.session.new:
            if isinstance(event, Event) and event.at is None:
                event.at = self._at

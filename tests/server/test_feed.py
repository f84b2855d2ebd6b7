"""The feed gives each reader every event once, in order, also those missed while it was away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from itertools import islice

import pytest
from sqlalchemy.exc import OperationalError

from models.database import Database
from models.event import record_event
from server import feed as feed_module
from server.feed import LONGEST_QUEUE, Feed

NOBODY = "nobody in particular"


def write(database: Database, *kinds: str) -> None:
    with database.session() as session:
        for kind in kinds:
            record_event(session, kind)
        session.commit()


def kinds_of(stream: Iterator[str], count: int) -> list[str]:
    told = (line for line in stream if line.startswith("id:"))
    return [json.loads(line.split("data: ", 1)[1])["kind"] for line in islice(told, count)]


def test_a_reader_gets_what_comes_after_it_opened(database: Database) -> None:
    write(database, "before")
    stream = Feed(database).stream(None, NOBODY)
    assert next(stream).startswith(":")
    write(database, "one", "two")
    assert kinds_of(stream, 2) == ["one", "two"]
    stream.close()
    settle(database)


def test_a_reader_that_comes_back_misses_nothing_however_much_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "REPLAYED_AT_A_TIME", 3)
    write(database, *[f"missed {number}" for number in range(8)])
    stream = Feed(database).stream(0, NOBODY)
    assert kinds_of(stream, 8) == [f"missed {number}" for number in range(8)]
    stream.close()
    settle(database)


def test_a_reader_too_slow_is_cut_off_and_others_go_on(database: Database) -> None:
    feed = Feed(database)
    slow, quick = feed.stream(None, NOBODY), feed.stream(None, NOBODY)
    next(slow), next(quick)
    seen: list[str] = []
    reading = threading.Thread(target=lambda: seen.extend(kinds_of(quick, LONGEST_QUEUE + 20)))
    reading.start()
    for number in range(LONGEST_QUEUE + 20):
        write(database, f"event {number}")
        time.sleep(0.001)
    reading.join(60)
    assert len(seen) == LONGEST_QUEUE + 20
    assert len(kinds_of(slow, LONGEST_QUEUE + 20)) <= LONGEST_QUEUE
    quick.close()
    settle(database)


def test_a_database_that_fails_for_a_moment_does_not_end_the_feed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "AFTER_TROUBLE_S", 0.05)
    real, failures = feed_module.newest_event_id, iter([True, True])

    def now_and_then(*asked: object) -> object:
        if next(failures, False):
            raise OperationalError("SELECT", {}, Exception("gone away"))
        return real(*asked)  # type: ignore[arg-type]

    stream = Feed(database).stream(None, NOBODY)
    next(stream)
    monkeypatch.setattr(feed_module, "newest_event_id", now_and_then)
    write(database, "after the trouble")
    assert kinds_of(stream, 1) == ["after the trouble"]
    stream.close()
    settle(database)


def settle(database: Database) -> None:
    """Wait until the watcher has seen that nobody reads, so that it does not touch a closed database."""
    for _look in range(200):
        if not any(thread.name == "feed" for thread in threading.enumerate()):
            return
        time.sleep(0.05)
    raise AssertionError("the feed's watcher did not end")

"""Events are read in the order in which they were committed, so that no live page misses one."""

from __future__ import annotations

import threading
import time

from models.database import Database
from models.event import events_after, newest_event_id, record_event


def test_a_slow_transaction_is_not_passed_over(database: Database) -> None:
    seen: list[str] = []
    is_done = threading.Event()

    def follow() -> None:
        last_id = 0
        while not is_done.is_set() or len(seen) < 2:
            with database.reading() as session:
                for event in events_after(session, last_id):
                    last_id = event.id
                    seen.append(event.kind)
            time.sleep(0.01)

    def write_slowly() -> None:
        with database.session() as session:
            record_event(session, "slow")
            session.flush()
            time.sleep(0.4)
            session.commit()

    follower, slow = threading.Thread(target=follow), threading.Thread(target=write_slowly)
    follower.start()
    slow.start()
    time.sleep(0.1)
    with database.session() as session:
        record_event(session, "quick")
        session.commit()
    slow.join()
    is_done.set()
    follower.join(10)
    assert sorted(seen) == ["quick", "slow"]


def test_reading_goes_on_after_the_last_seen(database: Database) -> None:
    with database.session() as session:
        for kind in ("one", "two", "three"):
            record_event(session, kind)
        session.commit()
        last = newest_event_id(session)
        assert [event.kind for event in events_after(session, last - 2)] == ["two", "three"]

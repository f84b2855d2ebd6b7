"""Sessions wait for each other instead of failing, and readers wait for nobody."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from models.customer import Customer
from models.database import Database, open_database
from models.staff import Role, Staff
from tests.support.makers import make_staff


def test_read_then_write_from_many_threads_loses_nothing(database: Database) -> None:
    with database.session() as session:
        staff_id = make_staff(session, team="0").id
        session.commit()

    def add_one() -> None:
        for _time in range(10):
            with database.session() as session:
                staff = session.get_one(Staff, staff_id, with_for_update=True)
                staff.team = str(int(staff.team) + 1)
                session.commit()

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.get_one(Staff, staff_id).team == "40"


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.session() as writer:
        make_staff(writer)
        with database.reading() as reader:
            assert reader.scalars(select(Staff)).all() == []
        writer.commit()


def test_what_is_not_committed_is_gone(database: Database) -> None:
    with database.session() as session:
        make_staff(session)
    with database.reading() as session:
        assert session.scalars(select(Staff)).all() == []


def test_an_instant_without_zone_is_refused(session: Session) -> None:
    session.add(Staff(name="Ana", role=Role.REP, created_at=datetime(2026, 3, 10)))  # noqa: DTZ001 - what is refused
    with pytest.raises(StatementError, match="no time zone"):
        session.flush()


def test_a_watch_tells_of_what_others_committed(database: Database) -> None:
    with closing(database.change_watch()) as changes:
        changes.has_news()
        with database.session() as session:
            session.add(Customer(name="Bellavista Bistro"))
            session.commit()
        assert changes.has_news()


def test_a_watch_on_sqlite_is_quiet_until_something_is_committed(sqlite_url: str) -> None:
    with closing(open_database(sqlite_url)) as database, closing(database.change_watch()) as changes:
        assert changes.has_news()
        assert not changes.has_news()
        with database.reading() as session:
            session.scalar(select(Customer.id))
        assert not changes.has_news()


def test_a_watch_says_so_once_a_second_in_any_case(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.database.CERTAIN_EVERY_S", 0.0)
    with closing(open_database(sqlite_url)) as database, closing(database.change_watch()) as changes:
        assert changes.has_news()
        assert changes.has_news()

"""Today holds the visits and notes of one's own day, in a flat number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from models.base import new_id
from models.database import Database
from models.entry import Entry, EntryVersion
from models.recording import Recording, RecordingState, Transcript
from models.staff import Staff
from models.visit import Visit
from tests.server.api.conftest import Phone
from tests.support.makers import TUESDAY_MORNING, make_customer, make_recording


def fill(house: Database, staff_id: str, count: int) -> None:
    with house.session() as session:
        customer = make_customer(session, f"Customer {new_id()}")
        staff = session.get_one(Staff, staff_id)
        for number in range(count):
            at = TUESDAY_MORNING + timedelta(minutes=10 * number)
            visit = Visit(
                staff_id=staff_id,
                customer_id=customer.id,
                arrived_at=at,
                left_at=at + timedelta(minutes=5),
                probability=0.9,
            )
            session.add(visit)
            session.flush()
            recording = make_recording(
                session, staff, started_at=at, state=RecordingState.READY, customer_id=customer.id, visit_id=visit.id
            )
            recording.transcript = Transcript(
                text="hello", words=[["hello", 0.0, 0.4, 1.0]], seconds=1.0, model="m", is_trial=False
            )
            entry = Entry(recording_id=recording.id, customer_id=customer.id)
            entry.versions.append(EntryVersion(number=1, content={}))
            session.add(entry)
        session.commit()


def test_the_day_is_read_in_the_companys_zone(phone: Phone, house: Database) -> None:
    fill(house, phone.staff_id, 1)
    today = phone.get("/api/today?on=2026-03-10").json or {}
    assert (len(today["visits"]), len(today["recordings"])) == (1, 1)
    assert today["visits"][0]["recording_ids"] == [today["recordings"][0]["id"]]
    assert (phone.get("/api/today?on=2026-03-11").json or {})["visits"] == []


def test_nobody_sees_somebody_elses_day(pair: Callable[..., Phone], house: Database) -> None:
    ana, bo = pair("Ana"), pair("Bo")
    fill(house, ana.staff_id, 2)
    assert (bo.get("/api/today?on=2026-03-10").json or {})["recordings"] == []


def test_a_full_day_takes_no_more_queries_than_a_short_one(phone: Phone, house: Database) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(house.engine, "before_cursor_execute", count)
    fill(house, phone.staff_id, 1)
    phone.get("/api/today?on=2026-03-10")
    asked.clear()
    phone.get("/api/today?on=2026-03-10")
    short = len(asked)
    fill(house, phone.staff_id, 12)
    phone.get("/api/today?on=2026-03-10")
    asked.clear()
    answer = phone.get("/api/today?on=2026-03-10").json or {}
    assert len(answer["recordings"]) == 13
    assert len(asked) <= short


@pytest.mark.parametrize("on", ["tuesday", "0001-01-01", "9999-12-31", "2026-13-40"])
def test_a_day_that_is_none_is_refused_in_words(phone: Phone, on: str) -> None:
    assert phone.get(f"/api/today?on={on}").status_code == 422


def test_a_recording_of_the_day_says_where_it_stands(phone: Phone, house: Database) -> None:
    with house.session() as session:
        staff = session.get_one(Staff, phone.staff_id)
        make_recording(session, staff, state=RecordingState.UNDECODABLE, problem="It could not be heard.")
        session.commit()
    recording = (phone.get("/api/today?on=2026-03-10").json or {})["recordings"][0]
    assert (recording["state"], recording["problem"]) == ("undecodable", "It could not be heard.")
    with house.reading() as session:
        assert session.get_one(Recording, recording["id"]).staff_id == phone.staff_id

"""The rep's word on a visit through the API, and the visit as the phone is shown it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from models.base import new_id, now
from models.database import Database
from models.event import Event
from models.staff import Staff
from models.visit import Decision, Visit
from server.services.visits.visit_reading import read_visits, visits_on
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_recording


@pytest.fixture
def customers(house: Database) -> tuple[str, str]:
    with house.session() as session:
        ids = make_customer(session, "Bellavista Bistro").id, make_customer(session, "Hotel Marchetti").id
        session.commit()
        return ids


def make_visit(house: Database, phone: Phone, customer_id: str | None, **more: Any) -> str:
    at = now() - timedelta(hours=5)
    values: dict[str, Any] = {"arrived_at": at, "left_at": at + timedelta(minutes=30), "probability": 0.9, **more}
    with house.session() as session:
        visit = Visit(staff_id=phone.staff_id, customer_id=customer_id, **values)
        session.add(visit)
        session.commit()
        return visit.id


def stored(house: Database, visit_id: str) -> Visit:
    with house.reading() as session:
        return session.get_one(Visit, visit_id)


def test_confirming_is_kept_with_who_and_when(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    visit_id = make_visit(house, phone, customers[0], is_question=True)
    answer = phone.put(f"/api/visits/{visit_id}/decision", json={"decision": "confirmed"})
    assert answer.status_code == 200
    assert answer.get_json()["certainty"] == "confirmed"
    assert answer.get_json()["customer"] == {"id": customers[0], "name": "Bellavista Bistro"}
    visit = stored(house, visit_id)
    assert (visit.decision, visit.decided_by_id, visit.is_question) == (Decision.CONFIRMED, phone.staff_id, False)
    assert visit.decided_at is not None


def test_saying_it_twice_is_one_event(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    visit_id = make_visit(house, phone, customers[0])
    said = {"decision": "changed", "customer_id": customers[1]}
    first, second = (phone.put(f"/api/visits/{visit_id}/decision", json=said) for _ in range(2))
    assert first.get_json() == second.get_json()
    assert first.get_json()["customer"]["name"] == "Hotel Marchetti"
    with house.reading() as session:
        assert list(session.scalars(select(Event.kind).where(Event.kind == "visit.decided"))) == ["visit.decided"]


def test_a_deleted_visit_is_shown_no_more(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    visit_id = make_visit(house, phone, customers[0])
    assert phone.put(f"/api/visits/{visit_id}/decision", json={"decision": "deleted"}).status_code == 200
    with house.reading() as session:
        assert visits_on(session, phone.staff_id, now() - timedelta(days=1), now()) == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"decision": "changed"}, 422),
        ({"decision": "maybe"}, 422),
        ({"decision": True}, 422),
        ({"decision": "changed", "customer_id": "x"}, 422),
        ({"decision": "confirmed", "arrived_at": "10:02"}, 422),
        ({}, 422),
    ],
)
def test_a_decision_that_cannot_be_is_refused_in_words(
    phone: Phone, house: Database, said: dict[str, Any], status: int
) -> None:
    visit_id = make_visit(house, phone, None)
    answer = phone.put(f"/api/visits/{visit_id}/decision", json=said)
    assert answer.status_code == status
    assert answer.get_json()["detail"]
    assert stored(house, visit_id).decision is None


def test_changing_to_nobody_asks_for_the_customer(phone: Phone, house: Database) -> None:
    visit_id = make_visit(house, phone, None)
    answer = phone.put(f"/api/visits/{visit_id}/decision", json={"decision": "changed"})
    assert answer.get_json()["type"].endswith("/customer-needed")


@pytest.mark.parametrize("visit_id", ["x", "%00", "🙂"])
def test_an_unknown_visit_is_said_to_be_unknown(phone: Phone, visit_id: str) -> None:
    assert phone.put(f"/api/visits/{visit_id}/decision", json={"decision": "deleted"}).status_code == 404


def test_nobody_decides_for_somebody_else(
    phone: Phone, house: Database, customers: tuple[str, str], pair: Callable[..., Phone]
) -> None:
    visit_id = make_visit(house, phone, customers[0])
    ben = pair("Ben Okafor")
    at = now().isoformat()
    for path, said in {
        f"/api/visits/{visit_id}/decision": {"decision": "deleted"},
        f"/api/visits/{visit_id}": {"customer_id": customers[0], "arrived_at": at, "left_at": at},
        f"/api/visits/{visit_id}/merge": {"other_id": new_id()},
        f"/api/visits/{new_id()}/merge": {"other_id": visit_id},
        f"/api/visits/{visit_id}/split": {"at": at, "first": {"id": new_id()}, "second": {"id": new_id()}},
        f"/api/prospects/{new_id()}": {"name": "Corner Cafe", "visit_id": visit_id},
    }.items():
        assert ben.put(path, json=said).status_code == 403, path
    assert stored(house, visit_id).decision is None


def test_a_visit_reads_open_only_while_the_phone_is_heard(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    here = make_visit(house, phone, customers[0], left_at=now() - timedelta(minutes=5), is_open=True)
    silent = make_visit(house, phone, customers[1], left_at=now() - timedelta(hours=4, minutes=30), is_open=True)
    with house.reading() as session:
        found = {read.id: read for read in visits_on(session, phone.staff_id, now() - timedelta(days=1), now())}
    assert (found[here].state, found[here].left_at) == ("open", None)
    assert found[silent].state == "closed" and found[silent].left_at is not None


def test_certainty_is_one_word(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    make_visit(house, phone, customers[0], probability=0.8)
    make_visit(house, phone, customers[0], probability=0.79)
    make_visit(house, phone, None, probability=0.4)
    make_visit(house, phone, customers[0], decision=Decision.CHANGED)
    with house.reading() as session:
        read = read_visits(session, session.scalars(select(Visit).order_by(Visit.created_at, Visit.id)).all())
    assert [visit.certainty for visit in read] == ["sure", "probably", "unknown", "confirmed"]


def test_reading_many_visits_takes_as_many_queries_as_reading_one(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    def queries() -> int:
        seen: list[str] = []
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(house.engine, "before_cursor_execute", listen)
        with house.reading() as session:
            read = visits_on(session, phone.staff_id, now() - timedelta(days=1), now())
        event.remove(house.engine, "before_cursor_execute", listen)
        assert all(visit.recording_ids and visit.alternatives for visit in read)
        return len(seen)

    def add_one() -> None:
        others = [{"customer_id": customers[1], "probability": 0.1}]
        visit_id = make_visit(house, phone, customers[0], alternatives=others)
        with house.session() as session:
            make_recording(session, session.get_one(Staff, phone.staff_id), visit_id=visit_id)
            session.commit()

    add_one()
    alone = queries()
    for _ in range(6):
        add_one()
    assert queries() == alone

"""The open app's positions: taken once, counted, and answered in words when they have the wrong shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models.base import new_id, now
from models.database import Database
from models.fix import Fix
from models.visit import Visit
from server.services.positions.position_intake import Reading
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer
from tests.support.rounds_on_the_road import BELLAVISTA, in_batches, morning


def as_sent(readings: Sequence[Reading]) -> dict[str, Any]:
    return {
        "fixes": [
            {
                "id": new_id(),
                "at": reading.at.isoformat().replace("+00:00", "Z"),
                "lat": reading.lat,
                "lon": reading.lon,
                "accuracy_m": reading.accuracy_m,
                "source": "web",
                "trigger": "",
            }
            for reading in readings
        ]
    }


def one(**change: Any) -> dict[str, Any]:
    sound = {"id": new_id(), "at": "2026-03-10T14:00:00Z", "lat": 41.88, "lon": -87.65, "accuracy_m": 8}
    return {"fixes": [{**sound, **change}]}


def stored(house: Database) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(Fix)) or 0


def test_positions_are_taken_once_however_often_they_are_sent(phone: Phone, house: Database) -> None:
    sent = as_sent(morning((BELLAVISTA, 5)).readings)
    answers = [phone.post("/api/fixes", json=sent) for _ in range(2)]
    count = len(sent["fixes"])
    assert [answer.get_json() for answer in answers] == [{"kept": count, "flagged": 0}] * 2
    assert stored(house) == count


def test_a_morning_through_the_app_is_a_visit_at_the_customer(phone: Phone, house: Database) -> None:
    with house.session() as session:
        customer_id = make_customer(session, lat=BELLAVISTA[0], lon=BELLAVISTA[1]).id
        session.commit()
    for batch in in_batches(morning((BELLAVISTA, 25)).readings):
        assert phone.post("/api/fixes", json=as_sent(batch)).status_code == 200
    with house.reading() as session:
        assert session.scalars(select(Visit.customer_id).where(Visit.withdrawn_at.is_(None))).all() == [customer_id]


def test_a_position_at_the_talk_button_says_so(phone: Phone, house: Database) -> None:
    phone.post("/api/fixes", json=one(trigger="talk"))
    with house.reading() as session:
        assert session.scalars(select(Fix.trigger)).all() == ["talk"]


@pytest.mark.parametrize(
    "change",
    [
        {"lat": 0, "lon": 0},
        {"lat": 91.5},
        {"lon": -1e300},
        {"accuracy_m": 1e12},
        {"at": (now() + timedelta(days=3)).isoformat()},
        {"at": "1999-01-01T00:00:00Z"},
        {"at": "1970-01-01T00:00:05Z"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_impossible_positions_are_kept_and_counted_as_flagged(
    phone: Phone, house: Database, change: dict[str, Any]
) -> None:
    assert phone.post("/api/fixes", json=one(**change)).get_json() == {"kept": 0, "flagged": 1}
    assert stored(house) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"lat": True},
        {"lat": "41.88"},
        {"lat": None},
        {"id": "17"},
        {"at": 1773151200},
        {"at": "2026-03-10T14:00:00"},
        {"at": "yesterday"},
        {"source": "gps"},
        {"trigger": "x" * 50},
    ],
)
def test_a_wrong_shape_is_refused_as_a_problem_that_names_the_field(
    phone: Phone, house: Database, change: dict[str, Any]
) -> None:
    answer = phone.post("/api/fixes", json=one(**change))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert next(iter(change)) in answer.get_data(as_text=True)
    assert stored(house) == 0


@pytest.mark.parametrize("name", ["lat", "lon", "accuracy_m"])
def test_a_number_of_four_hundred_digits_is_refused_in_words(phone: Phone, house: Database, name: str) -> None:
    answer = phone.post("/api/fixes", json=one(**{name: 10**400}))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert name in answer.get_data(as_text=True)
    assert stored(house) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"{", b'{"fixes": 5}', b'{"fixes":[{"lat":NaN}]}', b"\xff"])
def test_a_body_that_is_no_list_of_fixes_is_refused_in_words(phone: Phone, body: bytes) -> None:
    answer = phone.post("/api/fixes", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.get_json()["detail"]


def test_more_than_five_hundred_at_once_are_refused(phone: Phone, house: Database) -> None:
    many = {"fixes": [one()["fixes"][0] for _ in range(501)]}
    assert phone.post("/api/fixes", json=many).status_code == 422
    assert phone.post("/api/fixes", json={"fixes": []}).get_json() == {"kept": 0, "flagged": 0}


def test_a_stranger_cannot_send_positions(client: FlaskClient, pair: Callable[..., Phone]) -> None:
    assert client.post("/api/fixes", json=one()).status_code == 401

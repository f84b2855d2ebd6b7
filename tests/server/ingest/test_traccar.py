"""Traccar Client and OsmAnd in the four shapes that are in the field: one refused position would block all others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from models.base import now
from tests.server.ingest.conftest import AppPhone
from tests.support.rounds_on_the_road import BELLAVISTA, morning

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
POSITION = {"lat": "41.8812345", "lon": "-87.6512345", "accuracy": "13.0"}
MOVING = {"speed": "18.4", "bearing": "271.0", "altitude": "181.0", "batt": "78.0"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "okhttp/4.12.0"}
JSON = {"Content-Type": "application/json"}
PATH = "/ingest/traccar"


def token(phone: AppPhone) -> str:
    return phone.tokens["traccar"]


def old_android(phone: AppPhone, **more: str) -> TestResponse:
    query = urlencode({"id": token(phone), "timestamp": "1773151200", **POSITION, **MOVING, **more})
    return phone.client.post(f"{PATH}?{query}", headers={"User-Agent": "Dalvik/2.1.0"})


def osmand(phone: AppPhone, **more: str) -> TestResponse:
    query = urlencode({"deviceid": token(phone), "timestamp": "1773151200", **POSITION, "hdop": "1.2", **more})
    return phone.client.get(f"{PATH}?{query}")


def version_9(phone: AppPhone, **location: Any) -> TestResponse:
    coords = {
        "latitude": 41.8812345,
        "longitude": -87.6512345,
        "accuracy": 13.0,
        "speed": -1,
        "heading": -1,
        "altitude": 181.0,
    }
    message = {
        "location": {
            "timestamp": "2026-03-10T14:00:00.000Z",
            "coords": coords,
            "is_moving": True,
            "odometer": 1234.5,
            "event": "motionchange",
            "battery": {"level": 0.78, "is_charging": False},
            "activity": {"type": "in_vehicle"},
            "extras": {},
            "_": "&id=1&lat=41.8812345&lon=-87.6512345&timestamp=2026-03-10T14:00:00.000Z&",
            **location,
        },
        "device_id": token(phone),
    }
    return phone.client.post(PATH, data=json.dumps(message), headers=JSON)


def form_body(phone: AppPhone, **more: str) -> TestResponse:
    fields = {"id": token(phone), "timestamp": "1773151200", **POSITION, **MOVING, "charge": "false", **more}
    return phone.client.post(PATH, data=urlencode(fields), headers=FORM)


def json_array(phone: AppPhone, *positions: dict[str, Any]) -> TestResponse:
    one = {"id": token(phone), "timestamp": 1773151200, "lat": 41.8812345, "lon": -87.6512345, "accuracy": 13.0}
    several = [{**one, "speed": 18.4, **more} for more in positions or ({},)]
    return phone.client.post(PATH, data=json.dumps(several), headers=JSON)


SHAPES = [old_android, osmand, version_9, form_body, json_array]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_is_the_same_fix_once_and_answered_with_an_empty_200(phone: AppPhone, shape: Any) -> None:
    for _ in range(2):
        answer = shape(phone)
        assert (answer.status_code, answer.data) == (200, b"")
    (fix,) = phone.fixes()
    assert (fix.at, fix.lat, fix.lon, fix.accuracy_m) == (AT, 41.8812345, -87.6512345, 13.0)
    assert (fix.source, fix.flaw, fix.device_id) == ("traccar", None, phone.device_id)
    assert phone.unread() == []


@pytest.mark.parametrize("written", ["1773151200000", "2026-03-10T14:00:00Z", "2026-03-10 14:00:00", "1773151200.0"])
def test_a_time_is_read_in_every_form_of_the_protocol(phone: AppPhone, written: str) -> None:
    assert form_body(phone, timestamp=written).status_code == 200
    assert [fix.at for fix in phone.fixes()] == [AT]


def test_without_a_time_the_moment_of_receipt_counts(phone: AppPhone) -> None:
    query = urlencode({"id": token(phone), **POSITION})
    assert phone.client.get(f"{PATH}?{query}").status_code == 200
    (fix,) = phone.fixes()
    assert abs((now() - fix.at).total_seconds()) < 60


def test_a_position_may_stand_in_one_field(phone: AppPhone) -> None:
    query = urlencode({"id": token(phone), "timestamp": "1773151200", "location": "41.88,-87.65"})
    phone.client.get(f"{PATH}?{query}")
    assert [(fix.lat, fix.lon) for fix in phone.fixes()] == [(41.88, -87.65)]


def test_heartbeats_without_a_position_are_answered_and_forgotten(phone: AppPhone) -> None:
    fields = urlencode({"id": token(phone), "timestamp": "1773151200", "batt": "78.0"})
    assert phone.client.post(PATH, data=fields, headers=FORM).status_code == 200
    assert phone.client.get(f"{PATH}?{fields}").status_code == 200
    assert version_9(phone, event="heartbeat", coords=None).status_code == 200
    assert json_array(phone, {"lat": None, "lon": None}).status_code == 200
    assert (phone.fixes(), phone.unread()) == ([], [])


def test_several_positions_in_one_list_are_each_read(phone: AppPhone) -> None:
    assert json_array(phone, {}, {"timestamp": 1773151260}, {"lat": "north"}).status_code == 200
    assert (len(phone.fixes()), [one.reason for one in phone.unread()]) == (2, ["no position"])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"lat": "north"}, "no position"),
        ({"lat": ""}, "no position"),
        ({"timestamp": "yesterday"}, "no time"),
        ({"timestamp": "9" * 30}, "no time"),
        ({"valid": "false"}, "the app says that this position is not valid"),
        ({"lat": "nan"}, "no position"),
        ({"lat": "1e999"}, "no position"),
    ],
)
def test_a_poisoned_position_is_kept_without_speed_and_token_and_blocks_no_queue(
    phone: AppPhone, fields: dict[str, str], reason: str
) -> None:
    for send in (form_body, old_android):
        assert send(phone, **fields).status_code == 200
        assert send(phone, **fields).status_code == 200
    kept = phone.unread()
    assert [one.reason for one in kept] == [reason] * len(kept)
    for one in kept:
        assert token(phone).encode() not in one.body
        assert b"speed" not in one.body
    assert form_body(phone).status_code == 200
    assert len(phone.fixes()) == 1


@pytest.mark.parametrize(
    "body", [b"{oops", b'{"device_id":"x"', b"[" * 40_000, b"\xff\xfe\x00", b'{"location":5}', b"a=1&" * 999]
)
def test_a_body_that_cannot_be_read_is_kept_where_the_address_says_who_it_is(phone: AppPhone, body: bytes) -> None:
    for _ in range(2):
        assert phone.client.post(f"{PATH}/{token(phone)}", data=body).status_code == 200
    assert phone.fixes() == []
    (kept,) = phone.unread()
    assert (kept.body, kept.source) == (body, "traccar")


def test_an_impossible_position_is_kept_with_its_flaw(phone: AppPhone) -> None:
    form_body(phone, lat="0", lon="0")
    assert "0/0" in (phone.fixes()[0].flaw or "")


def test_a_morning_position_by_position_is_one_visit(phone: AppPhone) -> None:
    for one in morning((BELLAVISTA, 20)).readings:
        at = str(int(one.at.timestamp() * 1000))
        assert form_body(phone, lat=str(one.lat), lon=str(one.lon), timestamp=at, accuracy="9").status_code == 200
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]

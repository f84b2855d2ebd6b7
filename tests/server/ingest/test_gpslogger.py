"""GPSLogger by our template, in the address and in the body, and its file sent again every hour."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from werkzeug.test import TestResponse

from server.services.positions.app_setup import GPSLOGGER_BODY, gpslogger_profile
from tests.server.ingest.conftest import AppPhone, basic
from tests.support.rounds_on_the_road import BELLAVISTA, morning

PATH = "/ingest/gpslogger"
AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
FILLED = {
    "%LAT": "41.8812345",
    "%LON": "-87.6512345",
    "%TIME": "2026-03-10T14:00:00.000Z",
    "%ACC": "13.0",
    "%PROV": "gps",
    "%DESC": "",
}
WIRE = {"lat": "41.8812345", "lon": "-87.6512345", "timestamp": "1773151200", "acc": "13.0", "spd": "9.5", "dir": "271"}


def signed_in(phone: AppPhone) -> dict[str, str]:
    return {"Authorization": basic(phone.tokens["gpslogger"], "rounds"), "User-Agent": "okhttp/4.9.3"}


def fill(template: str, **change: str) -> str:
    for name, value in {**FILLED, **change}.items():
        template = template.replace(name, quote(value, safe=""))
    return template


def get(phone: AppPhone, **more: str) -> TestResponse:
    return phone.client.get(f"{PATH}?{urlencode({**WIRE, **more})}", headers=signed_in(phone))


def post(phone: AppPhone, body: str | bytes, **headers: str) -> TestResponse:
    sent = {"Content-Type": "application/x-www-form-urlencoded", **signed_in(phone), **headers}
    return phone.client.post(PATH, data=body, headers=sent)


def is_the_one_fix(phone: AppPhone) -> bool:
    (fix,) = phone.fixes()
    found = (fix.at, fix.lat, fix.lon, fix.accuracy_m, fix.source)
    return found == (AT, 41.8812345, -87.6512345, 13.0, "gpslogger")


def test_a_request_by_get_is_one_fix(phone: AppPhone) -> None:
    assert get(phone).status_code == 200
    assert is_the_one_fix(phone)


def test_a_request_by_the_template_that_we_offer_is_one_fix(phone: AppPhone) -> None:
    assert post(phone, fill(GPSLOGGER_BODY)).status_code == 200
    assert is_the_one_fix(phone)


@pytest.mark.parametrize("several", [False, True])
def test_a_body_of_json_is_read_too(phone: AppPhone, several: bool) -> None:
    one = {"lat": 41.8812345, "lon": -87.6512345, "time": "2026-03-10T14:00:00.000Z", "acc": 13.0, "spd": 9.5}
    body = json.dumps([one, one] if several else one)
    assert post(phone, body, **{"Content-Type": "application/json"}).status_code == 200
    assert is_the_one_fix(phone)


def test_live_and_again_from_the_file_is_one_fix(phone: AppPhone) -> None:
    get(phone)
    post(phone, fill(GPSLOGGER_BODY, **{"%TIME": "2026-03-10T14:00:00.431Z"}))
    post(phone, fill(GPSLOGGER_BODY, **{"%TIME": "2026-03-10T07:00:00.431-07:00"}))
    assert is_the_one_fix(phone)


def test_a_file_sent_whole_every_hour_in_any_order_is_the_same_visit(phone: AppPhone) -> None:
    readings = list(morning((BELLAVISTA, 15)).readings)
    lines = [
        fill(GPSLOGGER_BODY, **{"%LAT": str(one.lat), "%LON": str(one.lon), "%TIME": one.at.isoformat(), "%ACC": "9"})
        for one in readings
    ]
    for again in range(2):
        for line in random.Random(again).sample(lines, k=len(lines)):
            assert post(phone, line).status_code == 200
    assert len(phone.fixes()) == len(readings)
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"lat": "%LAT"}, "no position"), ({"timestamp": "soon"}, "no time"), ({"lon": ""}, "no position")],
)
def test_poison_is_kept_without_its_speed_and_answered_200(
    phone: AppPhone, change: dict[str, str], reason: str
) -> None:
    for _ in range(2):
        assert get(phone, **change).status_code == 200
    (kept,) = phone.unread()
    assert (kept.reason, kept.source) == (reason, "gpslogger")
    assert b"spd" not in kept.body and b"acc=13.0" in kept.body


@pytest.mark.parametrize("body", [b"{oops", b"\xff\xfe", b'{"lat":1}', b"hello"])
def test_a_body_that_cannot_be_read_is_kept(phone: AppPhone, body: bytes) -> None:
    assert post(phone, body).status_code == 200
    assert [one.body for one in phone.unread()] == [body]


def test_an_empty_request_is_answered_and_forgotten(phone: AppPhone) -> None:
    assert phone.client.get(PATH, headers=signed_in(phone)).status_code == 200
    assert (phone.fixes(), phone.unread()) == ([], [])


def test_asking_for_the_head_stores_nothing(phone: AppPhone) -> None:
    assert phone.client.head(f"{PATH}?{urlencode(WIRE)}", headers=signed_in(phone)).status_code == 204
    assert phone.fixes() == []


def test_the_token_may_stand_in_the_address_and_is_not_kept(phone: AppPhone) -> None:
    token = phone.tokens["gpslogger"]
    assert phone.client.get(f"{PATH}/{token}?{urlencode(WIRE)}").status_code == 200
    assert phone.client.get(f"{PATH}?{urlencode({**WIRE, 'lat': 'x', 'token': token})}").status_code == 200
    assert is_the_one_fix(phone)
    assert token.encode() not in phone.unread()[0].body


def read_properties(written: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in written.splitlines())


def test_the_app_loads_its_settings_as_a_profile(phone: AppPhone) -> None:
    token = phone.tokens["gpslogger"]
    answer = phone.client.get(f"{PATH}/{token}/rounds.properties")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/plain", "no-store")
    assert answer.text == gpslogger_profile("http://localhost", token)
    loaded: dict[str, Any] = read_properties(answer.text)
    assert loaded["log_customurl_enabled"] == "true"
    headers = {
        "Authorization": basic(loaded["log_customurl_basicauth_password"], loaded["log_customurl_basicauth_username"]),
    }
    sent = phone.client.open(
        loaded["log_customurl_url"].removeprefix("http://localhost"),
        method=loaded["log_customurl_method"],
        data=fill(loaded["log_customurl_body"]),
        headers=headers,
    )
    assert sent.status_code == 200
    assert is_the_one_fix(phone)


def test_a_profile_is_given_to_nobody_else(phone: AppPhone) -> None:
    assert phone.client.get(f"{PATH}/{phone.tokens['overland']}/rounds.properties").status_code == 401
    assert phone.client.get(f"{PATH}/wrong/rounds.properties").status_code == 401

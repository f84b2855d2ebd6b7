"""Overland, batch by batch as its iPhone app writes them: it resends until it reads {"result": "ok"}."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.server.ingest.conftest import AppPhone
from tests.support.rounds_on_the_road import BELLAVISTA, morning

BATCH = b"""{"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[-87.6512345,41.8812345]},
"properties":{"timestamp":"2026-03-10T14:00:00Z","altitude":181,"speed":9,"course":271,"horizontal_accuracy":13,
"vertical_accuracy":4,"speed_accuracy":1.5,"course_accuracy":3,"motion":["driving"],"pauses":false,
"activity":"automotive_navigation","desired_accuracy":10,"deferred":0,"significant_change":0,"locations_in_payload":1,
"battery_state":"unplugged","battery_level":0.87,"wifi":"","device_id":"phone"}}]}"""
HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "Overland/1.4.2 (iPhone; iOS 17.4.1; Scale/3.00)",
    "Accept-Language": "en-US;q=1",
}


def feature(at: str, lat: float = 41.88, lon: float = -87.65, **about: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"timestamp": at, "horizontal_accuracy": 10, **about},
    }


def send(phone: AppPhone, body: bytes, token: str | None = None, **headers: str) -> TestResponse:
    bearer = {"Authorization": f"Bearer {token or phone.tokens['overland']}"}
    return phone.client.post("/ingest/overland", data=body, headers={**HEADERS, **bearer, **headers})


def send_features(phone: AppPhone, *features: Any, **beside: Any) -> TestResponse:
    return send(phone, json.dumps({"locations": list(features), **beside}).encode())


def assert_ok(answer: TestResponse) -> None:
    assert (answer.status_code, answer.get_json()) == (200, {"result": "ok"})


def test_a_position_is_one_fix_in_the_right_order_without_its_speed(phone: AppPhone) -> None:
    assert_ok(send(phone, BATCH))
    (fix,) = phone.fixes()
    assert (fix.lat, fix.lon, fix.accuracy_m, fix.source) == (41.8812345, -87.6512345, 13.0, "overland")
    assert fix.at == datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    assert phone.unread() == []


@pytest.mark.parametrize(
    "written",
    ["2026-03-10T14:00:00Z", "2026-03-10T07:00:00-0700", "2026-03-10T15:00:00+01:00", "2026-03-10T14:00:00.000Z"],
)
def test_a_time_is_read_with_any_offset(phone: AppPhone, written: str) -> None:
    assert_ok(send_features(phone, feature(written)))
    assert [fix.at for fix in phone.fixes()] == [datetime(2026, 3, 10, 14, 0, tzinfo=UTC)]


def test_a_batch_that_is_sent_again_after_a_lost_answer_changes_nothing(phone: AppPhone) -> None:
    for _ in range(3):
        assert_ok(send(phone, BATCH))
    assert len(phone.fixes()) == 1


def test_a_visit_is_its_beginning_and_its_end(phone: AppPhone) -> None:
    about = {"action": "visit", "arrival_date": "2026-03-10T14:00:00Z", "departure_date": "2026-03-10T14:40:00Z"}
    assert_ok(send_features(phone, feature("2026-03-10T14:41:00Z", **about)))
    assert [(fix.at.hour, fix.at.minute, fix.trigger) for fix in phone.fixes()] == [(14, 0, "v"), (14, 40, "v")]


@pytest.mark.parametrize("departure", [None, "", "4001-01-01T00:00:00Z"])
def test_a_visit_that_goes_on_has_a_beginning(phone: AppPhone, departure: str | None) -> None:
    about = {"action": "visit", "arrival_date": "2026-03-10T14:00:00Z", "departure_date": departure}
    assert_ok(send_features(phone, feature("2026-03-10T14:05:00Z", **about)))
    assert [fix.at.minute for fix in phone.fixes() if fix.flaw is None] == [0]


def test_a_visit_without_dates_counts_when_it_was_told(phone: AppPhone) -> None:
    assert_ok(send_features(phone, feature("2026-03-10T14:05:00Z", action="visit", arrival_date=None)))
    assert [fix.at.minute for fix in phone.fixes()] == [5]


def test_what_measured_no_position_is_passed_over(phone: AppPhone) -> None:
    beside = {"current": feature("2026-03-10T14:09:00Z"), "trip": {"mode": "car", "distance": 1200}}
    assert_ok(
        send_features(
            phone,
            feature("2026-03-10T14:00:00Z"),
            feature("2026-03-10T14:01:00Z", action="paused_location_updates"),
            feature("2026-03-10T14:02:00Z", action="exited_pause_region"),
            feature("2026-03-10T14:03:00Z", type="trip", mode="car", start="2026-03-10T13:00:00Z"),
            **beside,
        )
    )
    assert (len(phone.fixes()), phone.unread()) == (1, [])


def test_one_spoilt_feature_is_kept_without_its_speed_and_costs_no_other(phone: AppPhone) -> None:
    spoilt = feature("yesterday", speed=31, speed_accuracy=2)
    for _ in range(2):
        assert_ok(send_features(phone, feature("2026-03-10T14:00:00Z"), spoilt, "feature", None))
    assert len(phone.fixes()) == 1
    kept = phone.unread()
    assert sorted(one.reason for one in kept) == ["no time", "not a GeoJSON feature", "not a GeoJSON feature"]
    assert not any(b"speed" in one.body for one in kept)


POISON = [
    b"{oops",
    b"null",
    b"{}",
    b'{"locations":{"a":1}}',
    b"[" * 50_000,
    bytes(range(256)),
    b'"hello"',
    b'{"locations":[{"type":"Feature","geometry":{"coordinates":[null,41]},"properties":{}}]}',
    b'{"locations":[{"type":"Feature","geometry":[],"properties":[]}]}',
]


@pytest.mark.parametrize("body", POISON)
def test_poison_is_kept_once_and_answered_ok(phone: AppPhone, body: bytes) -> None:
    for _ in range(2):
        assert_ok(send(phone, body))
    (kept,) = phone.unread()
    assert (kept.source, phone.fixes()) == ("overland", [])


def test_an_empty_batch_and_a_packed_one_are_answered_ok(phone: AppPhone) -> None:
    assert_ok(send(phone, b""))
    assert_ok(send_features(phone))
    assert_ok(send(phone, gzip.compress(BATCH), **{"Content-Encoding": "gzip"}))
    assert (len(phone.fixes()), phone.unread()) == (1, [])


def test_a_thousand_positions_fit_into_one_batch(phone: AppPhone) -> None:
    many = [feature(f"2026-03-10T14:{i // 60:02d}:{i % 60:02d}Z", wifi="w" * 400, speed=3) for i in range(1000)]
    assert_ok(send_features(phone, *many))
    assert (len(phone.fixes()), phone.unread()) == (1000, [])


def test_the_token_may_stand_in_the_address(phone: AppPhone) -> None:
    path = f"/ingest/overland/{phone.tokens['overland']}"
    assert_ok(phone.client.post(path, data=BATCH, headers=HEADERS))
    assert len(phone.fixes()) == 1


def test_a_morning_in_batches_out_of_order_is_one_visit(phone: AppPhone) -> None:
    readings = list(morning((BELLAVISTA, 25)).readings)
    batches = [readings[start : start + 20] for start in range(0, len(readings), 20)]
    random.Random(5).shuffle(batches)
    for batch in [*batches, batches[0]]:
        assert_ok(send_features(phone, *(feature(one.at.isoformat(), one.lat, one.lon) for one in batch)))
    (visit,) = phone.visits()
    assert visit.customer_id == phone.customer_id

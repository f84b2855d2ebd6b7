"""OwnTracks' two apps, request by request, and everything else that may come from a phone: always 200, nothing lost."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.base import now
from models.device import Device
from server.services.visits.company_map import build_company
from tests.server.ingest.conftest import OwnTracksPhone, basic
from tests.support.makers import make_customer
from tests.support.rounds_on_the_road import BELLAVISTA, MARCHETTI, in_batches, morning
from visits.detector import detect
from visits.types import Fix

ANDROID = (
    b'{"_type":"location","BSSID":"","SSID":"","_id":"5f1c8a2e","acc":13,"alt":181,"batt":78,"bs":1,"cog":271,'
    b'"conn":"m","created_at":1773151201,"lat":41.8812345,"lon":-87.6512345,"m":1,"t":"p","tid":"an",'
    b'"topic":"owntracks/ana/pixel","tst":1773151200,"vac":2,"vel":34}'
)
IOS = (
    b'{"acc":65,"tst":1773151260,"lat":41.88,"lon":-87.65,"_type":"location","topic":"owntracks/ana/iphone","t":"v",'
    b'"tid":"an","batt":54,"bs":1,"conn":"w","m":1,"inregions":["Bellavista"],"inrids":["a1"],'
    b'"motionactivities":["stationary"],"vel":3,"created_at":1773151262}'
)
ENTER = {
    "_type": "transition",
    "acc": 20,
    "desc": "Bellavista",
    "event": "enter",
    "lat": 41.88,
    "lon": -87.65,
    "rid": "a1",
    "t": "c",
    "tid": "an",
    "tst": 1773151300,
    "wtst": 1773100000,
}
LOCATION = {"_type": "location", "lat": 41.88, "lon": -87.65, "tst": 1773151200, "acc": 10}


def test_an_android_location_is_one_fix_without_its_speed(owntracks: OwnTracksPhone) -> None:
    answer = owntracks.post(
        ANDROID,
        **{"Content-Type": "application/json; charset=utf-8", "X-Limit-U": "ana", "X-Limit-D": "pixel"},
    )
    assert (answer.status_code, answer.get_json(), answer.mimetype) == (200, [], "application/json")
    (fix,) = owntracks.fixes()
    assert (fix.lat, fix.lon, fix.accuracy_m, fix.trigger) == (41.8812345, -87.6512345, 13.0, "p")
    assert fix.at == datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    assert (fix.device_id, fix.source, fix.flaw) == (owntracks.device_id, "owntracks", None)
    assert not hasattr(fix, "speed")


def test_an_ios_visit_call_back_keeps_its_trigger(owntracks: OwnTracksPhone) -> None:
    assert owntracks.post(IOS).status_code == 200
    assert [fix.trigger for fix in owntracks.fixes()] == ["v"]


def test_entering_two_overlapping_regions_at_once_is_two_fixes_beside_the_location(owntracks: OwnTracksPhone) -> None:
    owntracks.say(**ENTER)
    owntracks.say(**{**ENTER, "rid": "b2", "desc": "Next door"})
    owntracks.say(**{**LOCATION, "tst": ENTER["tst"], "t": "c"})
    found = [(fix.trigger, fix.region_event, fix.region_id) for fix in owntracks.fixes()]
    assert found == [("c", "", ""), ("c", "enter", "a1"), ("c", "enter", "b2")]


def test_leaving_a_region_without_an_id_is_known_by_its_name(owntracks: OwnTracksPhone) -> None:
    owntracks.say(**{name: value for name, value in {**ENTER, "event": "leave"}.items() if name != "rid"})
    assert [(fix.region_event, fix.region_id) for fix in owntracks.fixes()] == [("leave", "Bellavista")]


def test_a_retry_after_a_lost_answer_is_stored_once(owntracks: OwnTracksPhone) -> None:
    assert [owntracks.post(ANDROID).status_code for _ in range(3)] == [200, 200, 200]
    assert len(owntracks.fixes()) == 1


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_an_empty_body_is_answered_and_forgotten(owntracks: OwnTracksPhone, body: bytes) -> None:
    assert owntracks.post(body).get_json() == []
    assert (owntracks.fixes(), owntracks.unread()) == ([], [])


@pytest.mark.parametrize("kind", ["lwt", "status", "steps", "card", "cmd", "waypoint", "waypoints", "beacon", "dump"])
def test_messages_without_a_position_are_accepted_politely(owntracks: OwnTracksPhone, kind: str) -> None:
    assert owntracks.say(_type=kind, tst=1773151200, desc="x").get_json() == []
    assert (owntracks.fixes(), owntracks.unread()) == ([], [])


POISON: dict[str, bytes] = {
    "no JSON": b"{oops",
    "binary": bytes(range(256)),
    "half of a character": b'{"_type":"location","lat":4\xc3',
    "not an object": b'"hello"',
    "a number": b"17",
    "no type": b'{"lat":1,"lon":2,"tst":1773151200}',
    "an unknown type": b'{"_type":"horoscope"}',
    "a type that is a list": b'{"_type":["location"]}',
    "encrypted": b'{"_type":"encrypted","data":"qZ0Q=="}',
    "no time": b'{"_type":"location","lat":41.0,"lon":-87.0}',
    "no position": b'{"_type":"location","tst":1773151200}',
    "true as latitude": b'{"_type":"location","lat":true,"lon":-87.0,"tst":1773151200}',
    "NaN as latitude": b'{"_type":"location","lat":NaN,"lon":-87.0,"tst":1773151200}',
    "infinity": b'{"_type":"location","lat":1e999,"lon":-87.0,"tst":1773151200}',
    "a latitude of ten thousand digits": b'{"_type":"location","lat":' + b"9" * 10_000 + b',"lon":1,"tst":1773151200}',
    "a time beyond the calendar": b'{"_type":"location","lat":41.0,"lon":-87.0,"tst":1e300}',
    "a time as list": b'{"_type":"location","lat":41.0,"lon":-87.0,"tst":[1]}',
    "nested junk": b"[" * 100_000,
    "deep object": b'{"_type":' * 50_000,
    "a transition to nowhere": b'{"_type":"transition","event":"hover","lat":41,"lon":-87,"tst":1773151200}',
}


@pytest.mark.parametrize("body", POISON.values(), ids=POISON.keys())
def test_poison_is_kept_as_it_came_once_and_answered_200(owntracks: OwnTracksPhone, body: bytes) -> None:
    for _ in range(2):
        answer = owntracks.post(body)
        assert (answer.status_code, answer.get_json()) == (200, [])
    (kept,) = owntracks.unread()
    assert kept.body == body
    assert kept.reason and kept.source == "owntracks"
    assert owntracks.fixes() == []


def test_speed_is_not_kept_in_what_could_not_be_read(owntracks: OwnTracksPhone) -> None:
    owntracks.say(_type="location", tst=1773151200, vel=77, lat="somewhere", lon=1)
    (kept,) = owntracks.unread()
    assert b"vel" not in kept.body and b"somewhere" in kept.body


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"lat": "41.88", "lon": "-87.65", "tst": "1773151200", "acc": "12"}, (41.88, -87.65, 12.0)),
        ({"lat": 41, "lon": -87, "tst": 1773151200.75, "acc": 8.5}, (41.0, -87.0, 8.5)),
        ({"lat": 41.88, "lon": -87.65, "tst": 1773151200, "acc": "good"}, (41.88, -87.65, None)),
        ({"lat": 41.88, "lon": -87.65, "tst": 1773151200123, "acc": None}, (41.88, -87.65, None)),
        ({"lat": 41.88, "lon": -87.65, "tst": 1773151200 - 978307200}, (41.88, -87.65, None)),
    ],
    ids=["numbers as text", "int and fraction", "accuracy in words", "milliseconds", "counted from 2001"],
)
def test_numbers_are_read_however_they_are_written(
    owntracks: OwnTracksPhone, message: dict[str, Any], seen: tuple[float, ...]
) -> None:
    owntracks.say(_type="location", **message)
    (fix,) = owntracks.fixes()
    assert (fix.lat, fix.lon, fix.accuracy_m) == seen
    assert fix.at.replace(microsecond=0) == datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"lat": 0, "lon": 0}, "0/0"),
        ({"lat": 123.0}, "range"),
        ({"acc": 900_000}, "accuracy"),
        ({"tst": 4102444800}, "future"),
        ({"tst": 0}, "clock"),
        ({"lat": 1e300}, "range"),
    ],
)
def test_impossible_positions_are_kept_flagged_in_words(
    owntracks: OwnTracksPhone, change: dict[str, Any], word: str
) -> None:
    assert owntracks.say(**{**LOCATION, **change}).status_code == 200
    (fix,) = owntracks.fixes()
    assert word in (fix.flaw or "")
    assert owntracks.visits() == []


def test_strange_text_reaches_no_database_error(owntracks: OwnTracksPhone) -> None:
    body = json.dumps({**ENTER, "rid": "x\x00y\ud800" + "z" * 500, "t": {"a": 1}}).encode()
    assert owntracks.post(body).status_code == 200
    (fix,) = owntracks.fixes()
    assert len(fix.region_id) == 50 and "\x00" not in fix.region_id


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
def test_a_wrong_content_type_does_not_matter(owntracks: OwnTracksPhone, content_type: str) -> None:
    assert owntracks.post(ANDROID, **{"Content-Type": content_type}).status_code == 200
    assert len(owntracks.fixes()) == 1


def test_several_messages_in_one_list_are_each_read(owntracks: OwnTracksPhone) -> None:
    body = json.dumps([LOCATION, {**LOCATION, "tst": 1773151260}, 5, {"_type": "lwt"}]).encode()
    assert owntracks.post(body).status_code == 200
    assert (len(owntracks.fixes()), len(owntracks.unread())) == (2, 1)


def test_a_packed_body_is_unpacked_and_a_broken_or_bursting_one_kept(owntracks: OwnTracksPhone) -> None:
    assert owntracks.post(gzip.compress(ANDROID), **{"Content-Encoding": "gzip"}).status_code == 200
    assert len(owntracks.fixes()) == 1
    assert owntracks.post(b"\x1f\x8bbroken").status_code == 200
    assert owntracks.post(gzip.compress(b" " * 30_000_000)).status_code == 200
    assert sorted(len(kept.body) for kept in owntracks.unread()) == [8, 1024 * 1024]


def test_a_body_beyond_every_limit_is_answered_200_too(owntracks: OwnTracksPhone) -> None:
    assert owntracks.post(b'{"_type":"location"' + b" " * 9_000_000).status_code == 200
    assert len(owntracks.unread()) == 1


def test_the_token_may_stand_in_the_address_instead(owntracks: OwnTracksPhone, client: FlaskClient) -> None:
    assert client.post(f"/ingest/owntracks/{owntracks.token}", data=ANDROID).status_code == 200
    assert len(owntracks.fixes()) == 1


@pytest.mark.parametrize(
    "authorization", ["", basic("wrong"), basic(""), "Basic !!!", "Basic", "Digest x", basic("\x00ü")]
)
def test_only_an_unknown_phone_is_refused_and_told_how_to_sign_in(
    owntracks: OwnTracksPhone, authorization: str
) -> None:
    answer = owntracks.post(ANDROID, Authorization=authorization)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert answer.get_json()["type"].endswith("/device-unknown")
    assert owntracks.fixes() == []


def test_an_unpaired_phone_is_refused(owntracks: OwnTracksPhone) -> None:
    with owntracks.database.session() as session:
        session.get_one(Device, owntracks.device_id).revoked_at = now()
        session.commit()
    assert owntracks.post(ANDROID).get_json()["type"].endswith("/device-revoked")
    assert owntracks.fixes() == []


def test_a_phone_s_password_opens_no_other_door(owntracks: OwnTracksPhone, client: FlaskClient) -> None:
    assert client.get("/api/me", headers={"Authorization": basic(owntracks.token)}).status_code == 401


def test_a_morning_sent_fix_by_fix_is_one_visit(owntracks: OwnTracksPhone) -> None:
    for reading in morning((BELLAVISTA, 20)).readings:
        answer = owntracks.say(
            _type="location", lat=reading.lat, lon=reading.lon, tst=int(reading.at.timestamp()), acc=9, t="t"
        )
        assert answer.status_code == 200
    (visit,) = owntracks.visits()
    assert visit.customer_id == owntracks.customer_id
    assert not visit.is_open


def test_what_came_through_the_door_gives_the_visits_of_the_engine_in_one_run(owntracks: OwnTracksPhone) -> None:
    with owntracks.database.session() as session:
        make_customer(session, "Hotel Marchetti", lat=MARCHETTI[0], lon=MARCHETTI[1])
        session.commit()
    readings = morning((BELLAVISTA, 30), (MARCHETTI, 25)).readings
    for batch in random.Random(3).sample(in_batches(readings, 5), k=len(in_batches(readings, 5))):
        messages = [
            {"_type": "location", "lat": r.lat, "lon": r.lon, "tst": r.at.timestamp(), "acc": r.accuracy_m}
            for r in batch
        ]
        assert owntracks.post(json.dumps(messages).encode()).status_code == 200
    fixes = [
        Fix(owntracks.device().staff_id, r.at.timestamp(), r.lat, r.lon, r.accuracy_m, now().timestamp())
        for r in readings
    ]
    with owntracks.database.reading() as session:
        company = build_company(session, "America/Chicago", readings[0].at)
    found = [(v.customer_id, v.arrive_s, v.leave_s, round(v.probability, 3)) for v in detect(fixes, company)]
    stored = [
        (v.customer_id, v.arrived_at.timestamp(), v.left_at.timestamp(), v.probability) for v in owntracks.visits()
    ]
    assert len(found) == 2
    assert stored == found

"""Each app's token opens that app's door and nothing else; it ends with the phone, and no store or log holds it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from models.base import now
from models.device import Device
from models.everything import RECORDS
from models.position_source import PositionApp
from server.services.positions.position_source import drop_source, make_source
from tests.server.ingest.conftest import AppPhone, OwnTracksPhone, basic

AT = 1773151200
LOCATION = json.dumps({"_type": "location", "lat": 41.88, "lon": -87.65, "tst": AT, "acc": 9}).encode()
FEATURE = {
    "geometry": {"coordinates": [-87.65, 41.88]},
    "properties": {"timestamp": "2026-03-10T14:00:00Z", "horizontal_accuracy": 9},
}
BATCH = json.dumps({"locations": [FEATURE]}).encode()
FIELDS = urlencode({"lat": 41.88, "lon": -87.65, "timestamp": AT, "acc": 9, "accuracy": 9})
BODIES: dict[str, bytes] = {
    "owntracks": LOCATION,
    "overland": BATCH,
    "traccar": FIELDS.encode(),
    "gpslogger": FIELDS.encode(),
}
APPS = list(BODIES)


def send(client: FlaskClient, which: str, token: str, **headers: str) -> TestResponse:
    return client.post(f"/ingest/{which}/{token}", data=BODIES[which], headers=headers)


def test_each_token_opens_its_own_door_only(phone: AppPhone) -> None:
    opened = {
        (which, door): send(phone.client, door, phone.tokens[which]).status_code
        for which in phone.tokens
        for door in APPS
    }
    assert opened == {(which, door): 200 if which == door else 401 for which in phone.tokens for door in APPS}


@pytest.mark.parametrize("path", ["/api/me", "/api/today", "/api/position-sources", "/api/customers"])
def test_a_token_opens_no_other_address(phone: AppPhone, path: str) -> None:
    for token in phone.tokens.values():
        for authorization in (f"Bearer {token}", basic(token)):
            answer = phone.client.get(f"{path}?token={token}", headers={"Authorization": authorization})
            assert answer.status_code == 401


@pytest.mark.parametrize("which", APPS)
def test_a_token_is_taken_wherever_an_app_can_put_it(phone: AppPhone, which: str) -> None:
    token, path = phone.tokens[which], f"/ingest/{which}"
    ways: list[dict[str, Any]] = [
        {"path": f"{path}/{token}"},
        {"path": f"{path}?token={token}"},
        {"path": path, "headers": {"Authorization": basic(token)}},
        {"path": path, "headers": {"Authorization": f"Bearer {token}"}},
    ]
    for way in ways:
        assert phone.client.post(data=BODIES[which], **way).status_code == 200, way
    assert len(phone.fixes()) == 1


@pytest.mark.parametrize("which", APPS)
@pytest.mark.parametrize("token", ["wrong", "ü", "%00", "x" * 5000])
def test_a_wrong_token_is_refused_and_stores_nothing(phone: AppPhone, which: str, token: str) -> None:
    answer = send(phone.client, which, token)
    assert answer.status_code == 401
    assert (answer.get_json() or {})["type"].endswith("/device-unknown")
    assert (phone.fixes(), phone.unread()) == ([], [])


@pytest.mark.parametrize("which", APPS)
def test_no_token_at_all_is_refused_in_words(phone: AppPhone, which: str) -> None:
    answer = phone.client.post(f"/ingest/{which}", data=BODIES[which])
    assert answer.status_code == 401
    assert "token" in (answer.get_json() or {})["detail"]


def test_the_phones_own_token_opens_owntracks_only(owntracks: OwnTracksPhone) -> None:
    opened = {which: send(owntracks.client, which, owntracks.token).status_code for which in APPS}
    assert opened == {"owntracks": 200, "overland": 401, "traccar": 401, "gpslogger": 401}


@pytest.mark.parametrize("which", APPS)
def test_every_token_ends_with_its_phone(phone: AppPhone, which: str) -> None:
    with phone.database.session() as session:
        session.get_one(Device, phone.device_id).revoked_at = now()
        session.commit()
    answer = send(phone.client, which, phone.tokens[which])
    assert (answer.status_code, (answer.get_json() or {})["type"].rpartition("/")[2]) == (401, "device-revoked")
    assert phone.fixes() == []


@pytest.mark.parametrize("which", APPS)
def test_a_renewed_token_and_one_taken_away_open_nothing_any_more(phone: AppPhone, which: str) -> None:
    with phone.database.session() as session:
        fresh = make_source(session, phone.device_id, PositionApp(which))
        session.commit()
    assert send(phone.client, which, phone.tokens[which]).status_code == 401
    assert send(phone.client, which, fresh).status_code == 200
    with phone.database.session() as session:
        drop_source(session, phone.device_id, PositionApp(which))
        session.commit()
    assert send(phone.client, which, fresh).status_code == 401


def test_an_app_keeps_its_phone_paired(phone: AppPhone) -> None:
    with phone.database.session() as session:
        session.get_one(Device, phone.device_id).seen_at = now() - timedelta(days=100)
        session.commit()
    send(phone.client, "overland", phone.tokens["overland"])
    with phone.database.reading() as session:
        assert now() - session.get_one(Device, phone.device_id).seen_at < timedelta(minutes=1)


def test_no_table_holds_a_token(phone: AppPhone) -> None:
    for which in APPS:
        token = phone.tokens[which]
        for body in (
            BODIES[which],
            f"{{oops {which} {token}".encode(),
            f"{which}=1&lat=x&id={token}&device_id={token}".encode(),
        ):
            assert phone.client.post(f"/ingest/{which}/{token}", data=body).status_code == 200
    stored = ""
    with phone.database.reading() as session:
        for record in RECORDS:
            stored += repr(session.execute(text(f'SELECT * FROM "{record.__tablename__}"')).all())
    assert len(phone.unread()) >= 6
    assert [which for which in APPS if phone.tokens[which] in stored] == []


@pytest.mark.parametrize("which", APPS)
def test_each_message_tells_how_fresh_its_source_is(phone: AppPhone, which: str) -> None:
    before = now()
    assert phone.source(which).last_at is None
    send(phone.client, which, phone.tokens[which])
    source = phone.source(which)
    assert source.last_at is not None and source.last_at.timestamp() == AT
    assert source.last_received_at is not None and source.last_received_at >= before
    assert (source.last_accuracy_m, source.last_problem) == (9.0, None)


@pytest.mark.parametrize("which", APPS)
def test_what_was_wrong_with_a_message_is_told_without_a_place(phone: AppPhone, which: str) -> None:
    phone.client.post(f"/ingest/{which}/{phone.tokens[which]}", data=b"{oops 41.88")
    source = phone.source(which)
    assert source.last_problem is not None and "not JSON" in source.last_problem
    assert "41.88" not in source.last_problem
    assert source.last_at is None
    send(phone.client, which, phone.tokens[which])
    assert phone.source(which).last_problem is None


def test_a_wrong_clock_is_told_as_the_problem(owntracks: OwnTracksPhone) -> None:
    owntracks.say(_type="location", lat=41.88, lon=-87.65, tst=4102444800)
    with owntracks.database.reading() as session:
        problem, last_at = session.execute(text("SELECT last_problem, last_at FROM position_source")).one()
    assert "future" in problem
    assert last_at is None


def test_an_older_position_that_comes_late_is_not_the_last_one(phone: AppPhone) -> None:
    for at in ("2026-03-10T14:00:00Z", "2026-03-10T13:00:00Z"):
        feature = {**FEATURE, "properties": {"timestamp": at, "horizontal_accuracy": 30}}
        token = phone.tokens["overland"]
        phone.client.post(f"/ingest/overland/{token}", data=json.dumps({"locations": [feature]}).encode())
    last_at = phone.source("overland").last_at
    assert last_at is not None and last_at.hour == 14


@pytest.mark.parametrize("which", APPS)
def test_a_database_that_cannot_be_written_is_a_5xx_and_the_app_sends_again(phone: AppPhone, which: str) -> None:
    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO fix"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    phone.client.application.testing = False
    event.listen(phone.database.engine, "before_cursor_execute", refuse)
    try:
        assert send(phone.client, which, phone.tokens[which]).status_code == 507
    finally:
        event.remove(phone.database.engine, "before_cursor_execute", refuse)
    assert phone.fixes() == []
    assert send(phone.client, which, phone.tokens[which]).status_code == 200
    assert len(phone.fixes()) == 1

"""A phone is paired by a code that works once, and refused at its next request once it was revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from models.base import now
from models.database import Database
from models.device import Device, PairingCode
from server.api import devices
from server.services.people.sign_in_limit import SignInLimit
from server.services.phones.pairing import make_pairing_code, revoke_device
from tests.server.api.conftest import Phone
from tests.support.makers import make_staff


@pytest.fixture(autouse=True)
def fresh_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_guesses", SignInLimit())


@pytest.fixture
def code(house: Database) -> str:
    with house.session() as session:
        ana = make_staff(session)
        made = make_pairing_code(session, staff_id=ana.id, made_by_id=ana.id, valid_for=timedelta(minutes=10))
        session.commit()
        return made


def test_a_code_becomes_a_token_that_opens_the_api(client: FlaskClient, code: str) -> None:
    paired = client.post("/api/devices", json={"code": code, "name": "Pixel 6"})
    assert paired.status_code == 201
    headers = {"Authorization": f"Bearer {(paired.json or {})['token']}"}
    me = client.get("/api/me", headers=headers).json or {}
    assert (me["staff"]["name"], me["device"]["name"]) == ("Ana Ruiz", "Pixel 6")


def test_a_code_may_be_typed_by_hand(client: FlaskClient, code: str) -> None:
    typed = f" {code[:5].lower()}-{code[5:].lower()} "
    assert client.post("/api/devices", json={"code": typed}).status_code == 201


def test_a_code_works_once(client: FlaskClient, code: str) -> None:
    client.post("/api/devices", json={"code": code})
    again = client.post("/api/devices", json={"code": code})
    assert again.status_code == 403
    assert (again.json or {})["type"].endswith("/code-used")


def test_an_old_code_is_refused_in_words(client: FlaskClient, code: str, house: Database) -> None:
    with house.session() as session:
        session.query(PairingCode).one().expires_at = now() - timedelta(seconds=1)
        session.commit()
    answer = client.post("/api/devices", json={"code": code})
    assert (answer.json or {})["type"].endswith("/code-expired")
    assert "Ask the desk" in (answer.json or {})["detail"]


def test_neither_code_nor_token_is_stored(client: FlaskClient, code: str, house: Database) -> None:
    token = (client.post("/api/devices", json={"code": code}).json or {})["token"]
    with house.reading() as session:
        stored = [session.query(PairingCode).one().code_sha256, session.query(Device).one().token_sha256]
    assert code not in stored and token not in stored


def test_guessing_codes_is_slowed_down(client: FlaskClient) -> None:
    statuses = [client.post("/api/devices", json={"code": f"WRONG{n}"}).status_code for n in range(8)]
    assert statuses[:3] == [403, 403, 403]
    assert 429 in statuses


def test_a_revoked_phone_is_refused_at_its_next_request(phone: Phone, house: Database) -> None:
    assert phone.get("/api/me").status_code == 200
    with house.session() as session:
        revoke_device(session, phone.device_id, phone.staff_id)
        session.commit()
    refused = phone.get("/api/me")
    assert refused.status_code == 401
    assert (refused.json or {})["type"].endswith("/device-revoked")


def test_a_phone_unused_for_too_long_must_be_paired_again(phone: Phone, house: Database) -> None:
    with house.session() as session:
        session.get_one(Device, phone.device_id).seen_at = now() - timedelta(days=181)
        session.commit()
    assert (phone.get("/api/me").json or {})["type"].endswith("/device-unknown")


def test_a_strangers_token_is_unknown(client: FlaskClient) -> None:
    answer = client.get("/api/me", headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, (answer.json or {})["type"].rsplit("/", 1)[1]) == (401, "device-unknown")

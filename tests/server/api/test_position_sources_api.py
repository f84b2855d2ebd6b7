"""A phone sets up its location apps, sees how fresh the last position is, and takes an app away again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models.database import Database
from models.device import sha256_of
from models.position_source import PositionApp, PositionSource
from models.staff import Role
from server.app import create_app
from server.settings import Settings
from tests.server.api.conftest import Phone
from tests.server.pages.desk_makers import make_staff, sign_in_as
from tests.support.makers import make_phone

APPS = [str(app) for app in PositionApp]


def set_up(phone: Phone, app: str) -> dict[str, Any]:
    answer = phone.post("/api/position-sources", json={"app": app})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json or {}
    return made


def sources(phone: Phone) -> dict[str, dict[str, Any]]:
    return {one["app"]: one for one in (phone.get("/api/position-sources").json or {})["apps"]}


def test_every_app_is_listed_before_any_is_set_up(phone: Phone) -> None:
    answer = phone.get("/api/position-sources").json or {}
    assert [one["app"] for one in answer["apps"]] == APPS
    assert answer["server_time"]
    for one in answer["apps"]:
        assert one["title"] and one["platforms"]
        told = [one[name] for name in ("is_set_up", "last_at", "last_received_at", "last_accuracy_m", "problem")]
        assert told == [False, None, None, None, None]
        assert one["is_silent"] is False


@pytest.mark.parametrize("which", APPS)
def test_setting_an_app_up_gives_all_that_it_needs_and_keeps_only_a_hash(
    phone: Phone, house: Database, which: str
) -> None:
    made = set_up(phone, which)
    assert made["app"] == which and made["title"]
    assert made["address"].startswith(f"http://localhost/ingest/{which}")
    assert made["qr_svg"].startswith("<svg")
    assert len(made["steps"]) >= 4 and all(made["steps"])
    token = made["password"] or made["user"]
    with house.reading() as session:
        (source,) = session.scalars(select(PositionSource)).all()
    assert (source.app, source.token_sha256, source.device_id) == (which, sha256_of(token), phone.device_id)
    assert sources(phone)[which]["is_set_up"] is True
    assert (made["addresses"] is not None) == (which == "automation")


def test_the_link_of_owntracks_holds_its_whole_configuration(phone: Phone) -> None:
    made = set_up(phone, "owntracks")
    parts = urlsplit(made["link"])
    assert (parts.scheme, parts.netloc, parts.path) == ("owntracks", "", "/config")
    config = json.loads(base64.b64decode(parse_qs(parts.query)["inline"][0]))
    assert config == {
        "_type": "configuration",
        "mode": 3,
        "url": made["address"],
        "auth": True,
        "usePassword": True,
        "username": made["user"],
        "password": made["password"],
        "deviceId": "phone",
        "tid": "AR",
        "monitoring": 1,
        "cmd": True,
    }


def test_the_link_of_overland_names_endpoint_and_token(phone: Phone) -> None:
    made = set_up(phone, "overland")
    parts = urlsplit(made["link"])
    assert (parts.scheme, parts.netloc) == ("overland", "setup")
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert sent == {"url": made["address"], "token": made["password"], "device_id": "phone"}


def test_the_link_of_traccar_client_names_server_and_identifier(phone: Phone) -> None:
    made = set_up(phone, "traccar")
    parts = urlsplit(made["link"])
    assert (parts.scheme, parts.netloc) == ("org.traccar.client", "config")
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (sent["url"], sent["id"]) == (made["address"], made["user"])
    assert int(sent["heartbeat"]) > 0 and sent["buffer"] == "true"


def test_the_addresses_of_an_automation_are_two(phone: Phone) -> None:
    made = set_up(phone, "automation")
    assert made["addresses"] == {
        "arrived": f"http://localhost/ingest/automation/{made['password']}/arrived",
        "left": f"http://localhost/ingest/automation/{made['password']}/left",
    }
    assert made["link"] is None


def test_setting_up_again_renews_the_token_and_leaves_one_source(phone: Phone, house: Database) -> None:
    first, second = set_up(phone, "overland"), set_up(phone, "overland")
    assert first["password"] != second["password"]
    with house.reading() as session:
        assert [one.token_sha256 for one in session.scalars(select(PositionSource))] == [sha256_of(second["password"])]


def test_taking_an_app_away_leaves_the_others(phone: Phone) -> None:
    set_up(phone, "overland")
    set_up(phone, "owntracks")
    for _ in range(2):
        assert phone.client.delete("/api/position-sources/overland", headers=phone.headers).status_code == 204
    found = sources(phone)
    assert (found["overland"]["is_set_up"], found["owntracks"]["is_set_up"]) == (False, True)


def test_a_phone_sees_its_own_sources_only(pair: Callable[..., Phone]) -> None:
    ana, ben = pair("Ana Ruiz"), pair("Ben Cho")
    set_up(ana, "overland")
    assert not sources(ben)["overland"]["is_set_up"]
    ben.client.delete("/api/position-sources/overland", headers=ben.headers)
    assert sources(ana)["overland"]["is_set_up"]


@pytest.mark.parametrize("body", [{}, {"app": "life360"}, {"app": 5}, {"app": None}])
def test_an_app_that_is_not_known_is_refused_in_words(phone: Phone, body: dict[str, object]) -> None:
    answer = phone.post("/api/position-sources", json=body)
    assert answer.status_code == 422
    assert "app" in (answer.json or {})["detail"]


def test_taking_away_an_app_that_is_not_known_says_which_there_are(phone: Phone) -> None:
    answer = phone.client.delete("/api/position-sources/life360", headers=phone.headers)
    assert answer.status_code == 404
    assert "gpslogger" in (answer.json or {})["detail"]


def test_somebody_at_a_desk_has_no_position_sources(client: FlaskClient, house: Database) -> None:
    with house.session() as session:
        manager = make_staff(session, "Mia Stone", Role.MANAGER)
        session.commit()
    sign_in_as(client, manager)
    answer = client.get("/api/position-sources")
    assert (answer.status_code, (answer.json or {})["type"].rpartition("/")[2]) == (403, "no-phone")


def test_the_address_is_the_public_one_where_that_is_set(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var", database_url=sqlite_url, public_url="https://rounds.example.com")
    app = create_app(settings)
    database = app.extensions["rounds"].database
    with database.session() as session:
        _device, headers = make_phone(session, make_staff(session))
        session.commit()
    made = app.test_client().post("/api/position-sources", json={"app": "gpslogger"}, headers=headers).json or {}
    database.close()
    assert made["address"] == "https://rounds.example.com/ingest/gpslogger"
    profile = f"https://rounds.example.com/ingest/gpslogger/{made['password']}/rounds.properties"
    assert made["link"] == f"gpslogger://properties/{profile}"

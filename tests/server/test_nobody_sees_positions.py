"""Walks every page and every door as everybody else: no position, trail, speed, pause or mode of a person shows."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.database import Database
from models.fix import Fix, UnreadMessage
from models.location_choice import LocationChoice, LocationMode, OwnPlace, PositionPause, PositionTally
from models.recording import Recording
from models.staff import Role
from models.visit import Visit
from server.current import KEY
from tests.server.pages.desk_makers import make_customer, make_note, make_staff, make_visit, sign_in_as
from tests.support.makers import make_phone

WAY = [(43.1234567 + step / 1000, -89.7654321 + step / 1000) for step in range(20)]
HOME = (43.2468013, -89.1357924)
HOURS = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:13", "to": "23:57"}]
# An instant may well have 43.1 seconds; it has no degrees.
TOLD = re.compile(r"(?<!\d:)43\.(?:1[0-9]|24)|-?89\.7[0-9]|-?89\.13|00:13-23:57|from\": ?\"00:13", re.IGNORECASE)
ABOUT_WHERE = re.compile(
    r"\btrails?\b|\bpause[sd]?\b|\bpositions?\b|latitude|\blat\b|visits only|\bspeed\b|km/h|mph|ranking|leaderboard",
    re.IGNORECASE,
)
NEVER_ENDS = {"live.stream"}
ABOUT_ONESELF = {"privacy.show", "own_data.show_privacy"}  # says in words what is kept of whoever asks
ABOUT_NOBODY = {"api_page", "openapi.spec", "assets.show", "phone_app.show", "phone_app.enter", "phone_app.send"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is shown does not depend on the database: one kind is enough."""
    return sqlite_url


@pytest.fixture
def watched(app: Flask) -> dict[str, str]:
    """Ana, who keeps a trail, has paused, has a home, own hours and a note at a customer; ids by argument's name."""
    database: Database = app.extensions[KEY].database
    with database.session() as session:
        ana = make_staff(session, "Ana Ruiz")
        device, _bearer = make_phone(session, ana)
        customer = make_customer(session)
        visit = make_visit(session, ana, customer)
        note = make_note(session, ana, customer, visit_id=visit.id)
        session.get_one(Recording, note.id).lat, session.get_one(Recording, note.id).lon = WAY[3]
        session.get_one(Visit, visit.id).lat, session.get_one(Visit, visit.id).lon = WAY[4]
        _fill(session, ana.id, device.id)
        session.commit()
        return {
            "staff_id": ana.id,
            "device_id": device.id,
            "customer_id": customer.id,
            "recording_id": note.id,
            "visit_id": visit.id,
        }


def _fill(session: Session, staff_id: str, device_id: str) -> None:
    at = now()
    for step, (lat, lon) in enumerate(WAY):
        moment = at - timedelta(minutes=step)
        session.add(Fix(device_id=device_id, staff_id=staff_id, at=moment, lat=lat, lon=lon, accuracy_m=9.0))
    body = json.dumps({"lat": WAY[0][0], "lon": WAY[0][1]}).encode()
    session.add(UnreadMessage(device_id=device_id, source="owntracks", reason="no time", body=body, body_sha256="1"))
    session.add(LocationChoice(staff_id=staff_id, mode=LocationMode.TRAIL, hours=HOURS))
    session.add(PositionPause(id=new_id(), staff_id=staff_id, began_at=at - timedelta(hours=2)))
    session.add(OwnPlace(id=new_id(), staff_id=staff_id, kind="home", lat=HOME[0], lon=HOME[1]))
    session.add(PositionTally(staff_id=staff_id, counted_on=at.date(), source="owntracks", received=20))


def answers_of(app: Flask, client: FlaskClient, ids: dict[str, str]) -> dict[str, str]:
    """Return what every address that can be read says, by its endpoint."""
    said = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in NEVER_ENDS | ABOUT_NOBODY:
            continue
        built = rule.build({name: ids.get(name, "none") for name in rule.arguments})
        for query in ("", f"?staff_id={ids['staff_id']}&on={now().date()}", "?q=ana"):
            with client.get((built[1] if built else rule.rule) + query, follow_redirects=True) as answer:
                said[rule.endpoint + query] = answer.get_data(as_text=True)
    return said


@pytest.mark.parametrize("role", list(Role))
def test_no_page_and_no_door_shows_somebody_else_s_way(app: Flask, watched: dict[str, str], role: Role) -> None:
    client = app.test_client()
    with app.extensions[KEY].database.session() as session:
        other = make_staff(session, "Olga Other", role)
        session.commit()
    sign_in_as(client, other)
    said = answers_of(app, client, watched)
    assert len(said) > 60
    assert any("Ana Ruiz" in text for text in said.values())  # pages show her work
    assert {endpoint: TOLD.findall(text) for endpoint, text in said.items() if TOLD.search(text)} == {}


def test_no_desk_page_speaks_of_where_a_person_is(app: Flask, watched: dict[str, str]) -> None:
    client = app.test_client()
    with app.extensions[KEY].database.session() as session:
        manager = make_staff(session, "Vera Boss", Role.MANAGER)
        session.commit()
    sign_in_as(client, manager)
    pages = {
        endpoint: re.sub(r"<(script|style|svg|head)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
        for endpoint, text in answers_of(app, client, watched).items()
        if "<html" in text and endpoint.partition("?")[0] not in ABOUT_ONESELF
    }
    assert len(pages) > 20
    assert {endpoint: ABOUT_WHERE.findall(text) for endpoint, text in pages.items() if ABOUT_WHERE.search(text)} == {}


def test_the_walk_would_see_what_it_looks_for(app: Flask, watched: dict[str, str]) -> None:
    from models.staff import Staff

    client = app.test_client()
    with app.extensions[KEY].database.reading() as session:
        sign_in_as(client, session.get_one(Staff, watched["staff_id"]))
    said = answers_of(app, client, watched)
    seen_by_herself = {endpoint.partition("?")[0] for endpoint, text in said.items() if TOLD.search(text)}
    assert {"own_data.show_trail", "location_choice.show", "privacy.show"} <= seen_by_herself


def test_only_one_file_reads_positions_for_showing(app: Flask) -> None:
    """Whoever adds a door that reads positions has to say here why nobody else can read them there."""
    from server.settings import PROJECT_ROOT

    may_read = {
        "services/positions/held_positions.py",  # times only, to throw them away
        "services/positions/phone_clocks.py",  # times only, to set clocks right
        "services/visits/live_days.py",  # counts
        "services/notes/note_visit.py",  # whether they speak against a visit that a note tells of
        "services/positions/own_trail.py",  # the one that shows, to the person alone
        "services/positions/position_discard.py",
        "services/positions/position_gate.py",
        "services/positions/position_intake.py",
        "services/positions/what_left.py",  # counts, to the person alone
    }
    server = PROJECT_ROOT / "server"
    readers = {
        str(path.relative_to(server))
        for path in server.rglob("*.py")
        if re.search(r"from models\.fix import|models\.fix\b", path.read_text())
    }
    assert readers == may_read


def test_a_trail_is_kept_and_shown_only_to_whom_chose_one(app: Flask, watched: dict[str, str]) -> None:
    from models.staff import Staff

    client = app.test_client()
    with app.extensions[KEY].database.session() as session:
        sign_in_as(client, session.get_one(Staff, watched["staff_id"]))
        kept = client.get("/api/trail").get_json()
        session.get_one(LocationChoice, watched["staff_id"]).mode = LocationMode.VISITS
        session.commit()
    assert kept["is_kept"] and 0 < len(kept["positions"]) <= len(WAY)
    assert client.get("/api/trail").get_json()["positions"] == []

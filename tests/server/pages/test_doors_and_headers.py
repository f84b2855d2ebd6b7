"""What the pages are served with: the phone app, assets, security headers, live events, the status."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import now
from models.job import Job, JobState
from models.staff import Role, Staff
from server.current import KEY
from server.settings import Settings
from tests.server.pages.desk_makers import make_customer, make_note, make_staff


@pytest.fixture
def built(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built phone app and desk in a folder of the test's own."""
    dist = tmp_path / "dist"
    files = {
        "index.html": "<!doctype html><title>Rounds</title>",
        "sw.js": "/* worker */",
        "assets/index-1f2e.js": "/* app */",
        ".vite/manifest.json": "{}",
        "desk/desk.css": "/* desk */",
        "desk/manifest.json": json.dumps({"desk.css": "desk.css?v=abc"}),
    }
    for name, content in files.items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(content)
    monkeypatch.setattr(Settings, "phone_app_dir", property(lambda _settings: dist))
    return dist


@pytest.mark.parametrize(
    ("address", "caching"),
    [
        ("/app/", "no-cache"),
        ("/app/sw.js", "no-cache"),
        ("/app/visits/today", "no-cache"),
        ("/app/assets/index-1f2e.js", "public, max-age=31536000, immutable"),
        ("/assets/desk.css?v=abc", "public, max-age=31536000, immutable"),
        ("/assets/desk.css", "no-cache"),
    ],
)
def test_files_are_kept_by_browsers_only_when_their_name_changes_with_them(
    client: FlaskClient, built: Path, address: str, caching: str
) -> None:
    with client.get(address) as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, caching)


def test_the_service_worker_may_serve_the_whole_app(client: FlaskClient, built: Path) -> None:
    with client.get("/app/sw.js") as answer:
        assert answer.headers["Service-Worker-Allowed"] == "/app/"
        assert answer.mimetype in ("text/javascript", "application/javascript")


@pytest.mark.parametrize(
    "address",
    [
        "/app/.vite/manifest.json",
        "/app/assets/none.js",
        "/app/desk/desk.css",
        "/app/../../secret.txt",
        "/app/%2e%2e/%2e%2e/etc/passwd",
        "/assets/manifest.json",
        "/assets/none.css",
        "/assets/..%2findex.html",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, built: Path, address: str) -> None:
    with client.get(address) as answer:
        assert answer.status_code == 404


def test_an_app_that_is_not_built_says_how_to_build_it(client: FlaskClient, built: Path) -> None:
    (built / "index.html").unlink()
    answer = client.get("/app/")
    assert answer.status_code == 503
    assert "script/bootstrap" in answer.text


def test_pages_name_the_built_style_or_say_that_it_is_missing(client: FlaskClient, built: Path) -> None:
    assert 'href="/assets/desk.css?v=abc"' in client.get("/sign-in").text
    (built / "desk" / "manifest.json").unlink()
    page = client.get("/sign-in").text
    assert "script/bootstrap" in page and "desk.css" not in page


def test_every_answer_tells_the_browser_its_limits(desk: FlaskClient, built: Path) -> None:
    for address in ("/", "/sign-in", "/nowhere", "/api/openapi.json", "/app/", "/assets/desk.css"):
        with desk.get(address) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
            assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Permissions-Policy"].startswith("microphone=(self), geolocation=(self)")


def test_only_the_phones_recogniser_may_run_a_speech_model(client: FlaskClient, built: Path) -> None:
    (built / "assets").mkdir(exist_ok=True)
    (built / "assets" / "recogniser-1a2b.js").write_text("self.onmessage = null", encoding="utf-8")
    with client.get("/app/assets/recogniser-1a2b.js") as recogniser:
        policy = recogniser.headers["Content-Security-Policy"]
        assert "'wasm-unsafe-eval'" in policy and "default-src 'none'" in policy
    for address in ("/app/", "/sign-in"):
        with client.get(address) as page:
            assert "eval" not in page.headers["Content-Security-Policy"]


def test_the_phone_app_loads_pictures_from_here_only_unless_tiles_are_set(
    client: FlaskClient, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client.get("/app/") as app:
        assert "img-src 'self' data: blob:;" in app.headers["Content-Security-Policy"]
    monkeypatch.setattr(Settings, "map_tiles_url", "https://tiles.example/{z}/{x}/{y}.png")
    with client.get("/app/") as app:
        assert "img-src 'self' data: blob: https://tiles.example;" in app.headers["Content-Security-Policy"]


def test_pages_are_kept_in_no_cache(desk: FlaskClient) -> None:
    assert desk.get("/").headers["Cache-Control"] == "no-store"


def test_an_unknown_address_is_said_in_words(desk: FlaskClient) -> None:
    answer = desk.get("/nowhere")
    assert answer.status_code == 404
    assert "To the desk" in answer.text


def events(stream: Iterator[bytes], count: int) -> list[tuple[str, str]]:
    """Read as many events from a live stream; return their ids and kinds."""
    seen: list[tuple[str, str]] = []
    for chunk in stream:
        lines = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if ": " in line and line[0] != ":")
        if "event" in lines:
            seen.append((lines["id"], lines["event"]))
        if len(seen) == count:
            break
    return seen


@pytest.fixture
def listener(desk: FlaskClient) -> Iterator[FlaskClient]:
    """Tom's browser; afterwards the feed's watcher, which ends once nobody listens, has let go of the database."""
    yield desk
    for thread in threading.enumerate():
        if thread.name == "feed":
            thread.join(timeout=10)


def test_what_was_missed_comes_first_and_once(listener: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db)
    for _ in range(3):
        make_note(db, ana, customer)
    db.commit()
    with listener.get("/feed", headers={"Last-Event-ID": "1"}, buffered=False) as answer:
        assert answer.mimetype == "text/event-stream"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert events(answer.response, 2) == [("2", "entry.made"), ("3", "entry.made")]  # type: ignore[arg-type]


def test_the_browsers_own_last_id_outweighs_the_pages(listener: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db)
    for _ in range(3):
        make_note(db, ana, customer)
    db.commit()
    with listener.get("/feed?after=1", headers={"Last-Event-ID": "2"}, buffered=False) as answer:
        assert events(answer.response, 1) == [("3", "entry.made")]  # type: ignore[arg-type]


def test_a_stranger_hears_nothing(client: FlaskClient) -> None:
    assert client.get("/feed").status_code == 302


@pytest.fixture
def office(db: Session, signed_in: Callable[[Staff], FlaskClient]) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def test_the_status_is_in_words(office: FlaskClient, app: Flask, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(exist_ok=True)
    page = office.get("/status").text
    for words in ("Speech model", "Hearing", "Phone app", "GB free where recordings are kept", "Database"):
        assert words in page


def test_notes_that_nobody_hears_are_a_problem(office: FlaskClient, db: Session) -> None:
    db.add(Job(kind="hear", key="hear:1", run_at=now() - timedelta(minutes=10)))
    db.commit()
    page = office.get("/status").text
    assert "No worker takes them" in page
    assert "python -m server worker" in page


def test_what_was_put_aside_is_listed_with_its_reason(office: FlaskClient, db: Session) -> None:
    db.add(Job(kind="hear", key="hear:1", state=JobState.FAILED, attempts=5, reason="RuntimeError: no ears"))
    db.commit()
    assert "RuntimeError: no ears" in office.get("/status").text


def test_the_address_for_phones_is_the_one_that_the_settings_name(app: Flask, office: FlaskClient) -> None:
    app.extensions[KEY] = replace(
        app.extensions[KEY], settings=replace(app.extensions[KEY].settings, public_url="https://rounds.halyard.example")
    )
    assert "They open https://rounds.halyard.example/app/" in office.get("/status").text

"""Fixtures of the staff pages: people who are signed in, and a desk served to a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from models.database import Database
from models.staff import Role, Staff
from server.app import create_app
from server.settings import Settings
from tests.server.pages.desk_makers import make_staff, sign_in_as
from tests.support.absent import not_run

STEP_MS = 10_000


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """A session that writes to the application's database; the test commits."""
    database: Database = app.extensions["rounds"].database
    with database.session() as opened:
        yield opened


@pytest.fixture
def tom(db: Session) -> Staff:
    """Tom of the support desk."""
    staff = make_staff(db, "Tom Becker", Role.SUPPORT)
    db.commit()
    return staff


@pytest.fixture
def ana(db: Session) -> Staff:
    """Ana, a rep."""
    staff = make_staff(db, "Ana Ruiz", Role.REP)
    db.commit()
    return staff


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Staff], FlaskClient]:
    """Return a browser in which somebody is signed in."""

    def sign_in(staff: Staff) -> FlaskClient:
        client = app.test_client()
        sign_in_as(client, staff)
        return client

    return sign_in


@pytest.fixture
def desk(tom: Staff, signed_in: Callable[[Staff], FlaskClient]) -> FlaskClient:
    """Tom's browser."""
    return signed_in(tom)


@dataclass(frozen=True)
class ServedDesk:
    """A desk that a browser can open; `address` names localhost, for which browsers give passkeys."""

    app: Flask
    address: str

    @property
    def database(self) -> Database:
        database: Database = self.app.extensions["rounds"].database
        return database


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path) -> Iterator[ServedDesk]:
    settings = Settings(var_dir=tmp_path / "var", database_url=sqlite_url, company_name="Halyard Foods")
    if not (settings.phone_app_dir / "desk" / "desk.js").is_file():
        not_run("The built staff pages", "script/bootstrap")
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]  # an open live stream must not hold up the end
    server.block_on_close = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield ServedDesk(app, f"http://localhost:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["rounds"].database.close()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(STEP_MS)
    yield context.new_page()
    context.close()

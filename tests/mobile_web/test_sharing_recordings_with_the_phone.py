"""Sharing a recording from another app: kept by the service worker at once, shown, and sent in the usual way."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select

from models.database import Database, open_database
from models.recording import Recording
from models.schema import migrate
from server.services.phones.pairing import make_pairing_code
from tests.support.phone_browser import PhoneBrowser, spoken_wav
from tests.support.recordings import WAV, WEBM_NOTE
from tests.support.rep_day import make_rep_day
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 60_000
# What the system does with a share target: a form that is posted by a navigation.
SHARE = """
(files) => {
  const form = document.createElement("form");
  Object.assign(form, { action: "/app/share", method: "POST", enctype: "multipart/form-data" });
  const input = document.createElement("input");
  Object.assign(input, { type: "file", name: "audio", multiple: true });
  const carried = new DataTransfer();
  for (const { name, type, body, modified } of files) {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type, lastModified: modified }));
  }
  input.files = carried.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}
"""

# An instant as recorder apps write it into names, on the phone's clock.
NAMED = """
(instant_ms) => {
  const local = new Date(instant_ms - new Date(instant_ms).getTimezoneOffset() * 60000).toISOString();
  return local.slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
}
"""


@pytest.fixture
def house(start_server: Callable[..., ServerProcess], tmp_path: Path) -> Iterator[tuple[ServerProcess, Database, str]]:
    database = open_database(f"sqlite:///{tmp_path / 'var' / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        day = make_rep_day(session)
        code = make_pairing_code(session, staff_id=day.rep.id, made_by_id=day.rep.id, valid_for=timedelta(minutes=30))
        session.commit()
    yield start_server(var_dir=tmp_path / "var"), database, code
    database.close()


@pytest.fixture
def phone(house: tuple[ServerProcess, Database, str], chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    server, _database, code = house
    says, _seconds = spoken_wav("webm-opus-24k", tmp_path)
    with sync_playwright() as playwright:
        browser = PhoneBrowser(playwright, chromium_path, tmp_path / "profile", server.url)
        with browser.open(says, None) as (_context, page):
            page.goto("about:blank")
            page.goto(f"{server.url}/app/#pair={code}")
            page.get_by_role("button", name="Pair this phone").click()
            page.get_by_role("button", name="Go to today").click()
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.wait_for_function("navigator.serviceWorker.controller !== null")
            yield page


def shared(name: str, mime_type: str, body: bytes, modified_ms: float) -> dict[str, object]:
    return {"name": name, "type": mime_type, "body": base64.b64encode(body).decode(), "modified": modified_ms}


def test_recordings_shared_in_flight_mode_are_kept_and_arrive_once(
    house: tuple[ServerProcess, Database, str], phone: Page
) -> None:
    an_hour_ago_ms = phone.evaluate("Math.floor(Date.now() / 1000) * 1000 - 3600000")
    name = "Recording_" + phone.evaluate(NAMED, an_hour_ago_ms) + ".wav"
    phone.context.set_offline(True)
    files = [
        shared(name, "audio/x-wav", WAV.data, an_hour_ago_ms),
        shared("memo2.webm", "audio/webm", WEBM_NOTE.data, an_hour_ago_ms + 60_000),
        shared("offer.pdf", "application/pdf", b"%PDF-1.7", an_hour_ago_ms),
    ]
    phone.evaluate(SHARE, files)
    expect(phone.get_by_role("status", name="Message")).to_contain_text("Not a recording: offer.pdf", timeout=STEP_MS)
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("2 waiting · no network")
    expect(
        phone.get_by_role("article").filter(has_text=f"Shared: {name}. Its time is read from its name.")
    ).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("2 waiting", timeout=STEP_MS)
    phone.context.set_offline(False)
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
    expect(phone.get_by_role("article").filter(has_text="memo2.webm")).to_contain_text("To check", timeout=STEP_MS)
    with house[1].reading() as session:
        kept = list(session.scalars(select(Recording).order_by(Recording.started_at)))
    assert [(one.source, one.source_name) for one in kept] == [("share", name), ("share", "memo2.webm")]
    assert kept[0].started_at.timestamp() * 1000 == an_hour_ago_ms

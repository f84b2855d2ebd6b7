"""The main job, end to end: spoken into a phone at the customer's, read at the support desk seconds later.

Real browsers, a real microphone stream, the real server with its worker and database, the trial model.
"""

from __future__ import annotations

import base64
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright
from sqlalchemy import select

from models.customer import Customer
from models.database import Database, open_database
from models.entry import Entry
from models.recording import Recording
from models.schema import migrate
from models.staff import Role, Staff
from server.services.customers.table_import import import_tables
from server.services.people.sign_in import make_sign_in_link
from server.settings import PROJECT_ROOT
from tests.support.makers import make_phone, make_staff
from tests.support.phone_browser import PhoneBrowser, spoken_wav
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

PASSWORD = "a long enough password"
HOME = (41.97, -87.75)
SOLE, BROOKFIELD, PILSEN = "The Sole Plaice", "Brookfield Senior Living", "Pilsen Panaderia"


@dataclass
class House:
    server: ServerProcess
    database: Database
    rep: str
    desk_link: str
    owntracks: dict[str, str]

    def place(self, name: str) -> tuple[float, float]:
        with self.database.reading() as session:
            customer = session.scalars(select(Customer).where(Customer.name == name)).one()
            site = customer.sites[0]
            assert site.lat is not None and site.lon is not None
            return site.lat, site.lon

    def arrive(self, name: str, minutes_ago: int) -> None:
        """Let the rep's OwnTracks report a drive to a customer's door and a stay there until now."""
        lat, lon = self.place(name)
        now_s = int(time.time())
        start_s = now_s - 60 * minutes_ago
        for step in range(12):
            share = step / 12
            on_the_way = (HOME[0] + (lat - HOME[0]) * share, HOME[1] + (lon - HOME[1]) * share)
            self._report(*on_the_way, start_s - 60 * (12 - step))
        for at_s in range(start_s, now_s, 30):
            self._report(lat, lon, at_s)

    def _report(self, lat: float, lon: float, at_s: int) -> None:
        body = {"_type": "location", "lat": lat, "lon": lon, "tst": at_s, "acc": 12, "tid": "mo"}
        request = urllib.request.Request(
            f"{self.server.url}/ingest/owntracks",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", **self.owntracks},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200


@pytest.fixture
def house(start_server: Callable[..., ServerProcess], tmp_path: Path) -> Iterator[House]:
    """Halyard Foods' tables, a rep, somebody at the support desk, and the running server."""
    database = open_database(f"sqlite:///{tmp_path / 'var' / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        import_tables(session, PROJECT_ROOT / "server" / "demo" / "tables")
        rep = session.scalars(select(Staff).where(Staff.name == "Marcus Oyelaran")).one()
        desk = make_staff(session, "Tom Weaver", Role.MANAGER, email="tom@halyard.example")
        link = make_sign_in_link(session, desk.id, hours=1)
        _device, bearer = make_phone(session, rep, "Marcus's OwnTracks")
        session.commit()
        token = bearer["Authorization"].removeprefix("Bearer ")
        basic = base64.b64encode(f"marcus:{token}".encode()).decode()
        rep_name = rep.name
    server = start_server(var_dir=tmp_path / "var")
    yield House(server, database, rep_name, link, {"Authorization": f"Basic {basic}"})
    database.close()


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=90_000)  # how fast it is, is a bench's matter
    with sync_playwright() as running:
        yield running


@pytest.fixture
def desk(house: House, playwright: Playwright, chromium_path: str) -> Iterator[Page]:
    """The support desk's browser, signed in, on its home page."""
    browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(house.server.url + house.desk_link)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="password", exact=False).click()
    expect(page.get_by_role("searchbox").first).to_be_visible()
    yield page
    browser.close()


def pairing_code(house: House, desk: Page) -> str:
    """Show a pairing code for the rep at the desk, and read its letters."""
    code_page = desk.context.new_page()
    code_page.goto(f"{house.server.url}/phones")
    code_page.get_by_label("Whose phone").select_option(label=f"{house.rep}, rep")
    code_page.get_by_role("button", name="Show a code").click()
    letters = code_page.locator(".code__letters").inner_text()
    code_page.close()
    return "".join(letters.split())


def pair(page: Page, url: str, code: str) -> None:
    page.goto("about:blank")  # a new page load, as by scanning the picture, not a step within the open app
    page.goto(f"{url}/app/#pair={code}")
    page.get_by_role("button", name="Pair this phone").click()
    page.get_by_role("button", name="Go to today").click()


def speak(page: Page, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Tap, speak, tap."""
    page.get_by_role("button", name="Talk", exact=True).click()
    expect(page.get_by_role("meter", name="Microphone level")).to_be_visible()
    page.wait_for_timeout(seconds * 500)
    meanwhile()
    page.wait_for_timeout(seconds * 500 + 500)
    page.get_by_role("button", name="Stop").click()


def test_three_notes_reach_the_desk_once_each_at_the_right_customer(
    house: House, desk: Page, playwright: Playwright, chromium_path: str, tmp_path: Path
) -> None:
    phone = PhoneBrowser(playwright, chromium_path, tmp_path / "phone", house.server.url)
    house.arrive(SOLE, minutes_ago=14)

    says, seconds = spoken_wav("note-04.mp4", tmp_path)
    with phone.open(says, house.place(SOLE)) as (_context, page):
        pair(page, house.server.url, pairing_code(house, desk))
        speak(page, seconds)
        expect(page.get_by_role("article").first).to_contain_text("Cod")
        expect(desk.get_by_role("main")).to_contain_text("Cod")

    says, seconds = spoken_wav("note-09.webm", tmp_path)
    with phone.open(says, house.place(BROOKFIELD)) as (context, page):
        context.set_offline(True)
        speak(page, seconds)
        expect(page.get_by_role("status", name="Queue")).to_contain_text("waiting")
        assert BROOKFIELD not in desk.get_by_role("main").inner_text()
    with phone.open(says, house.place(BROOKFIELD)) as (_context, page):
        expect(desk.get_by_role("main")).to_contain_text(BROOKFIELD)

    says, seconds = spoken_wav("note-16.ogg", tmp_path)
    with phone.open(says, house.place(PILSEN)) as (_context, page):
        speak(page, seconds, meanwhile=lambda: house.server.kill())
        house.server.start()
        expect(desk.get_by_role("main")).to_contain_text(PILSEN)

    with house.database.reading() as session:
        recordings = session.scalars(select(Recording).order_by(Recording.started_at)).all()
        assert [recording.customer.name for recording in recordings if recording.customer] == [SOLE, BROOKFIELD, PILSEN]
        assert recordings[0].visit_id is not None
        entries = {entry.recording_id: entry.newest.content for entry in session.scalars(select(Entry))}
        assert len(entries) == 3
        first, second, third = (entries[recording.id] for recording in recordings)
    cod = next(product for product in first["products"] if product["name"] == "Cod Fillets")
    assert (cod["quantity"], cod["unit"], cod["unit_price"], cod["stance"]) == (6, "case", 95, "ordered")
    assert [person["name"] for person in first["people"]] == ["Clive Pemberton"]
    assert second["spoken_customer"]["name"] == BROOKFIELD
    sugar = next(product for product in third["products"] if "Sugar" in product["name"])
    # Not its quantity: by where the sound begins, "twenty one even" before it is heard as "twenty twenty one".
    assert (sugar["unit"], sugar["unit_price"], sugar["stance"]) == ("bag", 30, "ordered")

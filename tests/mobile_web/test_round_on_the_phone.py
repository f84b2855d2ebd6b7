"""The brief, the customers around and a person's own switches, on a real phone browser against the real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from sqlalchemy import func, select

from models.base import now
from models.database import Database, open_database
from models.entry import Entry, EntryVersion
from models.fix import Fix
from models.location_choice import OwnPlace, PositionPause
from models.recording import RecordingState
from models.schema import migrate
from models.visit import Visit
from server.services.phones.pairing import make_pairing_code
from server.settings import PROJECT_ROOT
from tests.support.axe import axe_faults
from tests.support.absent import not_run
from tests.support.makers import make_contact, make_customer, make_recording, make_staff
from tests.support.phone_browser import PhoneBrowser, spoken_wav
from tests.support.recordings import SAMPLES
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 30_000
BELLAVISTA = (41.8804, -87.65)
# What the app asks of the phone is counted where it asks, before the browser may refuse.
COUNT_QUESTIONS = """
    window.asked = 0;
    for (const name of ["watchPosition", "getCurrentPosition"]) {
      const ask = navigator.geolocation[name].bind(navigator.geolocation);
      navigator.geolocation[name] = (...rest) => { window.asked += 1; return ask(...rest); };
    }
"""


@dataclass
class House:
    server: ServerProcess
    database: Database
    code: str
    staff_id: str

    def count(self, table: type[Fix | OwnPlace | PositionPause]) -> int:
        with self.database.reading() as session:
            query = select(func.count()).select_from(table).where(table.staff_id == self.staff_id)
            return session.scalar(query) or 0


@dataclass
class Asked:
    """Every request that left the browser."""

    urls: list[str]

    def outside(self, server: ServerProcess) -> list[str]:
        home = urlsplit(server.url).netloc
        return [
            url for url in self.urls if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != home
        ]


@pytest.fixture
def house(start_server: Callable[..., ServerProcess], tmp_path: Path) -> Iterator[House]:
    database = open_database(f"sqlite:///{tmp_path / 'var' / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        rep = make_staff(session)
        customer = make_customer(
            session, "Bellavista Bistro", lat=41.88, lon=-87.65, owner_id=rep.id, visit_interval_days=10
        )
        make_customer(session, "Anjou Bistro", lat=41.91, lon=-87.65)
        make_contact(session, customer, "Maria Conti").phone = "+1 312 555 0100"
        arrived_at = now() - timedelta(days=15)
        session.add(
            Visit(
                staff_id=rep.id,
                customer_id=customer.id,
                arrived_at=arrived_at,
                left_at=arrived_at + timedelta(minutes=20),
                probability=1.0,
            )
        )
        note = make_recording(
            session, rep, started_at=now() - timedelta(days=9), state=RecordingState.READY, customer_id=customer.id
        )
        due_on = (now() - timedelta(days=3)).date().isoformat()
        promise = {"item_id": "a", "what": "send the price list", "owner": "me", "due": due_on}
        entry = Entry(recording_id=note.id, customer_id=customer.id)
        entry.versions.append(EntryVersion(number=1, content={"actions": [promise]}))
        session.add(entry)
        code = make_pairing_code(session, staff_id=rep.id, made_by_id=rep.id, valid_for=timedelta(minutes=30))
        staff_id = rep.id
        session.commit()
    yield House(start_server(var_dir=tmp_path / "var"), database, code, staff_id)
    database.close()


@pytest.fixture
def open_phone(house: House, chromium_path: str, tmp_path: Path) -> Iterator[tuple[Page, Asked]]:
    """A paired phone that stands some metres from Bellavista's door, with everything fetched that it fetches."""
    says, _seconds = spoken_wav(next(iter(SAMPLES)), tmp_path)
    with sync_playwright() as playwright:
        browser = PhoneBrowser(playwright, chromium_path, tmp_path / "profile", house.server.url)
        with browser.open(says, BELLAVISTA) as (context, page):
            asked = _listen(context)
            context.add_init_script(COUNT_QUESTIONS)
            page.goto("about:blank")  # a new page load, as by scanning the picture
            page.goto(f"{house.server.url}/app/#pair={house.code}")
            page.get_by_role("button", name="Pair this phone").click()
            with page.expect_response(lambda answer: "/api/briefs" in answer.url):
                page.get_by_role("button", name="Go to today").click()
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            yield page, asked


def _listen(context: BrowserContext) -> Asked:
    asked = Asked([])
    context.on("request", lambda request: asked.urls.append(request.url))
    return asked


def place(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("button", name=name, exact=True).click()


def wait_until_sent(page: Page) -> None:
    place(page, "Today")
    expect(page.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)


def open_brief(page: Page) -> None:
    place(page, "Near me")
    page.get_by_role("list", name="Customers").get_by_role("button").filter(has_text="Bellavista Bistro").click()


def test_customers_around_are_told_nearest_first_and_who_is_due_in_words(
    house: House, open_phone: tuple[Page, Asked]
) -> None:
    page, _asked = open_phone
    place(page, "Near me")
    rows = page.get_by_role("list", name="Customers").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Bellavista Bistro", timeout=STEP_MS)
    expect(rows.nth(0)).to_contain_text("m ·")
    page.get_by_role("group", name="Show").get_by_role("button", name="Due only").click()
    expect(rows).to_have_count(1)
    expect(rows.nth(0)).to_contain_text("verdue")


def test_nobody_but_the_own_server_is_asked_for_anything_the_map_included(
    house: House, open_phone: tuple[Page, Asked]
) -> None:
    page, asked = open_phone
    place(page, "Near me")
    page.get_by_role("group", name="Show").get_by_role("button", name="Map").click()
    marks = page.get_by_role("region", name="Map of customers")
    expect(marks.get_by_role("button", name="Bellavista Bistro")).to_be_visible(timeout=STEP_MS)
    marks.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1_000)
    place(page, "Me")
    page.get_by_role("button", name="What left my phone").click()
    page.wait_for_timeout(500)
    assert len(asked.urls) > 10
    assert asked.outside(house.server) == []


def test_the_places_of_the_list_are_not_asked_of_the_server(house: House, open_phone: tuple[Page, Asked]) -> None:
    page, asked = open_phone
    page.wait_for_timeout(1_500)
    before = len(asked.urls)
    open_brief(page)
    page.keyboard.press("Escape")
    paths = [urlsplit(url) for url in asked.urls[before:]]
    assert [path for path in paths if "lat" in path.query or path.path == "/api/customers"] == []


def test_home_is_stored_by_a_tap_only_and_taken_away_by_another(house: House, open_phone: tuple[Page, Asked]) -> None:
    page, _asked = open_phone
    place(page, "Me")
    assert house.count(OwnPlace) == 0
    page.get_by_role("button", name="I am at home now").click()
    wait_until_sent(page)
    assert house.count(OwnPlace) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_open_to_everybody_on_a_small_phone(
    house: House, open_phone: tuple[Page, Asked], scheme: str
) -> None:
    page, _asked = open_phone
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    found = {"today": faults(page)}
    open_brief(page)
    found["brief"] = faults(page)
    page.keyboard.press("Escape")
    found["near me"] = faults(page)
    page.get_by_role("group", name="Show").get_by_role("button", name="Map").click()
    expect(page.get_by_role("region", name="Map of customers").get_by_role("button").first).to_be_visible()
    found["map"] = faults(page)
    place(page, "Me")
    found["me"] = faults(page)
    for row in ("Working hours", "Location app", "What left my phone"):
        page.get_by_role("button", name=row).click()
        page.wait_for_timeout(400)
        found[row] = faults(page)
        page.keyboard.press("Escape")
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def faults(page: Page) -> list[str]:
    # The initials on the person's button are a picture of the name that it is called by.
    return axe_faults(page, without=[".day-person"])

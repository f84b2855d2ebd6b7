"""The panel in a real browser, in pages of another site that behave like helpdesks, third-party cookies blocked."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
from playwright.sync_api import FrameLocator, Page, expect, sync_playwright

from models.base import new_id
from models.customer import Contact
from models.recording import Channel, Recording
from models.staff import Role
from server.current import Identity
from server.services.people.api_token import LOOK_UP, make_token
from server.services.touchpoints.interaction import Met, keep_interaction
from server.services.touchpoints.panel_site import add_site
from server.settings import PROJECT_ROOT
from tests.server.pages.conftest import STEP_MS, ServedDesk
from tests.server.pages.desk_makers import make_contact, make_customer, make_note, make_staff

pytestmark = [pytest.mark.browser]
EXAMPLES = PROJECT_ROOT / "examples" / "helpdesks"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@pytest.fixture
def helpdesk() -> Iterator[str]:
    """Our pages that behave like helpdesks, on another site than the desk's: 127.0.0.1, not localhost."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(EXAMPLES)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def strict_page(chromium_path: str) -> Iterator[Page]:
    """A browser that withholds cookies and storage from frames of other sites."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--test-third-party-cookie-phaseout"]
        )
        context = browser.new_context()
        context.set_default_timeout(STEP_MS)
        yield context.new_page()
        browser.close()


def test_the_panel_lives_inside_other_software(served: ServedDesk, helpdesk: str, strict_page: Page) -> None:
    page, errors = strict_page, list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    with served.database.session() as db:
        ana, tom = make_staff(db), make_staff(db, "Tom Becker", Role.SUPPORT)
        customer = make_customer(db)
        maria = make_contact(db, customer)
        db.add(Contact(customer_id=customer.id, name="Paolo Conti", email="paolo@bella.example"))
        make_note(db, ana, customer)
        _token, token = make_token(db, None, tom.id, "Chatwoot", [LOOK_UP])
        db.commit()
    app = quote(f"{served.address}/panel/chatwoot#{token}", safe="")

    # Not listed: the browser does not show it.
    page.goto(f"{helpdesk}/chatwoot.html?app={app}")
    expect(panel(page).get_by_text("Bellavista Bistro")).to_have_count(0)

    with served.database.session() as db:
        add_site(db, tom.id, helpdesk)
        db.commit()
    page.goto(f"{helpdesk}/chatwoot.html?app={app}")
    shown = panel(page)
    expect(shown.get_by_role("heading", name="Bellavista Bistro")).to_be_visible()
    expect(shown.locator(".line").first).to_contain_text("Ana was there")
    page.get_by_text("Paolo, by his address").click()
    expect(shown.get_by_text("Paolo Conti")).to_be_visible()
    page.get_by_text("Somebody of whom nothing is known").click()
    said = page.frame_locator("#app").locator("[data-chatwoot-said]")
    expect(said).to_have_text("Chatwoot knows neither number nor address of this person.")

    # Live: what a colleague writes down stands there without anybody doing anything.
    page.get_by_text("Maria, by her number").click()
    expect(shown.locator(".line").first).to_contain_text("Ana was there")
    met = Met(new_id(), customer.id, Channel.CALL, "the cooler is broken again")
    keep_interaction(served.app.extensions["rounds"], Identity(ana.id, ana.name, Role.REP), met)
    expect(shown.locator(".lines")).to_contain_text("cooler")

    if folder := os.environ.get("ROUNDS_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/panel-in-chatwoot.png")

    # One click, in the name of the token's owner, and no cookie was set anywhere.
    shown.get_by_label("In a sentence").fill("she gets a new cooler on monday")
    shown.get_by_role("button", name="Settled").click()
    expect(shown.get_by_text("Kept.")).to_be_visible()
    with served.database.reading() as db:
        kept = db.query(Recording).where(Recording.outcome == "settled").one()
        assert (kept.staff_id, kept.customer_id) == (tom.id, customer.id) and maria.id
    assert page.context.cookies() == [] and errors == []

    # Links: as Zammad writes them (the plus not encoded) and as FreeScout does; they lead through the sign-in.
    page.goto(f"{helpdesk}/links.html?site={served.address}")
    for name in ("zammad", "freescout"):
        with page.expect_popup() as opened:
            page.locator(f"#{name}").click()
        address = opened.value.url
        assert "/sign-in?next=" in address and "312" in address
        opened.value.close()


def panel(page: Page) -> FrameLocator:
    return page.frame_locator("#app").frame_locator("[data-chatwoot-frame]")

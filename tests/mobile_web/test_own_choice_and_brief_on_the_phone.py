"""The phone on its round: briefs without a network, who is near, and what may be known, against the real server."""

from __future__ import annotations

import base64
import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect, sync_playwright
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.appointment import Appointment
from models.base import now
from models.complaint import Complaint
from models.customer import Contact, Customer, Site
from models.database import Database, open_database
from models.entry import Entry, EntryVersion
from models.fix import Fix
from models.follow import Follow
from models.location_choice import LocationChoice, OwnPlace, PositionPause
from models.question import Answer
from models.recording import CustomerSource, Recording, RecordingState
from models.schema import migrate
from models.staff import Staff
from server.services.actions.ledger import keep_actions
from server.services.notes.entry_content import with_item_ids
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.phones.pairing import make_pairing_code
from server.settings import PROJECT_ROOT
from tests.server.pages.desk_makers import make_visit
from tests.support.axe import axe_faults
from tests.support.open_phone import BELLAVISTA, HARBOUR, HERE, MARCHETTI, STEP_MS, OpenPhone, house_with_history, paired_near_bellavista
from tests.support.makers import make_recording, make_staff
from tests.support.midday import midday_zone
from tests.support.server_process import ServerProcess

LATE = {"about": "the truck was late", "severity": "high"}
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, Database]]:
    with house_with_history(tmp_path_factory.mktemp("round")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Any]:
    expect.set_options(timeout=STEP_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def phone(house: tuple[ServerProcess, Database], browser: Any) -> Iterator[OpenPhone]:
    """A phone of its own, with everything it fetches ahead on it."""
    with paired_near_bellavista(house, browser) as opened:
        yield opened


def test_a_brief_opens_without_a_network_after_a_restart(phone: OpenPhone) -> None:
    expect(phone.page.get_by_role("region", name="Next stop")).to_contain_text(BELLAVISTA)
    phone.context.set_offline(True)
    phone.page.reload()
    phone.open_brief(BELLAVISTA)
    brief = phone.page.get_by_role("dialog", name=BELLAVISTA)
    promises = brief.get_by_role("region", name="Promised").get_by_role("listitem")
    expect(promises.first).to_contain_text("send the price list")
    expect(promises.first).to_contain_text("Overdue, was due March 13")
    expect(brief.get_by_role("region", name="Complaints")).to_contain_text("two cases arrived broken")
    expect(brief.get_by_role("region", name="Known")).to_contain_text("deliver before ten")
    expect(brief.get_by_role("link", name="Call Maria Lopez")).to_have_attribute("href", "tel:+13125550142")
    spot = f"{HERE[0] + 0.0002:.6f},{HERE[1]:.6f}"
    directions = brief.get_by_role("link", name="Directions")
    expect(directions).to_have_attribute("href", f"geo:{spot}?q={spot}(Bellavista%20Bistro)")


def test_the_star_is_tapped_without_a_network_and_holds_at_the_desk_later(phone: OpenPhone) -> None:
    phone.context.set_offline(True)
    phone.open_brief(BELLAVISTA)
    star = phone.page.get_by_role("dialog", name=BELLAVISTA).get_by_role("button", name=f"Follow {BELLAVISTA}")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    assert axe_faults(phone.page) == []
    phone.context.set_offline(False)
    _wait_for(phone, lambda: phone.count(Follow) == 1)
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    _wait_for(phone, lambda: phone.count(Follow) == 0)


def test_a_brief_that_is_not_on_the_phone_says_so_without_a_network(phone: OpenPhone) -> None:
    phone.go("Near me")
    expect(phone.page.get_by_role("list", name="Customers")).to_contain_text(HARBOUR)
    phone.page.evaluate(
        """() => new Promise((done) => {
          const open = indexedDB.open("rounds");
          open.onsuccess = () => {
            const all = open.result.transaction("briefs", "readwrite");
            all.objectStore("briefs").clear();
            all.oncomplete = done;
          };
        })"""
    )
    phone.context.set_offline(True)
    phone.page.reload()
    phone.open_brief(HARBOUR)
    expect(phone.page.get_by_role("dialog").get_by_role("status")).to_contain_text("not on the phone")


def test_customers_near_are_found_and_mapped_without_telling_anybody(phone: OpenPhone) -> None:
    phone.go("Near me")
    rows = phone.page.get_by_role("list", name="Customers").get_by_role("listitem")
    expect(rows.first).to_contain_text("20 m · 0 Main St")
    assert [name for row in rows.all_inner_texts() for name in (BELLAVISTA, MARCHETTI, HARBOUR) if name in row] == [
        BELLAVISTA,
        MARCHETTI,
        HARBOUR,
    ]
    phone.page.wait_for_timeout(1_000)  # the app's own position goes out on its way, not for this
    before = len(phone.requests)
    phone.page.get_by_role("button", name="Map", exact=True).click()
    markers = phone.page.get_by_role("region", name="Map of customers").get_by_role("button", name=BELLAVISTA)
    expect(markers).to_be_visible()
    markers.press("Enter")
    expect(phone.page.get_by_role("dialog", name=BELLAVISTA)).to_be_visible()
    hosts = {urlsplit(request.url).netloc for request in phone.requests if not request.url.startswith("data:")}
    assert hosts == {urlsplit(phone.url).netloc}
    asked = [urlsplit(request.url).path for request in phone.requests[before:] if "/api/" in request.url]
    assert "/api/customers" not in asked
    assert not any(str(HERE[0]) in (request.post_data or "") + request.url for request in phone.requests[before:])


def test_with_no_location_the_app_asks_for_none_and_sends_none(phone: OpenPhone) -> None:
    phone.go("Me")
    phone.page.get_by_role("radio", name="No location").check()
    expect(phone.page.get_by_role("status", name="Position now")).to_contain_text("Position is off")
    expect(phone.page.get_by_role("region", name="Hours and places")).to_have_count(0)
    _wait_for(phone, lambda: phone.count(LocationChoice) == 1)
    before = len(phone.requests)
    phone.page.reload()
    phone.go("Near me")
    expect(phone.page.get_by_role("main")).to_contain_text("Your position is not asked for now")
    phone.page.wait_for_timeout(1_500)
    assert phone.page.evaluate("() => window.questions") == 0
    assert not any("/api/fixes" in request.url for request in phone.requests[before:])


def test_a_pause_without_a_network_counts_at_once_and_arrives_later(phone: OpenPhone) -> None:
    _wait_for(phone, lambda: phone.count(Fix) > 0)
    phone.context.set_offline(True)
    phone.go("Me")
    phone.page.get_by_role("group", name="Pause").get_by_role("button", name="1 hour").click()
    state = phone.page.get_by_role("status", name="Position now")
    expect(state).to_contain_text("Paused until")
    asked = phone.page.evaluate("() => window.questions")
    phone.context.set_geolocation({"latitude": HERE[0] + 0.01, "longitude": HERE[1], "accuracy": 12})
    phone.page.wait_for_timeout(1_500)
    assert phone.page.evaluate("() => window.questions") == asked
    phone.context.set_offline(False)
    _wait_for(phone, lambda: phone.count(PositionPause) == 1)
    phone.page.get_by_role("button", name="End the pause").click()
    expect(state).to_contain_text("Your visits are noticed")
    with phone.database.reading() as session:
        pause = session.scalars(select(PositionPause)).one()
        assert pause.ended_at is not None
        assert not any(fix.lat > HERE[0] + 0.005 for fix in session.scalars(select(Fix)) if fix.at < pause.ended_at)


def test_hours_and_home_are_kept_by_a_tap(phone: OpenPhone) -> None:
    phone.go("Me")
    assert phone.count(OwnPlace) == 0
    phone.page.get_by_role("button", name="I am at home now").click()
    expect(phone.page.get_by_role("button", name="Forget Home")).to_be_visible()
    _wait_for(phone, lambda: phone.count(OwnPlace) == 1)
    phone.page.get_by_role("button", name="Working hours").click()
    phone.page.get_by_role("radio", name="My own", exact=True).check()
    phone.page.get_by_label("To").fill("17:30")
    phone.page.get_by_role("button", name="Save").click()
    expect(phone.page.get_by_role("button", name="Working hours")).to_contain_text("Mon–Fri 08:00–17:30")
    _wait_for(phone, lambda: phone.count(LocationChoice) == 1)


def test_a_location_app_is_set_up_and_seen_to_work(phone: OpenPhone) -> None:
    phone.go("Me")
    phone.page.get_by_role("button", name="Location app").click()
    phone.page.get_by_role("button", name="OwnTracks").click()
    phone.page.get_by_role("button", name="Set up OwnTracks").click()
    link = phone.page.get_by_role("link", name="Open in OwnTracks")
    expect(link).to_have_attribute("href", re.compile("^owntracks:///"))
    phone.page.get_by_text("Show as a picture").click()
    picture = phone.page.get_by_role("img", name="QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    live = phone.page.get_by_role("status", name="Live check")
    expect(live).to_contain_text("No position came yet")
    user, password = (phone.page.get_by_label(name, exact=True).input_value() for name in ("User", "Password"))
    _report(phone.url, user, password)
    expect(live).to_contain_text("s ago, accuracy 12 m")


def test_a_promise_a_new_contact_and_a_language_are_tapped_without_a_network_and_arrive_once(phone: OpenPhone) -> None:
    page, waits = phone.page, phone.page.get_by_role("status", name="Queue")
    phone.go("Me")
    expect(page.get_by_role("button", name="Language of your notes")).to_contain_text("The company's language")
    phone.context.set_offline(True)
    page.get_by_role("button", name="Language of your notes").click()
    page.get_by_role("radio", name="English").check()
    expect(page.get_by_role("dialog")).to_contain_text("the server learns of it when there is a network")
    phone.close()
    phone.go("Today")
    expect(page.get_by_role("button", name="Keep as a contact: Priya Raman")).to_be_visible()
    assert _faults(page, within="main") == []
    page.get_by_role("button", name="Keep as a contact: Priya Raman").click()
    expect(page.get_by_role("button", name="Keep as a contact: Priya Raman")).to_have_count(0)
    phone.open_brief(BELLAVISTA)
    promised = page.get_by_role("region", name="Promised")
    promised.get_by_role("button", name="Done: bring samples").click()
    promised.get_by_role("button", name="Undo: bring samples").click()
    promised.get_by_role("button", name="Done: send the price list").press("Enter")
    expect(promised).to_contain_text("The server learns of it when there is a network")
    page.reload()
    phone.go("Today")
    expect(waits).to_contain_text("3 waiting · no network")
    phone.context.set_offline(False)
    expect(waits).to_contain_text("All sent")
    with phone.database.reading() as session:
        assert session.scalars(select(Contact.name).where(Contact.customer_id == "C001")).all() == ["Priya Raman"]
        ended = {action.what: action.state for action in session.scalars(select(Action))}
        assert ended == {"send the price list": ActionState.DONE, "bring samples": ActionState.OPEN}
        assert session.scalars(select(Staff.language).where(Staff.name == "Ana Ruiz")).one() == "en"
    phone.open_brief(BELLAVISTA)
    expect(promised.get_by_role("listitem")).to_have_count(1)


def test_a_complaint_and_a_contradiction_are_settled_by_taps_without_a_network(
    house: tuple[ServerProcess, Database], browser: Any
) -> None:
    told: list[tuple[int, dict[str, Any]]] = [
        (20, {"people": [{"name": "paolo", "contact_id": None, "role": "chef"}]}),
        (2, {"people": [{"name": "maria", "contact_id": None, "role": "chef"}], "complaints": [LATE]}),
    ]
    with house[1].session() as session:
        ana = session.scalars(select(Staff).where(Staff.name == "Ana Ruiz")).one()
        for days, content in told:
            at = now() - timedelta(days=days)
            note = make_recording(session, ana, started_at=at, state=RecordingState.READY, customer_id="C000")
            entry = Entry(recording_id=note.id, customer_id="C000")
            entry.versions.append(EntryVersion(number=1, content=with_item_ids(content)))
            session.add(entry)
            session.flush()
            keep_ledgers(session, entry, "America/Chicago")
        session.commit()
    with paired_near_bellavista(house, browser) as phone:
        page = phone.page
        phone.context.set_offline(True)
        phone.open_brief(BELLAVISTA)
        asked, complaints = page.get_by_role("region", name="Ask"), page.get_by_role("region", name="Complaints")
        assert _faults(page, within="dialog") == []
        expect(asked.get_by_role("button", name="Would rather not say")).to_be_visible()
        asked.get_by_role("button", name="Maria").click()
        expect(asked).to_contain_text("Answered: Maria")
        complaints.get_by_role("button", name="Settled: the truck was late").click()
        expect(complaints).to_contain_text("The server learns of it when there is a network")
        page.reload()
        phone.context.set_offline(False)
        expect(page.get_by_role("status", name="Queue")).to_contain_text("All sent")
        with phone.database.reading() as session:
            answered = select(Answer.value).where(Answer.customer_id == "C000")
            assert session.scalars(answered).all() == ["Maria"]
            assert session.scalars(select(Complaint.state).where(Complaint.about == LATE["about"])).all() == ["closed"]


def test_a_promise_that_the_server_keeps_open_stays_with_the_reason_until_it_is_given_up(phone: OpenPhone) -> None:
    page = phone.page
    phone.context.set_offline(True)
    phone.open_brief(BELLAVISTA)
    promised = page.get_by_role("region", name="Promised")
    promised.get_by_role("button", name="Done: bring samples").click()
    with phone.database.session() as session:
        action = session.scalars(select(Action).where(Action.what == "bring samples")).one()
        note = session.get_one(Recording, action.recording_id)
        owner_id, action.owner_id = action.owner_id, None
        spoken_by_id, note.staff_id = note.staff_id, make_staff(session, "Ben Okafor").id
        session.commit()
    phone.context.set_offline(False)
    expect(promised).to_contain_text("This was promised by a colleague")
    phone.close()
    phone.go("Today")
    page.get_by_role("status", name="Queue").get_by_role("button").click()
    page.get_by_role("button", name="Give up: Done: bring samples").click()
    expect(page.get_by_role("status", name="Queue")).to_contain_text("All sent")
    with phone.database.session() as session:
        session.get_one(Action, action.id).owner_id = owner_id
        session.get_one(Recording, note.id).staff_id = spoken_by_id
        session.commit()
        assert session.get_one(Action, action.id).state == ActionState.OPEN


def test_what_left_the_phone_is_told_day_by_day(phone: OpenPhone) -> None:
    _wait_for(phone, lambda: phone.count(Fix) > 0)
    phone.go("Me")
    phone.page.get_by_role("button", name="What left my phone").click()
    days = phone.page.get_by_role("list", name="Days")
    expect(days).to_contain_text("This app sent 1 position")
    expect(days).to_contain_text("reached the server")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_of_the_round_is_open_to_everybody(phone: OpenPhone, scheme: Any) -> None:
    page = phone.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    expect(page.get_by_role("region", name="Next stop")).to_be_visible()
    found["next stop"] = _faults(page, within="[aria-label='Next stop']")
    phone.go("Near me")
    expect(page.get_by_role("list", name="Customers")).to_contain_text("20 m")
    found["near"] = _faults(page)
    page.get_by_role("button", name="Map", exact=True).click()
    expect(page.get_by_role("region", name="Map of customers")).to_be_visible()
    # Marks may lie side by side: the list below them opens the same briefs.
    found["map"] = [fault for fault in _faults(page) if not fault.startswith("target-size")]
    page.get_by_role("button", name="Map", exact=True).click()
    phone.open_brief(BELLAVISTA)
    page.get_by_role("region", name="Promised").get_by_role("button", name="Done: ").first.click()
    expect(page.get_by_role("button", name="Undo: ")).to_be_visible()
    found["brief"] = _faults(page)
    page.get_by_role("button", name="Undo: ").click()
    phone.close()
    phone.go("Me")
    page.get_by_role("radio", name="My own trail").check()
    found["me"] = _faults(page)
    for name in ("Language of your notes", "Working hours", "My own trail", "What left my phone", "Location app"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        if name == "Working hours":
            page.get_by_role("radio", name="My own", exact=True).check()
        if name == "Location app":
            page.get_by_role("button", name="Overland").click()
            page.get_by_role("button", name="Set up").first.click()
            expect(page.get_by_role("list", name="Steps")).to_be_visible()
        found[name] = _faults(page)
        phone.close()
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def _faults(page: Page, within: str = "html") -> list[str]:
    """Return what axe finds wrong, and targets below 44 px."""
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], summary, input:not([type=radio])")]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    return [*axe_faults(page, within), *(f"too small: {html}" for html in small)]


def _report(url: str, user: str, password: str) -> None:
    body = {"_type": "location", "lat": HERE[0], "lon": HERE[1], "tst": int(now().timestamp()), "acc": 12, "tid": "an"}
    basic = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
    request = urllib.request.Request(f"{url}/ingest/owntracks", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def _wait_for(phone: OpenPhone, is_true: Any) -> None:
    for _ in range(100):
        if is_true():
            return
        phone.page.wait_for_timeout(200)
    raise AssertionError("what the phone sent did not arrive")

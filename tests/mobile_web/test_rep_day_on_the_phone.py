"""The rep's day on a real phone browser: every word about a visit is a tap, with and without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from models.customer import Customer
from models.database import Database
from models.visit import Decision, Visit
from tests.support.paired_phone import RepHouse, paired_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 30_000


@pytest.fixture
def phone(house: RepHouse, chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    with paired_phone(house, chromium_path, tmp_path) as page:
        expect(page.get_by_role("list", name="Today")).to_be_visible(timeout=STEP_MS)
        yield page


def visits_of(database: Database) -> list[Visit]:
    with database.reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.arrived_at)))


def wait_until_sent(page: Page) -> None:
    expect(page.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)


def test_one_visit_is_asked_about_and_one_tap_answers(house: RepHouse, phone: Page) -> None:
    asked = phone.get_by_role("region", name="One question")
    expect(asked).to_have_count(1)
    expect(asked.get_by_role("button", name="Yes")).to_be_in_viewport(ratio=1)
    expect(asked).to_contain_text("31 m from the door")
    asked.get_by_role("button", name="Yes").click()
    expect(asked).to_have_count(0)
    wait_until_sent(phone)
    assert [visit.decision for visit in visits_of(house[1])].count(Decision.CONFIRMED) == 1


def test_a_sheet_that_led_to_another_gives_the_focus_back(phone: Page) -> None:
    change = phone.get_by_role("region", name="One question").get_by_role("button", name="Change")
    change.click()
    phone.get_by_role("dialog").get_by_role("button", name="These were two visits").click()
    expect(phone.get_by_role("dialog", name="These were two visits")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(change).to_be_focused()


def test_a_quiet_visit_opens_and_another_customer_is_two_taps(house: RepHouse, phone: Page) -> None:
    quiet = phone.get_by_role("region", name="Visit Anjou Bistro")
    quiet.locator("summary").click()
    quiet.get_by_role("button", name="The Copper Kettle").click()
    expect(phone.get_by_role("region", name="Visit The Copper Kettle")).to_have_count(2)
    wait_until_sent(phone)
    assert [visit.decision for visit in visits_of(house[1])].count(Decision.CHANGED) == 1


def test_what_is_tapped_without_a_network_is_shown_at_once_survives_a_restart_and_arrives(
    house: RepHouse, phone: Page
) -> None:
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="A visit is missing").click()
    dialog = phone.get_by_role("dialog", name="A visit is missing")
    expect(dialog.get_by_text("No network")).to_be_visible()
    phone.keyboard.press("Escape")
    first = phone.get_by_role("region", name="Visit Bellavista Bistro")
    first.locator("summary").click()
    first.get_by_role("button", name="Change").click()
    phone.get_by_role("button", name="Earlier Arrived").click()
    phone.get_by_role("button", name="Save these times").click()
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("1 waiting · no network")
    phone.reload()
    expect(phone.get_by_role("region", name="Visit Bellavista Bistro")).to_contain_text("confirmed", timeout=STEP_MS)
    before = visits_of(house[1])[0].arrived_at
    phone.context.set_offline(False)
    wait_until_sent(phone)
    after = visits_of(house[1])[0]
    assert after.decision == Decision.CONFIRMED
    assert after.arrived_at < before


def test_a_missed_visit_is_added_by_two_taps(house: RepHouse, phone: Page) -> None:
    phone.get_by_role("button", name="A visit is missing").click()
    phone.get_by_role("list", name="Customers").get_by_role("button", name="Anjou Bistro").click()
    expect(phone.get_by_role("region", name="Visit Anjou Bistro")).to_have_count(2)
    expect(phone.get_by_role("status", name="Message")).to_contain_text("Visit added")
    phone.wait_for_timeout(6_500)  # it can be taken back for six seconds
    wait_until_sent(phone)
    assert len(visits_of(house[1])) == 5


def test_two_visits_that_were_one_are_joined_and_one_that_was_two_is_cut(house: RepHouse, phone: Page) -> None:
    first = phone.get_by_role("region", name="Visit Bellavista Bistro")
    first.locator("summary").click()
    first.get_by_role("button", name="Change").click()
    phone.get_by_role("button", name="These were two visits").click()
    phone.get_by_role("list", name="Customers").get_by_role("button", name="Anjou Bistro").click()
    expect(phone.get_by_role("region", name="Visit Anjou Bistro")).to_have_count(2)
    phone.wait_for_timeout(6_500)
    wait_until_sent(phone)
    first = phone.get_by_role("region", name="Visit Bellavista Bistro")
    if not first.get_by_role("button", name="Change").is_visible():
        first.locator("summary").click()
    first.get_by_role("button", name="Change").click()
    phone.get_by_role("button", name="One visit with Anjou Bistro after").click()
    expect(phone.get_by_role("region", name="Visit Anjou Bistro")).to_have_count(1)
    phone.wait_for_timeout(6_500)
    wait_until_sent(phone)
    decisions = [visit.decision for visit in visits_of(house[1])]
    assert decisions.count(Decision.SPLIT) == 1
    assert decisions.count(Decision.MERGED) == 1


def test_a_stop_at_nobodys_becomes_a_new_prospect(house: RepHouse, phone: Page) -> None:
    stop = phone.locator(".stop")
    stop.locator("summary").click()
    stop.get_by_role("button", name="New prospect here").click()
    phone.get_by_label("What is it called?").fill("Casa Nova")
    phone.get_by_role("button", name="Add it").click()
    expect(phone.get_by_role("region", name="Visit Casa Nova")).to_be_visible()
    phone.wait_for_timeout(6_500)
    wait_until_sent(phone)
    expect(phone.get_by_role("region", name="Visit Casa Nova")).to_be_visible()
    with house[1].reading() as session:
        found = session.scalars(select(Customer).where(Customer.name == "Casa Nova")).one()
        assert found.is_prospect
        assert (found.sites[0].lat, found.sites[0].lon) == (41.87, -87.64)


def test_a_reminder_opens_the_recorder_for_its_visit(house: RepHouse, phone: Page) -> None:
    visit = visits_of(house[1])[0]
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.goto(f"{house[0].url}/app/#talk={visit.id}")
    expect(phone.get_by_role("dialog", name="Recording")).to_be_visible(timeout=STEP_MS)
    phone.wait_for_timeout(1500)
    phone.get_by_role("button", name="Stop").click()
    note = phone.get_by_role("region", name="Visit Bellavista Bistro").locator("xpath=..").get_by_role("article")
    expect(note).to_be_visible(timeout=STEP_MS)

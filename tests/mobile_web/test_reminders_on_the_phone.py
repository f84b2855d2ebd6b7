"""Reminders in a real browser: what the service worker shows, what a tap opens, and whom it does not disturb."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy import select

from models.customer import Customer
from tests.support.paired_phone import RepHouse, paired_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

STEP_MS = 30_000
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({title, body, tag, silent}) => ({title, body, tag, silent}));
}"""


@dataclass
class Phone:
    """A paired phone, and the push service of its browser in our hands."""

    page: Page
    worker: CDPSession
    url: str
    registration_id: str

    def push(self, message: str) -> None:
        self.worker.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.url, "registrationId": self.registration_id, "data": message},
        )

    def remind(self, visit_id: str) -> None:
        """Push a reminder until it is shown: the browser drops what it is handed before its worker is awake."""
        message = {"kind": "visit-without-note", "visit_id": visit_id, "title": "Bellavista Bistro", "body": "Talk?"}
        while True:  # the test's own limit ends this
            self.push(json.dumps(message))
            for _look in range(20):
                if any(one["tag"] == f"visit-{visit_id}" for one in self.page.evaluate(SHOWN)):
                    return
                self.page.wait_for_timeout(100)

    def shown(self, count: int) -> list[dict[str, object]]:
        """The notifications on the screen, once there are so many."""
        found: list[dict[str, object]] = self.page.evaluate(SHOWN)
        while len(found) != count:  # the test's own limit ends this
            self.page.wait_for_timeout(50)
            found = self.page.evaluate(SHOWN)
        return found

    def tap_reminder(self) -> None:
        """Do what the browser does when the notification is tapped, in the worker itself."""
        self.page.context.service_workers[0].evaluate(
            """async () => {
              const [notification] = await self.registration.getNotifications();
              const event = new NotificationEvent("notificationclick", {notification});
              self.dispatchEvent(event);
            }"""
        )


@pytest.fixture
def phone(house: RepHouse, chromium_path: str, tmp_path: Path) -> Iterator[Phone]:
    with paired_phone(house, chromium_path, tmp_path, "notifications") as page:
        yield Phone(page, *_worker_of(page, house.server.url))


def _worker_of(page: Page, url: str) -> tuple[CDPSession, str, str]:
    registrations: list[str] = []
    worker = page.context.new_cdp_session(page)
    worker.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    worker.send("ServiceWorker.enable")
    while not registrations:
        page.wait_for_timeout(50)
    return worker, url, registrations[-1]


def test_a_push_shows_one_reminder_for_each_visit_and_nothing_for_other_messages(phone: Phone) -> None:
    visit_id = "0193-a-visit"
    phone.remind(visit_id)
    assert phone.shown(1) == [
        {"title": "Bellavista Bistro", "body": "Talk?", "tag": f"visit-{visit_id}", "silent": True}
    ]
    phone.remind(visit_id)
    phone.push("not json")
    phone.push(json.dumps({"kind": "something newer", "visit_id": "x", "title": "x", "body": "x"}))
    phone.remind("0193-another")
    assert [one["tag"] for one in phone.shown(2)] == [f"visit-{visit_id}", "visit-0193-another"]


def test_a_tap_on_a_reminder_opens_the_recorder_and_takes_the_reminder_away(phone: Phone) -> None:
    phone.remind("0193-a-visit")
    phone.shown(1)
    phone.tap_reminder()
    expect(phone.page.get_by_role("dialog", name="Recording")).to_be_visible(timeout=STEP_MS)
    phone.shown(0)
    phone.page.get_by_role("button", name="Stop").click()
    expect(phone.page.get_by_role("dialog", name="Recording")).to_be_hidden(timeout=STEP_MS)


def test_a_tap_on_a_notice_opens_the_brief_of_its_customer(phone: Phone, house: RepHouse) -> None:
    with house.database.reading() as session:
        customer = session.scalars(select(Customer)).first()
    assert customer is not None
    notice = {"kind": "notice", "notice_id": "n", "title": customer.name, "body": "Ana Ruiz mentioned you"}
    while not phone.page.evaluate(SHOWN):  # the browser drops what it is handed before its worker is awake
        phone.push(json.dumps(notice | {"customer_id": customer.id}))
        phone.page.wait_for_timeout(500)
    phone.tap_reminder()
    brief = phone.page.get_by_role("dialog", name=customer.name)
    expect(brief.get_by_role("button", name=f"Talk about {customer.name}")).to_be_visible(timeout=STEP_MS)
    phone.page.goto(f"{house.server.url}/app/#brief={customer.id}&name=Anew")  # as where no app was open
    expect(phone.page.get_by_role("dialog", name="Anew")).to_be_visible(timeout=STEP_MS)


def test_a_reminder_does_not_disturb_somebody_who_is_speaking(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Talk", exact=True).click()
    recording = phone.page.get_by_role("dialog", name="Recording")
    expect(recording.get_by_role("timer")).to_have_text("0:02", timeout=STEP_MS)
    phone.remind("0193-a-visit")
    assert phone.shown(1)[0]["silent"]
    phone.tap_reminder()
    phone.shown(0)
    expect(recording.get_by_role("timer")).not_to_have_text("0:00")
    phone.page.get_by_role("button", name="Stop").click()
    expect(phone.page.get_by_role("article")).to_have_count(1, timeout=STEP_MS)


def test_the_browser_is_asked_only_after_a_tap_and_not_now_is_kept(phone: Phone) -> None:
    offer = phone.page.get_by_role("button", name="Remind me")
    expect(offer).to_be_visible(timeout=STEP_MS)
    phone.page.get_by_role("button", name="Not now").click()
    expect(offer).to_be_hidden()
    phone.page.reload()
    expect(phone.page.get_by_role("list", name="Today")).to_be_visible(timeout=STEP_MS)
    expect(offer).to_be_hidden()

"""What colleagues tell a rep is read, answered and taken on the phone, also without a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import func, select

from models.action import Action
from models.base import new_id
from models.database import Database
from models.handover import Handover
from models.message import Message
from models.notice import Notice
from models.recording import Recording
from models.staff import Role, Staff
from server.current import Identity
from server.services.colleagues.handing_over import Step, hand_over_action
from server.services.colleagues.replying import reply
from tests.support.axe import axe_faults
from tests.support.makers import make_staff
from tests.support.open_phone import BELLAVISTA, STEP_MS, OpenPhone, house_with_history, paired_near_bellavista
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
ASKED = "@Ana Ruiz did the broken cases go back?"
ANSWERED = "Yes, on Tuesday. Bellavista has the credit note."
STEP = "take the new price list along"


@pytest.fixture
def phone(tmp_path_factory: pytest.TempPathFactory, chromium_path: str) -> Iterator[OpenPhone]:
    with house_with_history(tmp_path_factory.mktemp("told")) as house, sync_playwright() as playwright:
        tell_ana(house[1])
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", "--disable-gpu"])
        with paired_near_bellavista(house, browser) as opened:
            expect.set_options(timeout=STEP_MS)
            yield opened
        browser.close()


def tell_ana(database: Database) -> None:
    """Have Tom of the support desk mention Ana below her note, and hand a promise of his own over to her."""
    with database.session() as session:
        tom = make_staff(session, "Tom Becker", Role.SUPPORT)
        ana = session.scalars(select(Staff).where(Staff.name == "Ana Ruiz")).one()
        note = session.scalars(select(Recording).where(Recording.customer_id == "C000")).one()
        promise = Action(item_id="z", recording_id=note.id, customer_id="C000", owner_id=tom.id, what="send the list")
        session.add(promise)
        session.flush()
        by = Identity(staff_id=tom.id, name=tom.name, role=Role.SUPPORT)
        reply(session, note.id, new_id(), ASKED, by)
        hand_over_action(session, promise.id, Step(new_id(), ana.id, STEP, None), by)
        session.commit()


def wait_for(phone: OpenPhone, query: Any, value: Any) -> None:
    """Wait until a query gives a value; the test's own limit ends this."""
    while True:
        with phone.database.reading() as session:
            if session.scalar(query) == value:
                return
        phone.page.wait_for_timeout(100)


def test_what_colleagues_tell_is_read_answered_and_taken_without_a_network_and_arrives_once(phone: OpenPhone) -> None:
    page = phone.page
    phone.go("Today")
    bell = page.get_by_role("button", name="Notices, 2 new")
    expect(bell).to_be_visible()
    phone.context.set_offline(True)
    bell.click()
    sheet = page.get_by_role("dialog", name="Notices")
    told = sheet.get_by_role("list", name="Notices").get_by_role("listitem")
    asked, handed = told.filter(has_text="mentioned you"), told.filter(has_text="handed something over")
    expect(asked).to_contain_text("did the broken cases go back?")
    assert axe_faults(page) == []
    asked.get_by_role("button", name="Reply").click()
    asked.get_by_role("textbox", name="Your reply").fill(ANSWERED)
    asked.get_by_role("button", name="Send").click()
    expect(asked).to_contain_text(f"You: {ANSWERED}")
    expect(asked).to_contain_text("on its way")
    handed.get_by_role("button", name="I take it").click()
    expect(handed.get_by_role("button", name="I take it")).to_have_count(0)
    phone.close()
    expect(page.get_by_role("button", name="Notices", exact=True)).to_be_visible()

    phone.context.set_offline(False)
    replies = select(func.count()).select_from(Message).where(Message.text == ANSWERED)
    wait_for(phone, replies, 1)
    wait_for(phone, select(func.count()).select_from(Handover).where(Handover.taken_at.is_not(None)), 1)
    with phone.database.reading() as session:
        unread = select(Staff.name).join(Notice, Notice.staff_id == Staff.id).where(Notice.read_at.is_(None))
        assert session.scalars(unread).all() == ["Tom Becker"], "the reply is new to Tom, and nothing to Ana"

    page.get_by_role("button", name="Notices", exact=True).click()
    asked.get_by_role("button", name=f"Brief of {BELLAVISTA}").click()
    expect(page.get_by_role("dialog", name=BELLAVISTA)).to_be_visible()

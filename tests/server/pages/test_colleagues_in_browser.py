"""Follow, reply with a name completed, be told live, hand over and work through the queue by keyboard, in a browser."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from models.base import new_id
from models.customer import Customer
from models.recording import RecordingSource
from models.staff import Role, Staff
from server.current import Identity
from server.services.colleagues.handing_over import Step, hand_over_customer
from server.services.colleagues.replying import reply
from server.services.notes.written_note import keep_written
from server.services.people.sign_in import set_password
from tests.server.pages.conftest import STEP_MS, ServedDesk
from tests.server.pages.desk_makers import make_customer, make_recording, make_staff
from tests.support.axe import axe_faults

pytestmark = pytest.mark.browser
PASSWORD = "three blue herons"
PICTURES = os.environ.get("ROUNDS_PICTURES", "")


def people(served: ServedDesk) -> tuple[Staff, Staff, Customer, str]:
    """Fill in Tom, Ana, a customer and a note with a promise and a complaint; return the note's id too."""
    with served.database.session() as db:
        tom, ana = make_staff(db, "Tom Becker", Role.SUPPORT), make_staff(db, "Ana Ruiz")
        for one in (tom, ana):
            set_password(one, PASSWORD)
        customer = make_customer(db)
        note = make_recording(db, ana, customer, source=RecordingSource.WRITTEN)
        words = "maria complained that the oat milk came late again i will send her the price list by friday"
        keep_written(db, served.app.extensions["rounds"], note, words)
        db.commit()
        return tom, ana, customer, note.id


def sign_in(page: Page, served: ServedDesk, name: str) -> None:
    page.set_default_timeout(STEP_MS)
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@halyard.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Desk")).to_be_visible()


def test_colleagues_follow_reply_and_hand_over_and_are_told_live(
    served: ServedDesk, browser: Browser, page: Page
) -> None:
    _tom, _ana, customer, note = people(served)
    sign_in(page, served, "tom")
    other = browser.new_context()
    anas = other.new_page()
    sign_in(anas, served, "ana")
    anas.goto(f"{served.address}/queue")

    page.goto(f"{served.address}/customers/{customer.id}")
    star = page.get_by_role("button", name="Follow")
    star.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")

    page.goto(f"{served.address}/notes/{note}")
    field = page.get_by_role("textbox", name="Reply")
    field.press_sequentially("look at this @ru")
    expect(page.get_by_role("option", name="Ana Ruiz")).to_be_visible()
    assert axe_faults(page) == []
    field.press("Enter")
    expect(field).to_have_value("look at this @Ana Ruiz ")
    field.press_sequentially("please")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("region", name="Replies")).to_contain_text("look at this @Ana Ruiz please")
    bell = anas.get_by_role("link", name="1 unread notice")
    expect(bell).to_be_visible()  # by itself, on a page that was open

    page.goto(f"{served.address}/customers/{customer.id}")
    page.get_by_role("link", name="Hand over", exact=True).click()
    page.get_by_label("To", exact=True).select_option("Ana Ruiz")
    page.get_by_label("Next step").fill("call Maria about the late delivery")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Hand-over", exact=True)).to_be_visible()

    expect(anas.get_by_role("link", name="2 unread notices")).to_be_visible()
    rows = anas.get_by_role("region", name="Promises").get_by_role("listitem")
    expect(rows).to_have_count(2)
    row = rows.filter(has_text="call Maria")
    row.focus()
    anas.wait_for_timeout(1_000)  # what was on its way does not take the row away
    expect(row).to_be_focused()
    anas.keyboard.press("t")
    expect(row.get_by_text("taken")).to_be_visible()
    expect(row.get_by_role("button", name="Take it")).to_have_count(0)
    row.focus()
    anas.keyboard.press("d")
    expect(rows).to_have_count(1)
    expect(rows.first).to_be_focused()

    anas.get_by_role("link", name="2 unread notices").click()
    expect(anas.get_by_role("link", name="Tom Becker mentioned you about Bellavista Bistro")).to_be_visible()
    anas.get_by_role("button", name="Mark all as read").click()
    expect(anas.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    other.close()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 360), ("light", 1280)])
def test_the_screens_of_colleagues_are_open_to_everybody(
    served: ServedDesk, page: Page, scheme: Any, width: int
) -> None:
    tom, ana, customer, note = people(served)
    with served.app.app_context(), served.database.session() as db:
        by, made = Identity(tom.id, tom.name, Role.SUPPORT), served.app.extensions["rounds"]
        reply(db, note, new_id(), "@Ana Ruiz shall we give her a discount?", by)
        hand_over_customer(db, made, customer.id, Step(new_id(), ana.id, "call Maria", date(2031, 3, 13)), by)
        db.commit()
    sign_in(page, served, "ana")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    page.set_viewport_size({"width": width, "height": 800})
    for name, address in {
        "queue": "/queue",
        "promises": "/promises?whose=team",
        "complaints": "/complaints",
        "notices": "/notices",
        "choices": "/notices/choices",
        "handover": f"/handovers/new?customer={customer.id}",
        "note": f"/notes/{note}",
        "customer": f"/customers/{customer.id}",
    }.items():
        page.goto(served.address + address)
        found[f"{name} {width}"] = axe_faults(page)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=True)
    assert {name: faults for name, faults in found.items() if faults} == {}

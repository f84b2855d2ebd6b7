"""The week in a real browser: open to everybody in light and dark, by keyboard, and on two sheets of paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.pages import friday as friday_page
from server.services.people.sign_in import set_password
from tests.server.pages.conftest import ServedDesk
from tests.server.services.friday.a_week import THURSDAY, fill
from tests.support.axe import axe_faults

pytestmark = pytest.mark.browser
PASSWORD = "three blue herons"


@pytest.fixture
def week(served: ServedDesk, page: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The week's page, opened by a manager on a Thursday."""
    monkeypatch.setattr(friday_page, "now", lambda: THURSDAY)
    with served.database.session() as db:
        boss = fill(db).boss
        set_password(boss, PASSWORD)
        db.commit()
        address = boss.email
    page.goto(f"{served.address}/sign-in?next=/friday")
    page.get_by_label("E-mail address").fill(address or "")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Week 11"))).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_week_and_its_lists_are_open_to_everybody(week: Page, scheme: Any) -> None:
    week.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for width in (360, 1280):
        week.set_viewport_size({"width": width, "height": 800})
        for address in ("/friday", "/friday?week=2026-W10", "/friday/complaints", "/friday/untouched", "/friday/facts"):
            week.goto(address if address.startswith("http") else week.url.split("/friday")[0] + address)
            found[address, width] = axe_faults(week)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_a_number_is_opened_by_keyboard_and_the_way_back_is_one_key_away(week: Page) -> None:
    number = week.get_by_role("link", name="2 promises broken", exact=True).first
    number.focus()
    week.keyboard.press("Enter")
    expect(week.get_by_role("heading", name="Promises broken")).to_be_visible()
    expect(week.locator("tbody tr")).to_have_count(2)
    week.get_by_role("link", name="← Week 11").press("Enter")
    expect(week.get_by_role("img", name=re.compile("Open complaints by age"))).to_be_visible()


def test_it_prints_on_two_sheets_with_tables_that_stay_tables(week: Page) -> None:
    sheets = len(re.findall(rb"/Type\s*/Page\b", week.pdf(prefer_css_page_size=True)))
    assert 1 <= sheets <= 2
    week.set_viewport_size({"width": 700, "height": 1000})  # a sheet's width
    week.emulate_media(media="print")
    expect(week.locator(".bar")).to_be_hidden()
    assert (
        week.locator(".week .table thead").first.evaluate("one => getComputedStyle(one).display")
        == "table-header-group"
    )
    hidden = "cells => cells.filter(cell => getComputedStyle(cell).display !== 'table-cell').length"
    assert (
        week.locator(".week .table").locator("th, td").evaluate_all(hidden) == 0
    )  # a column left out would shift the rest

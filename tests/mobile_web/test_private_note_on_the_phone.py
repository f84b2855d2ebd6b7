"""A rep keeps a note private without a network: it goes up so, and is shared again by one tap."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models.event import Event
from models.recording import Recording
from tests.support.paired_phone import RepHouse, paired_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 60_000


def test_a_note_made_private_in_flight_mode_is_private_from_its_first_byte(
    house: RepHouse, chromium_path: str, tmp_path: Path
) -> None:
    with paired_phone(house, chromium_path, tmp_path) as phone:
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Talk", exact=True).click()
        phone.wait_for_timeout(2_500)
        phone.get_by_role("button", name="Stop").click()
        note = phone.get_by_role("article")
        phone.get_by_role("button", name="Listen to the note").click()
        sheet = phone.get_by_role("dialog", name="Note from")
        sheet.get_by_role("button", name="Keep private").click()
        expect(sheet).to_contain_text("Private: only you see this note")
        phone.keyboard.press("Escape")
        expect(note).to_contain_text("Private: only you see it.")
        phone.context.set_offline(False)
        expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
        with house.database.reading() as session:
            assert session.scalars(select(Recording.is_private)).all() == [True]
            assert not session.scalar(select(Event.id).where(Event.kind == "note.hidden"))  # it was never seen
        phone.get_by_role("button", name="Listen to the note").click()
        sheet.get_by_role("button", name="Share with everybody").click()
        expect(sheet).to_contain_text("Everybody in the company reads this note.")
        phone.keyboard.press("Escape")
        expect(note).not_to_contain_text("Private")
        expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
        with house.database.reading() as session:
            assert session.scalars(select(Recording.is_private)).all() == [False]

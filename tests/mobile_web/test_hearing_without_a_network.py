"""Words on the phone itself: the model is fetched once, and then heard with in flight mode, beside the recorder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.phone_browser import KEPT_CHUNKS
from tests.support.paired_phone import SAMPLE, RepHouse, paired_phone
from tests.support.recordings import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 60_000
SAID = set(SAMPLES[SAMPLE].text.split())


@pytest.fixture
def phone(house: RepHouse, chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    """A paired phone with a speech model on it, and something to say."""
    with paired_phone(house, chromium_path, tmp_path) as page:
        fetch_model(page)
        yield page


def fetch_model(page: Page) -> None:
    page.get_by_role("navigation", name="Places").get_by_role("button", name="Me", exact=True).click()
    page.get_by_role("button", name="Hear without a network").click()
    dialog = page.get_by_role("dialog", name="Hear without a network")
    dialog.get_by_role("button", name="Fetch").click()
    expect(dialog.get_by_role("status", name="Hearing on this phone")).to_contain_text("On.", timeout=STEP_MS)
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Places").get_by_role("button", name="Today").click()


def right_words(text: str) -> int:
    return len(SAID & set(text.lower().split()))


def test_words_appear_in_flight_mode_and_give_way_to_the_servers(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("button", name="Talk", exact=True).click()
    words = phone.get_by_role("region", name="Words so far")
    expect(words).not_to_contain_text("This phone hears it", timeout=STEP_MS)
    phone.wait_for_timeout(int(SAMPLES[SAMPLE].seconds * 1000))
    assert right_words(words.inner_text()) >= 3
    phone.get_by_role("button", name="Stop").click()
    note = phone.get_by_role("article")
    expect(note).to_contain_text("heard on this phone. Will be read when there is signal.", timeout=STEP_MS)
    assert right_words(note.inner_text()) >= len(SAID) // 2
    phone.reload()
    expect(phone.get_by_role("article")).to_contain_text("heard on this phone", timeout=STEP_MS)
    phone.context.set_offline(False)
    expect(phone.get_by_role("article")).to_contain_text("To check", timeout=STEP_MS)
    expect(phone.get_by_role("article")).not_to_contain_text("heard on this phone")
    # The seconds of a fact are heard from the sound that stayed on the phone.
    phone.context.set_offline(True)
    phone.get_by_role("button", name=re.compile("^Play ")).first.click()
    expect(phone.get_by_role("button", name=re.compile("^Stop "))).to_be_visible()
    phone.wait_for_function("() => document.querySelector('.play-on') === null")
    expect(phone.get_by_role("status", name="Message")).not_to_contain_text("not on this phone")


def test_a_note_is_heard_again_on_the_phone_word_by_word_in_flight_mode(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Talk", exact=True).click()
    phone.wait_for_timeout(int(SAMPLES[SAMPLE].seconds * 1000))
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_role("article")).to_contain_text("heard on this phone", timeout=STEP_MS)
    phone.get_by_role("button", name="Listen to the note").click()
    sheet = phone.get_by_role("dialog", name="Note from")
    where = sheet.get_by_role("slider", name="Where in the note")
    expect(where).to_have_attribute("max", re.compile(r"^([5-9]|1\d)"), timeout=STEP_MS)
    words = sheet.get_by_role("group", name="Words: tap one to hear it").get_by_role("button")
    sheet.get_by_role("button", name="2×").click()
    words.last.click()
    expect(sheet.get_by_role("button", name="Pause")).to_be_visible(timeout=STEP_MS)
    phone.wait_for_function("document.querySelector('audio').currentTime > 3")
    assert phone.evaluate("document.querySelector('audio').playbackRate") == 2
    with phone.expect_download() as download:
        sheet.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"note-[-\d]+\.(webm|m4a)", download.value.suggested_filename)
    phone.reload()
    phone.get_by_role("button", name="Listen to the note").click()
    expect(phone.get_by_role("button", name="2×")).to_have_attribute("aria-pressed", "true", timeout=STEP_MS)


def test_a_recogniser_that_dies_takes_no_sound_along(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Talk", exact=True).click()
    with phone.expect_worker(timeout=STEP_MS) as started:
        pass
    phone.wait_for_timeout(3_000)
    started.value.evaluate("self.close()")
    phone.wait_for_timeout(3_000)
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("1 waiting · no network", timeout=STEP_MS)
    pieces = phone.evaluate(KEPT_CHUNKS)
    assert pieces >= 6
    phone.context.set_offline(False)
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
    expect(phone.get_by_role("article")).to_contain_text("To check", timeout=STEP_MS)


def test_the_model_can_be_taken_off_the_phone_again(phone: Page) -> None:
    phone.get_by_role("navigation", name="Places").get_by_role("button", name="Me", exact=True).click()
    phone.get_by_role("button", name="Hear without a network").click()
    phone.get_by_role("button", name="Remove from this phone").click()
    expect(phone.get_by_role("dialog").get_by_role("button", name="Fetch")).to_be_visible(timeout=STEP_MS)
    names = phone.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert "/vosk" not in names
    assert "rounds-hearing" not in phone.evaluate("caches.keys()")



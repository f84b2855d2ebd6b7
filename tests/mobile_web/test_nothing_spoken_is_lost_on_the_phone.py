"""What may happen to a phone while somebody speaks: the page dies, no space is left, no network for hours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.phone_browser import KEPT_CHUNKS
from tests.support.paired_phone import RepHouse, paired_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 60_000
# A note of four hours, as a recorder leaves it: a chunk of 4 kB for each second.
FOUR_HOURS = """
() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("rounds");
  opening.onsuccess = () => {
    const writing = opening.result.transaction(["recordings", "chunks"], "readwrite");
    const began_ms = Date.now() - 5 * 3600000;
    writing.objectStore("recordings").put({
      id: "0192f0c1-0000-7000-8000-000000000001", mime_type: "audio/webm;codecs=opus",
      started_at: new Date(began_ms).toISOString(), ended_at: new Date(began_ms + 4 * 3600000).toISOString(),
      visit_id: null, position: null, stage: "to_send", chunk_count: 14400, is_announced: false, is_recovered: false,
      problem: null,
    });
    const chunks = writing.objectStore("chunks");
    for (let number = 0; number < 14400; number++) {
      const recording_id = "0192f0c1-0000-7000-8000-000000000001";
      chunks.put({ recording_id, number, body: new ArrayBuffer(4000), is_sent: false });
    }
    writing.oncomplete = () => { opening.result.close(); resolve(); };
    writing.onerror = () => reject(writing.error);
  };
})
"""


@pytest.fixture
def phone(house: RepHouse, chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    with paired_phone(house, chromium_path, tmp_path) as page:
        yield page


def test_a_page_that_dies_while_somebody_speaks_loses_a_second_and_the_note_goes_by_itself(phone: Page) -> None:
    address = phone.url
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Talk", exact=True).click()
    phone.wait_for_timeout(6_000)
    expect(phone.get_by_role("dialog", name="Recording")).to_be_visible()
    kept = phone.evaluate(KEPT_CHUNKS)
    assert kept >= 4
    again = phone.context.new_page()
    phone.close(run_before_unload=False)
    again.goto(address)
    note = again.get_by_role("article")
    expect(note).to_contain_text("Ended early: the app was closed while you spoke", timeout=STEP_MS)
    assert again.evaluate(KEPT_CHUNKS) >= kept
    again.context.set_offline(False)
    expect(again.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
    expect(note).to_contain_text("To check", timeout=STEP_MS)


def test_a_phone_that_runs_out_of_space_while_recording_says_so_and_loses_nothing(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Talk", exact=True).click()
    phone.wait_for_timeout(2_000)
    session = phone.context.new_cdp_session(phone)
    origin = phone.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    dialog = phone.get_by_role("dialog", name="Recording")
    expect(dialog.get_by_text("No space left on this phone")).to_be_visible(timeout=STEP_MS)
    phone.wait_for_timeout(4_000)
    phone.get_by_role("button", name="Stop").click()
    expect(phone.get_by_role("alert")).to_contain_text("no space left", timeout=STEP_MS)
    phone.context.set_offline(False)
    expect(phone.get_by_role("article")).to_contain_text("To check", timeout=STEP_MS)


def test_four_hours_of_sound_wait_in_sight_and_the_app_opens_on_them(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.evaluate(FOUR_HOURS)
    phone.reload()
    queue = phone.get_by_role("status", name="Queue")
    expect(queue).to_contain_text("1 waiting · no network", timeout=STEP_MS)
    queue.get_by_role("button").click()
    line = phone.get_by_role("dialog", name="1 waiting")
    expect(line).to_contain_text("0 of 14400 parts sent")
    expect(line).to_contain_text("58 MB")
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Talk", exact=True).click()
    phone.wait_for_timeout(3_000)
    phone.get_by_role("button", name="Stop").click()
    expect(queue).to_contain_text("2 waiting · no network", timeout=STEP_MS)

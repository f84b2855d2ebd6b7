"""Sharing a recording from another app: kept by the service worker at once, shown, and sent in the usual way."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from models.recording import Recording
from tests.support.paired_phone import RepHouse, paired_phone
from tests.support.recordings import WAV, WEBM_NOTE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STEP_MS = 60_000
# What the system does with a share target: a form that is posted by a navigation.
SHARE = """
(files) => {
  const form = document.createElement("form");
  Object.assign(form, { action: "/app/share", method: "POST", enctype: "multipart/form-data" });
  const input = document.createElement("input");
  Object.assign(input, { type: "file", name: "audio", multiple: true });
  const carried = new DataTransfer();
  for (const { name, type, body, modified } of files) {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type, lastModified: modified }));
  }
  input.files = carried.files;
  form.append(input);
  document.body.append(form);
  form.submit();
}
"""

# An instant as recorder apps write it into names, on the phone's clock.
NAMED = """
(instant_ms) => {
  const local = new Date(instant_ms - new Date(instant_ms).getTimezoneOffset() * 60000).toISOString();
  return local.slice(0, 19).replace(/[-:]/g, "").replace("T", "_");
}
"""


@pytest.fixture
def phone(house: RepHouse, chromium_path: str, tmp_path: Path) -> Iterator[Page]:
    with paired_phone(house, chromium_path, tmp_path) as page:
        yield page


def shared(name: str, mime_type: str, body: bytes, modified_ms: float) -> dict[str, object]:
    return {"name": name, "type": mime_type, "body": base64.b64encode(body).decode(), "modified": modified_ms}


def test_recordings_shared_in_flight_mode_are_kept_and_arrive_once(house: RepHouse, phone: Page) -> None:
    an_hour_ago_ms = phone.evaluate("Math.floor(Date.now() / 1000) * 1000 - 3600000")
    name = "Recording_" + phone.evaluate(NAMED, an_hour_ago_ms) + ".wav"
    phone.context.set_offline(True)
    files = [
        shared(name, "audio/x-wav", WAV.data, an_hour_ago_ms),
        shared("memo2.webm", "audio/webm", WEBM_NOTE.data, an_hour_ago_ms + 60_000),
        shared("offer.pdf", "application/pdf", b"%PDF-1.7", an_hour_ago_ms),
    ]
    phone.evaluate(SHARE, files)
    expect(phone.get_by_role("status", name="Message")).to_contain_text("Not a recording: offer.pdf", timeout=STEP_MS)
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("2 waiting · no network")
    expect(
        phone.get_by_role("article").filter(has_text=f"Shared: {name}. Its time is read from its name.")
    ).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("2 waiting", timeout=STEP_MS)
    phone.context.set_offline(False)
    expect(phone.get_by_role("status", name="Queue")).to_contain_text("All sent", timeout=STEP_MS)
    expect(phone.get_by_role("article").filter(has_text="memo2.webm")).to_contain_text("To check", timeout=STEP_MS)
    with house[1].reading() as session:
        kept = list(session.scalars(select(Recording).order_by(Recording.started_at)))
    assert [(one.source, one.source_name) for one in kept] == [("share", name), ("share", "memo2.webm")]
    assert kept[0].started_at.timestamp() * 1000 == an_hour_ago_ms

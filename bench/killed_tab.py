"""A phone's browser that is killed while somebody speaks into it, and opened again."""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page, Request, expect, sync_playwright

from tests.support.phone_browser import PhoneBrowser, spoken_wav
from tests.support.processes import descendants

SENT_WITHIN_MS = 120_000
PIECE = re.compile(r"/api/recordings/([0-9a-f-]{36})/chunks/(\d+)$")


@dataclass  # Playwright sets attributes of its own on whoever listens
class KilledTab:
    """One phone; `spoken_s` has for each kill how long was spoken, `sent` what left the phone, by note and number."""

    url: str
    code: str
    folder: Path
    chromium_path: str
    rng: random.Random
    spoken_s: list[float] = field(default_factory=list)
    sent: dict[tuple[str, int], str] = field(default_factory=dict)

    def run(self, kills: int) -> None:
        """Speak and be killed, again and again, then open once more and wait until everything is sent."""
        says, _seconds = spoken_wav("webm-opus-24k", self.folder)
        with sync_playwright() as playwright:
            browser = PhoneBrowser(playwright, self.chromium_path, self.folder / "profile", self.url)
            with browser.open(says, None) as (_context, page):
                page.goto("about:blank")
                page.goto(f"{self.url}/app/#pair={self.code}")
                page.get_by_role("button", name="Pair this phone").click()
                page.get_by_role("button", name="Go to today").click()
                expect(page.get_by_role("list", name="Today")).to_be_visible(timeout=60_000)
            for _kill in range(kills):
                with suppress(Error), browser.open(says, None) as (_context, page):
                    self._speak_and_die(page)
            with browser.open(says, None) as (_context, page):
                page.on("request", self._note_piece)
                waiting = page.get_by_role("status", name="Queue")
                expect(waiting).to_contain_text("All sent", timeout=SENT_WITHIN_MS)

    def _speak_and_die(self, page: Page) -> None:
        page.on("request", self._note_piece)
        page.get_by_role("button", name="Talk", exact=True).click()
        expect(page.get_by_role("meter", name="Microphone level")).to_be_visible()
        began_s = time.monotonic()
        page.wait_for_timeout(self.rng.uniform(1_500, 7_000))
        _kill_browser(self.folder / "profile")
        self.spoken_s.append(time.monotonic() - began_s)

    def _note_piece(self, request: Request) -> None:
        if request.method == "PUT" and (found := PIECE.search(request.url)):
            body = request.post_data_buffer
            if body is not None:
                self.sent[found[1], int(found[2])] = hashlib.sha256(body).hexdigest()


def _kill_browser(profile: Path) -> None:
    """Kill -9 the browser with all its processes at once: the tab, the one that keeps its storage, all of them."""
    mark = f"--user-data-dir={profile}".encode()
    for pid in sorted(descendants(os.getpid())):
        with suppress(OSError):
            if mark in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)

"""A phone-sized Chromium with a real microphone stream: the sound of a recording, spoken into it."""

from __future__ import annotations

import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.support.midday import midday_zone
from tests.support.recordings import SAMPLES
from voice.audio import decode

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
STEP_MS = 60_000
RATE_HZ = 16_000
SILENCE = b"\x00\x00" * (RATE_HZ // 2)
# To be evaluated in the app: how many pieces of sound the phone keeps.
KEPT_CHUNKS = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("rounds");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("chunks").objectStore("chunks").count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
  };
})
"""


@dataclass(frozen=True)
class PhoneBrowser:
    """One phone: its storage lives in `profile` and survives a restart with something else to say."""

    playwright: Playwright
    chromium_path: str
    profile: Path
    url: str

    @contextmanager
    def open(self, says: Path, at: tuple[float, float] | None) -> Iterator[tuple[BrowserContext, Page]]:
        """Start the app with a sound for the microphone and a place to stand; close it as a user would.

        Without a place its position is not allowed, so that the engine sees nothing of this phone.
        """
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self.chromium_path,
            headless=True,
            args=[
                *QUIET,
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-audio-capture={says}%noloop",
            ],
            permissions=["microphone", "geolocation"] if at else ["microphone"],
            geolocation={"latitude": at[0], "longitude": at[1], "accuracy": 12} if at else None,
            env={**os.environ, "TZ": midday_zone()},  # an emulated zone does not always reach the service worker
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
        )
        context.set_default_timeout(STEP_MS)
        try:
            page = context.pages[0] if context.pages else context.new_page()
            page.goto(f"{self.url}/app/")
            yield context, page
        finally:
            context.close()


def spoken_wav(sample: str, folder: Path) -> tuple[Path, float]:
    """Write a recording as the WAV that the fake microphone plays, with half a second of silence around it."""
    recording = SAMPLES[sample]
    path = folder / f"{sample}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(SILENCE + bytes(decode(recording.data, recording.mime_type)) + SILENCE)
    return path, recording.seconds + 1.0

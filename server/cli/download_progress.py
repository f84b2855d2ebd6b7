"""Shows how far a download is: a bar in a terminal, a line for each tenth in a log."""

from __future__ import annotations

import sys

BAR_WIDTH = 40
MB = 1_000_000


class DownloadProgress:
    """Takes bytes done and bytes in all (None: unknown); as a context it ends the line it draws on."""

    def __init__(self) -> None:
        self._is_terminal = sys.stdout.isatty()
        self._tenths_told = 0
        self._has_drawn = False

    def __enter__(self) -> DownloadProgress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._has_drawn:
            print(flush=True)

    def __call__(self, done_bytes: int, total_bytes: int | None) -> None:
        if self._is_terminal:
            self._draw(done_bytes, total_bytes)
        elif total_bytes and (tenths := done_bytes * 10 // total_bytes) > self._tenths_told:
            self._tenths_told = tenths
            print(f"  {tenths * 10} % of {total_bytes / MB:.0f} MB", flush=True)

    def _draw(self, done_bytes: int, total_bytes: int | None) -> None:
        self._has_drawn = True
        if not total_bytes:
            print(f"\r  {done_bytes / MB:.1f} MB", end="", flush=True)
            return
        filled = min(BAR_WIDTH, done_bytes * BAR_WIDTH // total_bytes)
        bar = "#" * filled + "." * (BAR_WIDTH - filled)
        print(f"\r  [{bar}] {done_bytes / MB:.1f} of {total_bytes / MB:.1f} MB", end="", flush=True)

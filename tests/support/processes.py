"""Looks at processes from outside."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 20.0


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds; fail with its description when it never does."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline_s:
            raise AssertionError(f"waited {PATIENCE_S:.0f} s in vain until {what}")
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended but was not waited for does not count."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descendants(pid: int) -> set[int]:
    """Return the ids of all processes below one."""
    below: set[int] = set()
    try:
        children = {int(p) for t in Path(f"/proc/{pid}/task").iterdir() for p in (t / "children").read_text().split()}
    except (FileNotFoundError, ProcessLookupError):
        return below
    for child in children:
        below |= {child} | descendants(child)
    return below


def ear_pids(under: int | None = None) -> set[int]:
    """Return the processes that hear a recording each, below this process or another one."""
    return {pid for parent in ear_parent_pids(under) for pid in descendants(parent)}


def ear_parent_pids(under: int | None = None) -> set[int]:
    """Return the processes that fork ears, below this process or another one."""
    below = descendants(under or os.getpid())
    running = {pid for pid in below if b"voice.ears" in _command_line(pid)}
    return {pid for pid in running if _parent_of(pid) not in running}


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _parent_of(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None

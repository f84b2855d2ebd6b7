"""Keeps the web and worker processes running: starts them, restarts with growing pauses, stops them in order."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from server.lifeline import PARENT_VARIABLE

POLL_S = 0.1
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0  # a process that lived this long starts again without a pause
STOP_GRACE_S = 10.0
CANNOT_START = 2  # exit code of a process that said in words why it cannot start


class CannotStart(Exception):
    """A process ended in a way that starting it again will not mend."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to keep running; `inherited_fds` stay open in the process, such as the listening socket."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    inherited_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class _Child:
    plan: Plan
    process: subprocess.Popen[bytes] | None = None
    started_at_s: float = 0.0
    start_at_s: float = 0.0
    failures: int = 0


@dataclass(slots=True)
class Supervisor:
    """Runs one process per plan until told to stop; times are `time.monotonic()`."""

    plans: Sequence[Plan]
    say: Callable[[str], None] = print
    first_pause_s: float = FIRST_PAUSE_S
    is_serving: bool = False  # from then on one process that cannot start must not take the others down
    _children: list[_Child] = field(default_factory=list)

    def start(self) -> None:
        self._children = [_Child(plan) for plan in self.plans]
        for child in self._children:
            self._start(child)

    def watch(self, stop: threading.Event) -> None:
        """Restart what ends until `stop` is set; raises CannotStart when one cannot start at all."""
        while not stop.wait(POLL_S):
            self.tend()

    def tend(self) -> None:
        """Look at every process once: note those that ended, start those whose pause is over."""
        for child in self._children:
            if child.process is None:
                if time.monotonic() >= child.start_at_s:
                    self._start(child)
            elif child.process.poll() is not None:
                self._note_end(child, child.process.returncode)

    def pids(self) -> dict[str, int]:
        return {child.plan.name: child.process.pid for child in self._children if child.process is not None}

    def stop(self, grace_s: float = STOP_GRACE_S) -> None:
        """Ask every process to finish; kill, with all it started, what is still there after `grace_s`."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline_s = time.monotonic() + grace_s
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline_s - time.monotonic()))
        for process in running:
            _kill_group(process)
        self._children = []

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(
            child.plan.command,
            env={**child.plan.environment, PARENT_VARIABLE: str(os.getpid())},
            pass_fds=child.plan.inherited_fds,
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which then stops the others in order
        )
        child.started_at_s = time.monotonic()

    def _note_end(self, child: _Child, code: int) -> None:
        if code == CANNOT_START and not self.is_serving:
            raise CannotStart(f"The {child.plan.name} process cannot start; the lines above say why.")
        if time.monotonic() - child.started_at_s >= STEADY_S:
            child.failures = 0
        pause_s = min(LONGEST_PAUSE_S, self.first_pause_s * 2**child.failures) if child.failures else 0.0
        child.failures += 1
        child.process = None
        child.start_at_s = time.monotonic() + pause_s
        when = f"in {pause_s:.0f} s" if pause_s >= 1 else "now"
        self.say(f"The {child.plan.name} process ended ({_end_in_words(code)}); starting it again {when}.")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _end_in_words(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return f"killed by {signal.Signals(-code).name}"
    return f"killed by signal {-code}"

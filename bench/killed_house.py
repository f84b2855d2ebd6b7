"""A whole service that may be shot at: its real supervisor, web process, worker and ears, and who shoots at them."""

from __future__ import annotations

import os
import random
import shlex
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from server.cli import readiness
from server.cli.listening import listen
from server.settings import Settings, load_settings
from server.supervisor import Plan, Supervisor
from tests.support.processes import descendants, ear_parent_pids, ear_pids
from tests.support.server_process import free_port
from voice.speech_models import TRIAL_MODEL_PATH

UP_WITHIN_S = 120.0
TARGET_WITHIN_S = 20.0


@dataclass(slots=True)
class KilledHouse:
    """The service under its own supervisor, which starts again at once whatever ends."""

    settings: Settings
    supervisor: Supervisor
    port: int

    def targets(self, kind: str) -> list[int]:
        """Return the processes that a kill of this kind may hit just now."""
        running = self.supervisor.pids()
        web, worker = running.get("web"), running.get("worker")
        if kind == "web":
            return [web, *descendants(web)] if web else []
        if worker is None:
            return []
        if kind == "worker":
            return [worker]
        if kind == "web and worker":
            return [web, worker] if web else []
        return list((ear_pids if kind == "ear" else ear_parent_pids)(worker))


@contextmanager
def killed_house(var_dir: Path) -> Iterator[KilledHouse]:
    """Run the service on a migrated folder until the end of the block."""
    port = free_port()
    environment = os.environ | {
        "VAR_DIR": str(var_dir),
        "SPEECH_MODEL": TRIAL_MODEL_PATH.name,
        "WORKING_HOURS": "always",
        "WEB_PORT": str(port),
    }
    settings, log = load_settings(environment), var_dir / "service.log"
    stop, began = threading.Event(), threading.Event()
    with listen(settings) as listener:
        supervisor = Supervisor(_plans(environment, listener.fileno(), log), say=lambda _text: None, first_pause_s=0.0)
        supervisor.is_serving = True

        def keep() -> None:  # in one thread: what a thread starts ends with it
            supervisor.start()
            began.set()
            supervisor.watch(stop)
            supervisor.stop()

        keeper = threading.Thread(target=keep, name="keeper")
        keeper.start()
        try:
            if not (began.wait(UP_WITHIN_S) and _answers(port)):
                raise RuntimeError(f"the service did not answer: {log.read_text()[-2000:]}")
            yield KilledHouse(settings, supervisor, port)
        finally:
            stop.set()
            keeper.join()


def _answers(port: int) -> bool:
    is_there = lambda: readiness.answers("127.0.0.1", port, is_https=False)  # noqa: E731
    return readiness.wait_until(is_there, meanwhile=lambda: None, within_s=UP_WITHIN_S)


def _plans(environment: Mapping[str, str], listening_fd: int, log: Path) -> list[Plan]:
    server = ("sh", "-c", f'exec "$0" "$@" >>{shlex.quote(str(log))} 2>&1', sys.executable, "-m", "server")
    web = Plan("web", [*server, "web", "--listening-fd", str(listening_fd)], environment, (listening_fd,))
    return [web, Plan("worker", [*server, "worker"], environment)]


@dataclass(slots=True)
class Killer:
    """Kills -9, at moments and in an order that a seed decides; `done` counts by kind."""

    house: KilledHouse
    rng: random.Random
    longest_gap_s: float
    done: Counter[str] = field(default_factory=Counter)

    def run(self, planned: Mapping[str, int]) -> None:
        order = [kind for kind, count in planned.items() for _ in range(count)]
        self.rng.shuffle(order)
        for number, kind in enumerate(order, 1):
            time.sleep(self.rng.uniform(0.1, self.longest_gap_s))
            if self._kill(kind):
                self.done[kind] += 1
            if number % 20 == 0:
                print(f"{number} of {len(order)} kills: {dict(self.done)}", flush=True)

    def _kill(self, kind: str) -> bool:
        """Hit one process of a kind, or both of "web and worker"; False when there was none for a long while."""
        until_s = time.monotonic() + TARGET_WITHIN_S
        while time.monotonic() < until_s:
            pids = sorted(self.house.targets(kind))
            if pids:
                hit = pids if kind == "web and worker" else [self.rng.choice(pids)]
                return sum(map(_end, hit)) > 0
            time.sleep(0.02)
        return False


def _end(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False

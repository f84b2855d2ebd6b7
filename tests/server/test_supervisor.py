"""Processes that are kept running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.supervisor import CannotStart, Plan, Supervisor
from tests.support.processes import descendants, is_alive, wait_for

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


def plan(*command: str, name: str = "worker") -> Plan:
    return Plan(name, command, dict(os.environ))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    made = Supervisor([plan(*SLEEP)], say=told.append, first_pause_s=0.1)
    made.start()
    yield made
    made.stop(grace_s=5)


def test_a_killed_process_is_started_again(supervisor: Supervisor, told: list[str]) -> None:
    first = supervisor.pids()["worker"]
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: (supervisor.tend(), supervisor.pids().get("worker", first) != first)[1], "a new process runs")
    assert is_alive(supervisor.pids()["worker"])
    assert told == ["The worker process ended (killed by SIGKILL); starting it again now."]


def test_pauses_grow_while_a_process_keeps_ending(told: list[str]) -> None:
    supervisor = Supervisor([plan(sys.executable, "-c", "raise SystemExit(7)")], say=told.append, first_pause_s=2.0)
    supervisor.start()
    wait_for(lambda: (supervisor.tend(), len(told) == 2)[1], "the process ended twice")
    supervisor.stop()
    assert [line.rpartition(";")[2] for line in told] == [" starting it again now.", " starting it again in 4 s."]
    assert "exit code 7" in told[0]


def test_a_process_that_says_it_cannot_start_is_not_started_again() -> None:
    supervisor = Supervisor([plan(sys.executable, "-c", "raise SystemExit(2)", name="web")])
    supervisor.start()
    with pytest.raises(CannotStart, match="web process cannot start"):
        supervisor.watch(threading.Event())
    supervisor.stop()


def test_once_people_are_served_one_process_cannot_take_the_others_down(told: list[str]) -> None:
    unfit = plan(sys.executable, "-c", "raise SystemExit(2)")
    supervisor = Supervisor([plan(*SLEEP, name="web"), unfit], say=told.append, first_pause_s=60.0)
    supervisor.is_serving = True
    supervisor.start()
    wait_for(lambda: (supervisor.tend(), len(told) == 2)[1], "the worker ended twice")
    assert is_alive(supervisor.pids()["web"])
    supervisor.stop()


def test_stopping_asks_first_and_kills_what_does_not_listen(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    deaf = (
        "import signal, sys, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    )
    supervisor = Supervisor([plan(*SLEEP), plan(sys.executable, "-c", deaf, str(ready), name="deaf")])
    supervisor.start()
    wait_for(ready.exists, "the deaf process has closed its ears")
    pids = supervisor.pids()
    supervisor.stop(grace_s=0.5)
    assert [is_alive(pid) for pid in pids.values()] == [False, False]


def test_killing_the_supervisor_leaves_no_orphan() -> None:
    program = (
        "import os, sys, threading; from server.supervisor import Plan, Supervisor\n"
        "child = 'import os, time; from server.lifeline import end_with_parent;'"
        '\'end_with_parent(int(os.environ["ROUNDS_PARENT_PID"])); print("tied", flush=True); time.sleep(600)\'\n'
        "made = Supervisor([Plan('worker', [sys.executable, '-c', child], dict(os.environ))])\n"
        "made.start(); made.watch(threading.Event())"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"tied\n"
        below = descendants(running.pid)
        running.kill()
        wait_for(lambda: not any(map(is_alive, below)), "the child is gone too")
    assert len(below) == 1


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    program = "from server.lifeline import end_with_parent; end_with_parent(1 << 22); print('still here')"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert done.stdout == b""


def test_a_steady_process_starts_again_without_a_pause(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.supervisor.STEADY_S", 0.0)
    supervisor = Supervisor([plan(sys.executable, "-c", "raise SystemExit(7)")], say=told.append, first_pause_s=60.0)
    supervisor.start()
    began_s = time.monotonic()
    wait_for(lambda: (supervisor.tend(), len(told) == 3)[1], "the process ended three times")
    supervisor.stop()
    assert time.monotonic() - began_s < 60.0
    assert all(line.endswith("starting it again now.") for line in told)

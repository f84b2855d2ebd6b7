"""The whole server as its own processes: starts, restarts, ends."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import ssl
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.processes import descendants, is_alive, wait_for
from tests.support.server_process import ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # each start takes seconds, on a busy machine many

StartServer = Callable[..., ServerProcess]


def get(server: ServerProcess, path: str) -> str:
    with urllib.request.urlopen(server.url + path, timeout=30) as answer:
        return str(answer.read().decode())


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def find_process(server: ServerProcess, command: str) -> int:
    """Return the process of one command that runs directly under the supervisor."""
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return next(int(pid) for pid in children if f" server {command}" in command_line(int(pid)))


def test_it_starts_prints_what_a_person_needs_and_stops_in_order(server_process: ServerProcess) -> None:
    wait_for(lambda: "Ctrl-C stops it." in server_process.log, "the greeting is there")
    assert f"Rounds is running:   {server_process.url}" in server_process.log
    assert "Phones give the microphone to https pages only." in server_process.log
    link = re.search(rf"{server_process.url}(/set-up/\S+)", server_process.log)
    assert link is not None
    assert "<form" in get(server_process, link.group(1))
    assert json.loads(get(server_process, "/api/openapi.json"))["openapi"].startswith("3.1")
    assert server_process.process is not None
    below = descendants(server_process.process.pid)
    assert server_process.stop() == 0
    assert not any(map(is_alive, below))
    assert server_process.log.endswith("Rounds has stopped. Everything recorded is kept.\n")


def test_a_killed_worker_and_a_killed_web_process_come_back(server_process: ServerProcess) -> None:
    for command in ("worker", "web"):
        first = find_process(server_process, command)
        os.kill(first, signal.SIGKILL)
        wait_for(lambda c=command, f=first: _has_new(server_process, c, f), f"a new {command} process runs")
        get(server_process, "/")  # callers wait while the web process restarts
    assert "The worker 1 process ended (killed by SIGKILL); starting it again now." in server_process.log


def _has_new(server: ServerProcess, command: str, first: int) -> bool:
    try:
        return find_process(server, command) != first
    except (StopIteration, FileNotFoundError):
        return False


def test_after_kill_9_nothing_stays_and_the_next_start_has_the_port(server_process: ServerProcess) -> None:
    assert server_process.process is not None
    below = descendants(server_process.process.pid)
    assert len(below) >= 3
    server_process.kill()
    wait_for(lambda: not any(map(is_alive, below)), "all processes are gone")
    server_process.start()
    assert "Rounds" in get(server_process, "/")


def test_https_serves_the_certificate_whose_fingerprint_it_prints(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server("--https")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "var" / "tls" / "certificate.pem"))
    connection = http.client.HTTPSConnection("localhost", server.port, timeout=30, context=trusting)
    connection.request("GET", "/api/openapi.json")
    assert connection.getresponse().status == 200
    connection.close()
    wait_for(lambda: "Ctrl-C stops it." in server.log, "the greeting is there")
    assert re.search(rf"Phones in this network:   https://\S+:{server.port}/app/", server.log)
    assert re.search(r"SHA-256 fingerprint begins ([0-9A-F]{2}:){7}", server.log)


def test_a_caller_that_says_nothing_does_not_stop_others(start_server: StartServer) -> None:
    server = start_server("--https")
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    unchecked = ssl._create_unverified_context()
    with urllib.request.urlopen(f"{server.url}/", timeout=30, context=unchecked) as answer:
        assert answer.status == 200
    for caller in silent:
        caller.close()


@pytest.mark.postgresql
def test_it_runs_on_postgresql(start_server: StartServer, postgresql_url: str) -> None:
    server = start_server(DATABASE_URL=postgresql_url)
    assert "Rounds" in get(server, "/")
    assert not (server.var_dir / "rounds.sqlite3").exists()


def test_the_demo_keeps_to_its_own_folder(start_server: StartServer, tmp_path: Path) -> None:
    start_server("--demo")
    assert (tmp_path / "var" / "demo" / "rounds.sqlite3").exists()
    assert not (tmp_path / "var" / "rounds.sqlite3").exists()

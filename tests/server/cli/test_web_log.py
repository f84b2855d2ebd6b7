"""Tokens that stand in addresses do not get into the log of the web process."""

from __future__ import annotations

import io
import logging
import socket
from urllib.parse import urlsplit

import pytest
from gunicorn.config import Config

from models.device import new_token
from server.cli.web_log import WebLog, hide_tokens
from tests.support.server_process import ServerProcess

TOKEN = "Zk3vJx0aLw_9-QmYb7RtUe1sDf2Gh4KjN5pMcXoVi8E"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (f"GET /ingest/automation/{TOKEN}/arrived?lat=1", "GET /ingest/automation/(token)/arrived?lat=1"),
        (f"'/ingest/owntracks/{TOKEN}'", "'/ingest/owntracks/(token)'"),
        (f"/ingest/traccar?id={TOKEN}&lat=1", "/ingest/traccar?id=(token)&lat=1"),
        (f"/ingest/gpslogger?lat=1&token={TOKEN} HTTP/1.1", "/ingest/gpslogger?lat=1&token=(token) HTTP/1.1"),
        (f"/ingest/gpslogger/{TOKEN}/rounds.properties", "/ingest/gpslogger/(token)/rounds.properties"),
        ("Error handling request /api/visits/1", "Error handling request /api/visits/1"),
    ],
)
def test_a_token_is_taken_out_of_a_line(line: str, written: str) -> None:
    assert hide_tokens(line) == written


def test_every_token_is_long_enough_to_be_noticed() -> None:
    token = new_token()
    assert hide_tokens(f"/ingest/overland/{token}") == "/ingest/overland/(token)"


def test_what_gunicorn_writes_of_a_request_has_no_token() -> None:
    written = io.StringIO()
    web_log, handler = WebLog(Config()), logging.StreamHandler(written)
    web_log.error_log.addHandler(handler)
    try:
        web_log.warning("Error handling request %s %s", "GET", f"/ingest/automation/{TOKEN}/arrived")
    finally:
        web_log.error_log.removeHandler(handler)
    assert written.getvalue() == "Error handling request GET /ingest/automation/(token)/arrived\n"


def test_the_web_process_writes_no_token_of_good_and_broken_requests(server_process: ServerProcess) -> None:
    parts = urlsplit(server_process.url)
    for version in ("HTTP/1.1", "what HTTP/1.1", "HTTP/7.9"):
        with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as connection:
            sent = f"GET /ingest/automation/{TOKEN}/arrived?id={TOKEN} {version}\r\nHost: here\r\n\r\n"
            connection.sendall(sent.encode())
            assert connection.recv(4096)[:10] in (b"HTTP/1.1 4", b"HTTP/1.1 5")
    server_process.stop()
    assert "Rounds has stopped" in server_process.log
    assert TOKEN not in server_process.log

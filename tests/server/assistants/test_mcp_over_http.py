"""Assistants on other machines read by the same tokens: the official SDK's own client against the real command."""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.access_log import AccessLine
from server.cli import readiness
from server.services.people.api_token import revoke_token
from server.settings import PROJECT_ROOT
from tests.server.assistants.test_mcp import fill, var_dir
from tests.support.absent import not_run
from tests.support.server_process import free_port

assert var_dir  # the fixture of an installation
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:mcp.*")
READY_WITHIN_S = 60.0
ASKED = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}).encode()
KINDS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture
def port(var_dir: Path) -> Iterator[int]:
    """The port of a server of its own process."""
    if importlib.util.find_spec("mcp") is None:
        not_run("The MCP library", ".venv/bin/pip install -r requirements-mcp.txt   (or: script/bootstrap --tests)")
    found = free_port()
    command = [sys.executable, "-m", "server", "mcp", "--http", "--port", str(found)]
    environ = {**os.environ, "VAR_DIR": str(var_dir)}
    with subprocess.Popen(command, cwd=PROJECT_ROOT, env=environ) as process:
        try:
            assert readiness.wait_until(lambda: _answers(found), lambda: None, READY_WITHIN_S)
            yield found
        finally:
            process.terminate()


def post(port: int, body: bytes = ASKED, **headers: str) -> tuple[int, dict[str, str], str]:
    """Send one message by hand; return status, headers and text."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("POST", "/mcp", body, KINDS | headers)
        answer = line.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        line.close()


def _answers(port: int) -> bool:
    try:
        return post(port)[0] == 401
    except ConnectionRefusedError:
        return False


async def ask(port: int, token: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    from mcp.client.client import Client
    from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

    headers = {"Authorization": f"Bearer {token}"}
    async with create_mcp_http_client(headers) as http:
        transport = streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=http)
        async with Client(transport) as client:
            tools = (await client.list_tools()).tools
            return [
                sorted(tool.name for tool in tools),
                *[await client.call_tool(name, given) for name, given in calls],
            ]


def test_an_assistant_reads_by_http_what_the_tokens_owner_may_and_leaves_a_line(var_dir: Path, port: int) -> None:
    import anyio

    installation, made = fill(var_dir)
    about = {"customer_id": made["customer"]}
    calls = (("find_customer", {"asked": "maria"}), ("timeline", about), ("open_promises", about))
    names, found, past, promised = anyio.run(ask, port, made["written"], *calls)
    assert names == ["find_customer", "open_promises", "timeline"]
    assert made["customer"] in str(found)
    assert "price list" in str(past) and "for me alone" not in str(past)
    assert "price list" in str(promised)
    with installation.database.session() as session:
        lines = session.execute(select(AccessLine.customer_id, AccessLine.door)).all()
        revoke_token(session, None, made["token"])
        session.commit()
    installation.database.close()
    assert {tuple(line) for line in lines} == {(made["customer"], "assistant")}
    status, _headers, said = post(port, Authorization=f"Bearer {made['written']}")
    assert status == 401 and "revoked" in said


def test_who_brings_no_good_token_or_comes_from_a_page_is_let_nowhere(var_dir: Path, port: int) -> None:
    installation, made = fill(var_dir)
    installation.database.close()
    status, headers, _said = post(port)
    assert status == 401 and headers["www-authenticate"] == "Bearer"
    status, _headers, said = post(port, Authorization=f"Bearer {made['narrow']}")
    assert status == 403 and "records:read" in said
    good = {"Authorization": f"Bearer {made['written']}"}
    assert post(port, **good)[0] == 200
    assert post(port, **good, Host="evil.example")[0] == 421
    assert post(port, **good, Origin="https://evil.example")[0] == 403
    assert post(port, b"[" * 100_000, **good)[0] == 413

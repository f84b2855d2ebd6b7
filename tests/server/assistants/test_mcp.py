"""An assistant reads under a token by the official SDK's own client, through the real command, and nothing more."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.base import new_id
from models.recording import Channel, Recording
from models.staff import Role
from server.current import Identity, Installation
from server.services.people.api_token import LOOK_UP, READ_RECORDS, make_token, revoke_token
from server.services.touchpoints.interaction import Met, keep_interaction
from server.settings import PROJECT_ROOT, Settings
from tests.support.absent import not_run
from tests.support.makers import make_contact, make_customer, make_staff

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:mcp.*")


@pytest.fixture
def var_dir(sqlite_url: str, tmp_path: Path) -> Path:
    """The folder of an installation with a customer whom somebody called; rights do not depend on the database."""
    return tmp_path


def fill(var_dir: Path) -> tuple[Installation, dict[str, str]]:
    installation = Installation.open(Settings(var_dir=var_dir))
    with installation.database.session() as session:
        tom = make_staff(session, "Tom Becker", Role.SUPPORT)
        ana = make_staff(session)
        customer = make_customer(session)
        make_contact(session, customer)
        token, written = make_token(session, None, tom.id, "Assistant", [READ_RECORDS])
        _other, narrow = make_token(session, None, tom.id, "Telephone", [LOOK_UP])
        session.commit()
    by = Identity(ana.id, ana.name, Role.REP)
    words = ("I promise the price list by friday", "this one is for me alone")
    ids = [new_id() for _ in words]
    for note_id, text in zip(ids, words, strict=True):
        keep_interaction(installation, by, Met(note_id, customer.id, Channel.CALL, text))
    with installation.database.session() as session:
        session.get_one(Recording, ids[1]).is_private = True
        session.commit()
    return installation, {"customer": customer.id, "token": token.id, "written": written, "narrow": narrow}


async def ask(var_dir: Path, token: str, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters

    environ = {**os.environ, "VAR_DIR": str(var_dir), "ROUNDS_TOKEN": token}
    command = StdioServerParameters(command=sys.executable, args=["-m", "server", "mcp"], env=environ, cwd=PROJECT_ROOT)
    async with Client(command) as client:
        tools = (await client.list_tools()).tools
        return [sorted(tool.name for tool in tools), *[await client.call_tool(name, given) for name, given in calls]]


def test_the_tools_read_what_the_tokens_owner_may_and_nothing_after_it_is_revoked(var_dir: Path) -> None:
    if importlib.util.find_spec("mcp") is None:
        not_run("The MCP library", ".venv/bin/pip install -r requirements-mcp.txt   (or: script/bootstrap --tests)")
    import anyio

    installation, made = fill(var_dir)
    about = {"customer_id": made["customer"]}
    calls = (("find_customer", {"asked": "maria"}), ("timeline", about), ("open_promises", about))
    names, found, past, promised = anyio.run(ask, var_dir, made["written"], *calls)
    assert names == ["find_customer", "open_promises", "timeline"]
    assert "Bellavista Bistro" in str(found) and made["customer"] in str(found)
    assert "price list" in str(past) and "for me alone" not in str(past)
    assert "price list" in str(promised) and "Ana Ruiz" in str(promised)
    (_names, refused) = anyio.run(ask, var_dir, made["narrow"], ("timeline", about))
    assert refused.is_error and "records:read" in str(refused)
    with installation.database.session() as session:
        revoke_token(session, None, made["token"])
        session.commit()
    (_names, over, unknown) = anyio.run(ask, var_dir, made["written"], ("timeline", about), ("timeline", about))
    assert over.is_error and "was revoked" in str(over) and unknown.is_error
    installation.database.close()


def test_without_a_token_it_says_how_to_make_one(tmp_path: Path) -> None:
    environ = {**os.environ, "VAR_DIR": str(tmp_path), "ROUNDS_TOKEN": ""}
    done = subprocess.run(
        [sys.executable, "-m", "server", "mcp"], cwd=PROJECT_ROOT, env=environ, capture_output=True, timeout=60
    )
    assert done.returncode == 2 and b"token make" in done.stderr and done.stdout == b""

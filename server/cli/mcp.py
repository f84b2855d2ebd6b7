"""`mcp`: lets an assistant read customers, timelines and promises, over standard input and output."""

from __future__ import annotations

import argparse
import os

from server.cli.complaint import Complaint
from server.settings import load_settings

HELP = "Let an assistant read customers, timelines and open promises (Model Context Protocol, stdio)."
TOKEN = "ROUNDS_TOKEN"
NOT_THERE = "The MCP library is not installed: .venv/bin/pip install --require-hashes -r requirements-mcp.txt"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take none: the token comes by ROUNDS_TOKEN, where no list of processes shows it."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve until the assistant closes the pipe."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise Complaint(f"Set {TOKEN} to a token for reading: token make --staff EMAIL --name Assistant --read")
    try:
        from server.assistants.mcp_server import mcp_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise Complaint(NOT_THERE) from error
    from server.assistants.tools import Tools
    from server.current import Installation

    installation = Installation.open(load_settings())
    try:
        mcp_server(Tools(installation, token)).run("stdio")
    finally:
        installation.database.close()
    return 0

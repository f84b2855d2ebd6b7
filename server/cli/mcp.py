"""`mcp`: lets assistants read customers, timelines and promises, over standard input and output or over HTTP."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.cli.complaint import Complaint
from server.settings import load_settings

if TYPE_CHECKING:
    from server.current import Installation

HELP = "Let an assistant read customers, timelines and open promises (Model Context Protocol, stdio or HTTP)."
TOKEN = "ROUNDS_TOKEN"
NOT_THERE = "The MCP library is not installed: .venv/bin/pip install --require-hashes -r requirements-mcp.txt"
PORT = 8766


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Over standard input and output the token comes by ROUNDS_TOKEN, where no list of processes shows it."""
    parser.add_argument("--http", action="store_true", help="answer at http://HOST:PORT/mcp")
    parser.add_argument("--host", default="127.0.0.1", help="with --http: the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"with --http: the port to listen on ({PORT})")


def run(arguments: argparse.Namespace) -> int:
    """Serve until the assistant closes the pipe, or until the process is told to end."""
    token = os.environ.get(TOKEN, "").strip()
    if not token and not arguments.http:
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
        if arguments.http:
            _serve(installation, arguments.host, arguments.port)
        else:
            mcp_server(Tools(installation, lambda: token)).run("stdio")
    finally:
        installation.database.close()
    return 0


def _serve(installation: Installation, host: str, port: int) -> None:
    import uvicorn

    from server.assistants.http_door import HttpDoor

    public = urlsplit(installation.settings.public_url).hostname
    app = HttpDoor(installation, (public,) if public else ())
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)

"""The same tools over HTTP (streamable HTTP of the Model Context Protocol): each request brings its own token.

Nothing is kept between requests, so that a revoked token ends all at once and any number of assistants may ask.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from server.assistants.mcp_server import mcp_server
from server.assistants.tools import Tools
from server.current import Installation
from server.errors import Problem, Unauthorized

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/mcp"
LARGEST_BODY = 64 * 1024  # a question is a line or two
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_token: ContextVar[str] = ContextVar("token")


class HttpDoor:
    """An ASGI application that lets in whoever brings a token for reading, and refuses others before the SDK."""

    def __init__(self, installation: Installation, hosts: tuple[str, ...] = ()) -> None:
        """`hosts` are the names under which it is reached besides this machine's own."""
        self._tools = Tools(installation, _token.get)
        known = [*LOOPBACK, *hosts]
        allowed = TransportSecuritySettings(
            allowed_hosts=[*known, *(f"{host}:*" for host in known)],
            allowed_origins=[],  # assistants are programs: a page that a browser shows has no business here
        )
        server: Any = mcp_server(self._tools)
        self._app: ASGIApp = server.streamable_http_app(
            streamable_http_path=PATH,
            stateless_http=True,
            json_response=True,
            max_request_body_size=LARGEST_BODY,
            transport_security=allowed,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        written = _bearer(Headers(scope=scope).get("Authorization", ""))
        before = _token.set(written)
        try:
            await anyio.to_thread.run_sync(self._tools.check_token)
            await self._app(scope, receive, send)
        except Problem as problem:
            told = {"status": problem.status, "code": problem.code, "detail": problem.detail}
            headers = {"WWW-Authenticate": "Bearer"} if isinstance(problem, Unauthorized) else None
            await JSONResponse(told, problem.status, headers)(scope, receive, send)
        finally:
            _token.reset(before)


def _bearer(header: str) -> str:
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""

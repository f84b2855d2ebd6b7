"""A program on loopback that takes webhooks and checks their signature by the specification, with code of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Verify as receivers do: any of the signatures that stand side by side may fit."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [one.removeprefix("v1,") for one in headers["webhook-signature"].split() if one.startswith("v1,")]
    return any(hmac.compare_digest(expected, one) for one in given)


@dataclass
class Receiver:
    """What came in; `statuses` are the answers to give, the last of them again and again."""

    address: str = ""
    statuses: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.came]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]


@contextmanager
def webhook_receiver(host: str = "127.0.0.1") -> Iterator[Receiver]:
    """Run a receiver on a free port of loopback."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.statuses.pop(0) if len(receiver.statuses) > 1 else receiver.statuses[0]
            said = b"" if status == 204 else b"receiver says %d" % status
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    receiver.address = f"http://{host}:{server.server_port}/hooks/rounds"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A proxy in front of a running server: the network between a phone and its server, with faults at will."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_BY_HOP = frozenset(("connection", "transfer-encoding", "keep-alive", "content-length", "host", "accept-encoding"))
WORKER = "/app/sw.js"


@dataclass
class FrontProxy:
    """Passes everything on; may lose the API, and may serve a newer version of the app."""

    target: str
    url: str = ""
    is_api_lost: bool = False
    is_updated: bool = False
    completions: list[str] = field(default_factory=list)


@contextmanager
def front_proxy(target: str) -> Iterator[FrontProxy]:
    """Serve a proxy for a server's address on a free loopback port."""
    proxy = FrontProxy(target)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(proxy: FrontProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if proxy.is_api_lost and self.path.startswith("/api"):
                self.close_connection = True
                return  # no answer at all, as where the network ends
            if self.command == "PUT" and self.path.endswith("/completion"):
                proxy.completions.append(self.path)
            status, headers, body = self._ask()
            if self.path == WORKER and proxy.is_updated:
                body, headers = _newer(body), [(name, value) for name, value in headers if name.lower() != "etag"]
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_POST = do_DELETE = do_GET

        def _ask(self) -> tuple[int, list[tuple[str, str]], bytes]:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length) if length else None
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
            if self.path == WORKER:
                headers = {name: value for name, value in headers.items() if not name.lower().startswith("if-")}
            request = urllib.request.Request(proxy.target + self.path, sent, headers, method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return answer.status, answer.getheaders(), answer.read()
            except urllib.error.HTTPError as refusal:
                return refusal.code, list(refusal.headers.items()), refusal.read()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _newer(worker: bytes) -> bytes:
    """Return the worker of a newer version: its cache has another name, so everything is fetched anew."""
    assert b"rounds-app-" in worker, "the worker names its caches otherwise by now"
    return worker.replace(b"rounds-app-", b"rounds-app-newer-")

"""A helpdesk with a server of its own shows the panel: `ROUNDS=... TOKEN=... python frame.py`, then /ticket?phone=...

The token stays on this server; the browser gets an address that opens for ten minutes.
"""

import html
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

ROUNDS, TOKEN = os.environ["ROUNDS"], os.environ["TOKEN"]


def panel_address(phone: str, email: str) -> str:
    asked = Request(
        f"{ROUNDS}/api/panel-links",
        json.dumps({"phone": phone, "email": email}).encode(),
        {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urlopen(asked, timeout=10) as answer:
        return str(json.load(answer)["url"])


class Ticket(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query)
        address = panel_address(given.get("phone", [""])[0], given.get("email", [""])[0])
        page = f"<!doctype html><h1>Ticket</h1><iframe width=420 height=640 src='{html.escape(address)}'></iframe>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_told: object) -> None:
        """Say nothing: the address of a request tells who is calling."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9000"))), Ticket)
    print(f"http://127.0.0.1:{server.server_port}/ticket?phone=", flush=True)
    server.serve_forever()

"""Tells the browser what pages may do: load from here only, be framed by nobody, hear only where we ask."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from server.current import settings

DESK = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# The phone app plays what it recorded.
PHONE = (
    "default-src 'self'; script-src 'self'; worker-src 'self'; "
    "img-src 'self' data: blob:{tiles}; media-src 'self' blob:; connect-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The phone's recogniser is WebAssembly that names its functions by evaluating text: it may, in its own worker, which
# has no page, gets nothing but sound and a model, and asks nobody but this server.
RECOGNISER = "default-src 'none'; script-src 'wasm-unsafe-eval' 'unsafe-eval'; connect-src 'self'"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), geolocation=(self), camera=(), payment=(), usb=()",
}


def add_security_headers(answer: Response) -> Response:
    """Add what is missing; a view that set a header itself keeps its own."""
    policy = _phone_policy() if request.path.startswith("/app") else DESK
    answer.headers.setdefault("Content-Security-Policy", policy)
    for name, value in FIXED.items():
        answer.headers.setdefault(name, value)
    if answer.mimetype == "text/html" and not request.path.startswith("/app"):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _phone_policy() -> str:
    """Say where the phone app may load from: the map's tiles are the one thing that may come from elsewhere."""
    host = urlsplit(settings().map_tiles_url).netloc
    return PHONE.replace("{tiles}", f" https://{host}" if host else "")

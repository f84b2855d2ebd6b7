"""Tells the browser what pages may do: load from here only, be framed by nobody, hear only where we ask."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from server.current import database, settings
from server.services.touchpoints.panel_site import list_sites

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


# The panel is the one page that is shown in a frame; its address holds a pass, which no link may tell.
IN_A_FRAME = {name: value for name, value in FIXED.items() if name != "X-Frame-Options"}
IN_A_FRAME |= {"Referrer-Policy": "no-referrer"}


def add_security_headers(answer: Response) -> Response:
    """Add what is missing; a view that set a header itself keeps its own."""
    is_panel = request.path == "/panel" or request.path.startswith("/panel/")
    policy = _phone_policy() if request.path.startswith("/app") else _panel_policy() if is_panel else DESK
    answer.headers.setdefault("Content-Security-Policy", policy)
    for name, value in (IN_A_FRAME if is_panel else FIXED).items():
        answer.headers.setdefault(name, value)
    if answer.mimetype == "text/html" and not request.path.startswith("/app"):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _panel_policy() -> str:
    """Let the sites that an administrator listed frame the panel, and nobody else."""
    with database().reading() as session:
        origins = [site.origin for site in list_sites(session)]
    return DESK.replace("frame-ancestors 'none'", " ".join(("frame-ancestors 'self'", *origins)))


def _phone_policy() -> str:
    """Say where the phone app may load from: the map's tiles are the one thing that may come from elsewhere."""
    host = urlsplit(settings().map_tiles_url).netloc
    return PHONE.replace("{tiles}", f" https://{host}" if host else "")

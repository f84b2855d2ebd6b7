"""Where this installation is reached: the address of the request, or the one that the settings name."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from server.current import settings
from server.services.people.passkeys import Site

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def this_site() -> Site:
    """Return the origin that the browser shows; passkeys are bound to it."""
    parts = urlsplit(request.host_url)
    return Site(origin=f"{parts.scheme}://{parts.netloc}", host=parts.hostname or "", company=settings().company_name)


def phone_address() -> str:
    """Return the address that phones open, without a slash at its end."""
    return settings().public_url or this_site().origin


def phones_may_listen() -> bool:
    """Tell whether phones will give the microphone to that address: https, or this very machine."""
    parts = urlsplit(phone_address())
    return parts.scheme == "https" or parts.netloc.rsplit(":", 1)[0] in LOOPBACK


def safe_path(wanted: str | None) -> str:
    """Return a path of this site to go on to; anything that leads elsewhere becomes the desk."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or any(ord(letter) < 32 for letter in wanted):
        return "/"  # browsers read a backslash as a slash and skip control characters: "/\host" leads away
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted

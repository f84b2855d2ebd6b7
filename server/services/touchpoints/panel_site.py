"""Which sites may show the panel in a frame: those whose origin an administrator listed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.panel_origin import PanelOrigin
from server.errors import NotFound, Problem


def list_sites(session: Session) -> Sequence[PanelOrigin]:
    """Return the listed sites by name."""
    return session.scalars(select(PanelOrigin).order_by(PanelOrigin.origin)).all()


def add_site(session: Session, by_id: str, address: str) -> PanelOrigin:
    """List a site by any address on it; one that is listed already is left. Raises Problem for none. Caller commits."""
    origin = _origin(address)
    there = session.scalar(select(PanelOrigin).where(PanelOrigin.origin == origin))
    if there is None:
        session.add(there := PanelOrigin(origin=origin, added_by_id=by_id))
        session.flush()
    return there


def remove_site(session: Session, site_id: str) -> None:
    """Take a site off the list. The caller commits."""
    site = session.get(PanelOrigin, site_id)
    if site is None:
        raise NotFound("This site is not on the list.")
    session.delete(site)


def _origin(address: str) -> str:
    try:
        read = urlsplit(address.strip())
        port = f":{read.port}" if read.port else ""
    except ValueError:
        read, port = urlsplit(""), ""
    host = read.hostname or ""
    # What ends up in a header must not be able to say anything else in it.
    if read.scheme not in ("https", "http") or not host or set(host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-"):
        raise Problem("Give the helpdesk's address, such as https://helpdesk.example.", status=422, code="bad-address")
    return f"{read.scheme}://{host}{port}"

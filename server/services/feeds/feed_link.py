"""Secret addresses of a person's feeds: made and shown once, revoked at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.base import now
from models.device import new_token, sha256_of
from models.feed_link import FeedKind, FeedLink
from models.staff import Staff
from server.errors import NotFound

USED_EVERY = timedelta(minutes=10)


def make_link(session: Session, staff_id: str, kind: FeedKind) -> str:
    """Make a secret for a feed and return it; it is known only now. The caller commits."""
    secret = new_token()
    session.add(FeedLink(staff_id=staff_id, kind=kind, token_sha256=sha256_of(secret)))
    session.flush()
    return secret


def revoke_link(session: Session, staff_id: str, link_id: str) -> None:
    """Revoke one's own address for good. Raises NotFound for another's. The caller commits."""
    link = session.get(FeedLink, link_id)
    if link is None or link.staff_id != staff_id:
        raise NotFound("There is no such address.")
    link.revoked_at = link.revoked_at or now()


def links_of(session: Session, staff_id: str) -> Sequence[FeedLink]:
    """Return a person's addresses that are good, the newest first."""
    query = select(FeedLink).where(FeedLink.staff_id == staff_id, FeedLink.revoked_at.is_(None))
    return session.scalars(query.order_by(FeedLink.created_at.desc(), FeedLink.id)).all()


def reader_of(session: Session, kind: FeedKind, secret: str) -> Staff:
    """Return whose feed a secret opens, noting its use. Raises NotFound for any other. The caller commits."""
    is_it = (FeedLink.token_sha256 == sha256_of(secret)) & (FeedLink.kind == kind) & FeedLink.revoked_at.is_(None)
    link = session.scalar(select(FeedLink).where(is_it).options(joinedload(FeedLink.staff)))
    if link is None or link.staff.left_at is not None:
        raise NotFound("There is no feed at this address. It may have been revoked; make a new one at the desk.")
    if link.last_used_at is None or now() - link.last_used_at > USED_EVERY:
        link.last_used_at = now()
    return link.staff

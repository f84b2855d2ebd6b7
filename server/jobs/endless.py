"""Jobs that never end: each is there once, however many workers start."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from models.job import enqueue
from server.current import Installation


def plan_endless(installation: Installation, kind: str) -> None:
    """See to it that the one job of a kind is there; several workers may start at the same time."""
    with installation.database.session() as session:
        try:
            enqueue(session, kind, kind)
            session.commit()
        except IntegrityError:
            session.rollback()  # another worker was faster

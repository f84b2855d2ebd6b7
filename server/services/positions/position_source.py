"""A phone's sources of positions: made, renewed, taken away, and how fresh what they sent is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.device import Device, new_token, sha256_of
from models.position_source import PositionApp, PositionSource


def make_source(session: Session, device_id: str, app: PositionApp) -> str:
    """Make one app's way in on a phone, or renew it: the token that was valid before opens nothing any more.

    Return the token, which is known here at this moment only. The caller commits.
    """
    token = new_token()
    source = find_source(session, device_id, app)
    if source is None:
        source = PositionSource(id=new_id(), device_id=device_id, app=app)
        session.add(source)
    source.token_sha256, source.created_at = sha256_of(token), now()
    source.last_problem = source.regions_key = None
    session.flush()
    return token


def find_source(session: Session, device_id: str, app: PositionApp) -> PositionSource | None:
    """Return a phone's source with nobody else at work on it, on either database; None where it was not made."""
    session.scalar(select(Device.id).where(Device.id == device_id).with_for_update(key_share=True))
    query = select(PositionSource).where(PositionSource.device_id == device_id, PositionSource.app == app)
    return session.scalar(query.execution_options(populate_existing=True))


def drop_source(session: Session, device_id: str, app: PositionApp) -> None:
    """Take one app's way in away; harmless when there is none. The caller commits."""
    session.execute(delete(PositionSource).where(PositionSource.device_id == device_id, PositionSource.app == app))


def sources_of(session: Session, device_id: str) -> Sequence[PositionSource]:
    """Return a phone's sources."""
    return session.scalars(select(PositionSource).where(PositionSource.device_id == device_id)).all()


def note_message(
    source: PositionSource,
    received_at: datetime,
    newest: tuple[datetime, float | None] | None,
    problem: str | None,
) -> None:
    """Write down that a message came, when its newest position was taken and how sharp it was, and what was wrong.

    Times and a radius only: where it was is no business of the set-up.
    """
    source.last_received_at = received_at
    source.last_problem = problem[:200] if problem else None
    if newest is not None and (source.last_at is None or newest[0] >= source.last_at):
        source.last_at, source.last_accuracy_m = newest


def source_to_note(session: Session, device_id: str, app: PositionApp) -> PositionSource | None:
    """Return the source of a message; one that came with the phone's own token gets a row that no token opens.

    None when the app was taken away while its message was on its way.
    """
    query = select(PositionSource).where(PositionSource.device_id == device_id, PositionSource.app == app)
    source = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if source is None and app == PositionApp.OWNTRACKS:
        make_source(session, device_id, app)
        source = session.scalar(query)
    return source

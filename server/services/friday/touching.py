"""When a customer counts as met: a visit, or a note of a call, an e-mail or any other meeting that came about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select

from models.customer import Customer
from models.recording import Channel, Outcome, Recording, RecordingState
from models.visit import Visit, is_shown

SAID_NOTHING = (RecordingState.SILENT, RecordingState.UNDECODABLE)


def is_note() -> ColumnElement[bool]:
    """Return the condition for recordings that tell something: neither silent nor a hand-over among colleagues."""
    return and_(Recording.channel != Channel.HANDOVER, Recording.state.not_in(SAID_NOTHING))


def is_meeting() -> ColumnElement[bool]:
    """Return the condition for notes of a meeting that came about; who was not reached was not met."""
    return and_(is_note(), or_(Recording.outcome.is_(None), Recording.outcome != Outcome.NOT_REACHED))


def spoken_last(since: datetime, until: datetime) -> Subquery:
    """Return when somebody last kept a note of a meeting in a stretch, as `at` by `customer_id`."""
    query = select(Recording.customer_id, func.max(Recording.started_at).label("at")).where(
        Recording.customer_id.is_not(None), Recording.started_at >= since, Recording.started_at < until, is_meeting()
    )
    return query.group_by(Recording.customer_id).subquery()


def visited_last(since: datetime, until: datetime) -> Subquery:
    """Return when each customer was last visited in a stretch, as `at` by `customer_id`."""
    query = select(Visit.customer_id, func.max(Visit.arrived_at).label("at")).where(
        Visit.customer_id.is_not(None), Visit.arrived_at >= since, Visit.arrived_at < until, is_shown()
    )
    return query.group_by(Visit.customer_id).subquery()


def was_ever_touched(until: Any) -> ColumnElement[bool]:
    """Return the condition for customers whom somebody met before an instant (of each row)."""
    spoken = exists().where(Recording.customer_id == Customer.id, Recording.started_at < until, is_meeting())
    visited = exists().where(Visit.customer_id == Customer.id, Visit.arrived_at < until, is_shown())
    return or_(spoken, visited)


def is_touched(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Return the condition for customers whom anybody met in a stretch: found from its few meetings, not from each."""
    spoken = select(Recording.customer_id).where(
        Recording.customer_id.is_not(None), Recording.started_at >= since, Recording.started_at < until, is_meeting()
    )
    visited = select(Visit.customer_id).where(
        Visit.customer_id.is_not(None), Visit.arrived_at >= since, Visit.arrived_at < until, is_shown()
    )
    return or_(Customer.id.in_(spoken), Customer.id.in_(visited))

"""Counts what came in through which door on a day and what became of it: numbers, no places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.location_choice import PositionTally

COUNTS = ("received", "refused", "flagged", "discarded")


def count_positions(
    session: Session, staff_id: str, source: str, received_at: datetime, zone: ZoneInfo, **more: int
) -> None:
    """Add to the counts of the day of receipt; `more` names the counts."""
    if not any(more.values()):
        return
    insert: Any = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(PositionTally)
    row = insert.values(
        staff_id=staff_id,
        counted_on=received_at.astimezone(zone).date(),
        source=source[:30],
        last_received_at=received_at,
        **{name: more.get(name, 0) for name in COUNTS},
    )
    added = {name: getattr(PositionTally, name) + getattr(row.excluded, name) for name in COUNTS}
    if "received" in more:
        later = func.greatest if session.get_bind().dialect.name == "postgresql" else func.max
        added["last_received_at"] = later(PositionTally.last_received_at, row.excluded.last_received_at)
    session.execute(row.on_conflict_do_update(index_elements=["staff_id", "counted_on", "source"], set_=added))


def count_discarded(session: Session, staff_id: str, thrown: Iterable[tuple[str, datetime]], zone: ZoneInfo) -> None:
    """Count positions that were thrown away, given as (source, received at), on the days they came in."""
    counted: Counter[tuple[str, datetime]] = Counter()
    for source, received_at in thrown:
        midnight = received_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        counted[source, midnight] += 1
    for (source, midnight), number in counted.items():
        count_positions(session, staff_id, source, midnight, zone, discarded=number)

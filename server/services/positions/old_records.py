"""Forgets what was noted beside positions once nothing can ask for it any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.location_choice import MatchedPeriod, PositionPause, PositionTally
from visits.cleaning import ANCIENT_S

# A position that comes later than this is flawed whatever it says: no pause and no matched period judges it.
LATEST_POSITION = timedelta(seconds=ANCIENT_S)
CLOCKS_APART = timedelta(days=2)
COUNTS_KEPT = timedelta(days=100)  # own-data shows 92 days


def forget_old_records(session: Session, at: datetime) -> None:
    """Delete counts that no page shows, and pauses and matched periods that no late position can lie in.

    The caller commits.
    """
    before = at - LATEST_POSITION - CLOCKS_APART
    for old in (
        delete(PositionTally).where(PositionTally.counted_on < (at - COUNTS_KEPT).date()),
        delete(PositionPause).where(PositionPause.ended_at < before),
        delete(MatchedPeriod).where(MatchedPeriod.end_at < before),
    ):
        session.execute(old.execution_options(synchronize_session=False))

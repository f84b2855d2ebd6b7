"""Counts, pauses and matched periods go once nothing can ask for them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.database import Database
from models.location_choice import MatchedPeriod, PositionPause, PositionTally
from server.services.positions.old_records import forget_old_records
from tests.support.makers import make_staff


def pause(staff_id: str, began_at: datetime, ended_at: datetime | None) -> PositionPause:
    return PositionPause(staff_id=staff_id, began_at=began_at, ended_at=ended_at)


def ages_days(session: Session, column: object, at: datetime) -> list[int]:
    return sorted((at - found).days for found in session.scalars(select(column)))  # type: ignore[call-overload]


def test_what_a_late_position_may_still_need_stays_and_older_goes(database: Database) -> None:
    at = now()
    with database.session() as session:
        ana = make_staff(session).id
        for days in (10, 399, 500):
            began_at = at - timedelta(days=days)
            session.add(pause(ana, began_at, began_at + timedelta(hours=1)))
            session.add(MatchedPeriod(staff_id=ana, start_at=began_at, end_at=began_at + timedelta(hours=1)))
        forget_old_records(session, at)
        session.commit()
        assert ages_days(session, PositionPause.began_at, at) == [10, 399]
        assert ages_days(session, MatchedPeriod.start_at, at) == [10, 399]


def test_a_pause_without_an_end_is_never_forgotten(database: Database) -> None:
    at = now()
    with database.session() as session:
        session.add(pause(make_staff(session).id, at - timedelta(days=1000), None))
        forget_old_records(session, at)
        session.commit()
        assert ages_days(session, PositionPause.began_at, at) == [1000]


def test_counts_stay_as_long_as_they_are_shown(database: Database) -> None:
    at = now()
    with database.session() as session:
        ana = make_staff(session).id
        for days in (1, 92, 150):
            session.add(PositionTally(staff_id=ana, counted_on=(at - timedelta(days=days)).date(), source="web"))
        forget_old_records(session, at)
        session.commit()
        kept = session.scalars(select(PositionTally.counted_on).order_by(PositionTally.counted_on.desc()))
        assert [(at.date() - on).days for on in kept] == [1, 92]

"""Which notes are today's: a day ends at midnight, but not in the middle of a note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from models.recording import RecordingState
from server.services.notes.recording_reading import recordings_of_today
from tests.support.makers import make_recording, make_staff

MIDNIGHT = datetime(2026, 3, 11, 5, tzinfo=UTC)  # in Chicago
READY, WAITING = RecordingState.READY, RecordingState.WAITING


def is_shown(session: Session, before_midnight_min: float, state: RecordingState, after_midnight_min: float) -> bool:
    """Tell whether a note spoken before midnight is among today's some minutes after it."""
    ana = make_staff(session)
    make_recording(session, ana, started_at=MIDNIGHT - timedelta(minutes=before_midnight_min), state=state)
    at = MIDNIGHT + timedelta(minutes=after_midnight_min)
    query = recordings_of_today(ana.id, MIDNIGHT, MIDNIGHT + timedelta(days=1), at)
    return bool(session.scalars(query).all())


@pytest.mark.parametrize(
    ("before_min", "state", "after_min", "is_there"),
    [
        (1, WAITING, 2, True),
        (1, READY, 5, True),
        (1, READY, 70, False),
        (1, WAITING, 70, True),
        (300, READY, 5, False),
        (1500, WAITING, 5, False),
    ],
)
def test_a_note_from_just_before_midnight_stays_while_it_is_read(
    database: Database, before_min: float, state: RecordingState, after_min: float, is_there: bool
) -> None:
    with database.session() as session:
        assert is_shown(session, before_min, state, after_min) == is_there

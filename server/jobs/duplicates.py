"""Looks through the books for who stands twice, and lets what came late for a merged customer follow it."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.job import Job, renew, repeat
from models.name_change import name_stamps
from server.current import Installation
from server.services.duplicates.looking import look
from server.services.merging.late_rows import move_late_rows
from server.services.notes.hearing import LeaseLost

DUPLICATES = "duplicates"
EVERY = timedelta(minutes=1)
LOOK_EVERY = timedelta(minutes=10)
WATCHED = ("customer", "site", "contact")
_looked: dict[str, tuple[datetime, object]] = {}  # by database: when this process last looked, and at which names


def find_duplicates(installation: Installation, job: Job, at: datetime) -> None:
    """Move late rows; look, where a name, number or place changed since; and come again."""
    move_late_rows(installation.database)
    with installation.database.reading() as session:
        found = name_stamps(session)
        stamps = tuple(found.get(table) for table in WATCHED)
    key = installation.settings.database
    looked_at, seen = _looked.get(key, (None, None))
    if seen != stamps and (looked_at is None or at - looked_at >= LOOK_EVERY):
        look(installation.database, installation.settings.phone_country, lambda: _keep_lease(installation, job))
        _looked[key] = at, stamps
    with installation.database.session() as session:
        if not repeat(session, job, at + EVERY):
            raise LeaseLost
        session.commit()


def _keep_lease(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.commit()

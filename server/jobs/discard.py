"""Throws away, again and again, the positions that have done their work."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from models.base import now
from models.job import Job, renew, repeat
from models.name_change import forget_old_changes
from server.current import Installation
from server.logs import name_fault
from server.services.imports.run import forget_old_imports
from server.services.notes.hearing import LeaseLost
from server.services.positions.old_records import forget_old_records
from server.services.positions.position_discard import discard_due, people_with_positions, terms_of

DISCARD = "discard"
EVERY = timedelta(minutes=10)
log = structlog.get_logger()


def discard_positions(installation: Installation, job: Job, at: datetime) -> None:
    """Go through everybody as of an instant, one transaction for each: a killed worker leaves nothing half done."""
    with installation.database.reading() as session:
        people = people_with_positions(session)
    gone = [_discard_of(installation, job, staff_id, at) for staff_id in people]
    failed = gone.count(None)
    # SQLite's log is cut in any case: a worker that was killed before this leaves it to the next.
    must_overwrite = installation.database.is_sqlite or any(gone)
    is_overwritten = not must_overwrite or installation.database.overwrite_deleted()
    with installation.database.session() as session:
        reason = f"could not look at the positions of {failed} people" if failed else None
        forget_old_records(session, at)
        forget_old_imports(session, installation, at)
        forget_old_changes(session)  # no positions, but no other job comes by that looks after old rows
        if not repeat(session, job, now() + (EVERY if is_overwritten else EVERY / 10), reason):
            raise LeaseLost
        session.commit()


def _discard_of(installation: Installation, job: Job, staff_id: str, at: datetime) -> int | None:
    """Return how many went; None when one person's could not be looked at: the others' go all the same."""
    terms = terms_of(installation.settings)
    try:
        with installation.database.session() as session:
            if not renew(session, job):
                raise LeaseLost
            gone = discard_due(session, installation.company_map, staff_id, at, terms)
            session.commit()
    except LeaseLost:
        raise
    except Exception as error:  # noqa: BLE001 - one person's broken row must not keep the others' positions
        log.error("positions could not be thrown away", staff_id=staff_id, fault=name_fault(error))
        return None
    if gone:
        log.info("positions thrown away", staff_id=staff_id, count=gone)
    return gone

"""What happens when a reader breaks on a note: the words stay, the fault is told without them, and it is read later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import voice
from models.job import Job, JobState, enqueue
from models.recording import Recording
from server.current import Installation
from server.logs import describe_fault

READ_AGAIN = "read_again"
log = structlog.get_logger()


@contextmanager
def outlived(reader: str, recording: Recording) -> Iterator[None]:
    """Let a note outlive a fault of what reads it; of the fault only its way through the code is told.

    What the database says is no reader's fault: it ends the job, which is tried again.
    """
    try:
        yield
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a rule does on words nobody thought of, the note is worth more
        fault = " ".join(describe_fault(error).split())
        log.error("a reader failed", reader=reader, recording=recording.id, fault=fault)


@cache
def readers_mark() -> str:
    """Return a mark of the readers as they are shipped: another one after an update that changed any of them."""
    mark = hashlib.sha256()
    for path in sorted(Path(voice.__file__).parent.rglob("*")):
        if path.suffix in (".py", ".json") and "trial_model" not in path.parts:
            mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def wait_for_readers(session: Session, recording: Recording) -> None:
    """Have a note read again once the readers changed; without its words it is heard again. The caller commits."""
    wish = {"recording_id": recording.id, "readers": readers_mark()}
    job = session.scalar(select(Job).where(Job.key == _key(recording)).with_for_update())
    if job is None:
        session.add(Job(kind=READ_AGAIN, key=_key(recording), arguments=wish, state=JobState.PARKED))
        return
    job.arguments = wish
    if job.state != JobState.RUNNING:  # whoever runs it parks it
        job.state = JobState.PARKED


def waits_no_more(session: Session, recording: Recording) -> None:
    """Forget that a note was to be read again, because it has been. The caller commits."""
    own = (Job.key == _key(recording)) & (Job.state == JobState.PARKED)
    session.execute(update(Job).where(own).values(state=JobState.DONE).execution_options(synchronize_session=False))


def plan_reading_again(installation: Installation) -> None:
    """Wake what waits for other readers, where these are others."""
    with installation.database.session() as session:
        for job in session.scalars(select(Job).where(Job.kind == READ_AGAIN, Job.state == JobState.PARKED)):
            if job.arguments.get("readers") != readers_mark():
                enqueue(session, job.kind, job.key)
        session.commit()


def _key(recording: Recording) -> str:
    return f"{READ_AGAIN}:{recording.id}"

"""Work to be done later. The row is written with its cause, claimed under a lease, finished with its result."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Select, String, Text, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Document, UtcTime, id_column, now

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=1)


class JobState(StrEnum):
    READY = "ready"
    RUNNING = "running"
    PARKED = "parked"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_run_at", "state", "run_at"),)

    id: Mapped[str] = id_column()
    kind: Mapped[str] = mapped_column(String(50))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    state: Mapped[JobState] = mapped_column(String(20), default=JobState.READY)
    run_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    owner: Mapped[str | None] = mapped_column(String(100))
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(Text)


def enqueue(session: Session, kind: str, key: str, **arguments: Any) -> None:
    """Have work done soon; one job per key. A job that is parked or put aside becomes ready, a running one is left."""
    job = session.scalar(select(Job).where(Job.key == key).with_for_update().execution_options(populate_existing=True))
    if job is None:
        session.add(Job(kind=kind, key=key, arguments=arguments))
    elif job.state in (JobState.PARKED, JobState.DONE, JobState.FAILED):
        job.state, job.run_at, job.attempts, job.reason = JobState.READY, now(), 0, None


_AT = bindparam("at", type_=UtcTime)
_IS_DUE = or_(
    and_(Job.state == JobState.READY, Job.run_at <= _AT),
    and_(Job.state == JobState.RUNNING, Job.lease_until < _AT),
)


def due_question(*groups: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Build the question whether something is due of each group of kinds; ask it with `at`.

    Built once: workers ask many times a second, and building it cost three times what asking costs. It only reads, so
    that idle workers never wait for the write lock.
    """
    return select(*(exists().where(Job.kind.in_(kinds), _IS_DUE) for kinds in groups))


def claim(session: Session, owner: str, kinds: tuple[str, ...]) -> Job | None:
    """Take the oldest job that is ready, or whose worker let its lease run out; the caller commits."""
    is_free = or_(
        and_(Job.state == JobState.READY, Job.run_at <= now()),
        and_(Job.state == JobState.RUNNING, Job.lease_until < now()),
    )
    oldest = select(Job.id).where(Job.kind.in_(kinds), is_free).order_by(Job.run_at).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        oldest = oldest.with_for_update(skip_locked=True)
    # "= (subquery)", not "IN": PostgreSQL may run a locking subquery of IN once per row and so take many jobs.
    taken = (
        update(Job)
        .where(Job.id == oldest.scalar_subquery(), is_free)
        .values(state=JobState.RUNNING, owner=owner, lease_until=now() + LEASE, attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalars(taken).first()


def renew(session: Session, job: Job) -> bool:
    """Extend the lease; False means that another worker has the job and this one must walk away."""
    return _change_own(session, job, lease_until=now() + LEASE)


def finish(session: Session, job: Job) -> bool:
    """Close the job in the same transaction as its result; False means: roll back, the job is no longer ours."""
    return _change_own(session, job, state=JobState.DONE, lease_until=None, reason=None)


def park(session: Session, job: Job) -> bool:
    """Set the job aside until `enqueue` wakes it; this is no failed attempt.

    Look afterwards, in the same transaction, whether there is work after all: what woke a running job was not heard.
    """
    return _change_own(session, job, state=JobState.PARKED, lease_until=None, attempts=0)


def repeat(session: Session, job: Job, run_at: datetime, reason: str | None = None) -> bool:
    """Have a job that never ends run again at an instant; False means that another worker has it."""
    return _change_own(session, job, state=JobState.READY, run_at=run_at, lease_until=None, attempts=0, reason=reason)


def put_back(session: Session, job: Job, reason: str, most_attempts: int = MOST_ATTEMPTS) -> JobState:
    """Give a failed job back for a later try, or put it aside with its reason after the last one."""
    is_last = job.attempts >= most_attempts
    state = JobState.FAILED if is_last else JobState.READY
    wait = min(timedelta(seconds=2**job.attempts), LONGEST_WAIT)
    _change_own(session, job, state=state, run_at=now() + wait, lease_until=None, reason=reason)
    return state


def _change_own(session: Session, job: Job, **values: Any) -> bool:
    is_own = and_(Job.id == job.id, Job.owner == job.owner, Job.state == JobState.RUNNING)
    changed = session.execute(update(Job).where(is_own).values(**values).execution_options(synchronize_session=False))
    return bool(changed.rowcount)  # type: ignore[attr-defined]

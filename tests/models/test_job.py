"""Jobs are claimed once, taken over when a worker dies, and never finished by one that lost them."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import now
from models.database import Database
from models.job import MOST_ATTEMPTS, Job, JobState, claim, due_question, enqueue, finish, park, put_back, renew

KINDS = ("hear",)


def enqueued(session: Session, key: str = "hear:1") -> None:
    enqueue(session, "hear", key, recording_id="1")
    session.commit()


def lapse(session: Session) -> None:
    session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
    session.commit()


def test_a_job_is_enqueued_once_for_each_key(session: Session) -> None:
    enqueued(session)
    enqueued(session)
    assert len(session.scalars(select(Job)).all()) == 1


def test_a_claimed_job_is_not_given_to_a_second_worker(session: Session) -> None:
    enqueued(session)
    assert claim(session, "one", KINDS) is not None
    assert claim(session, "two", KINDS) is None


def test_many_workers_at_once_claim_each_job_exactly_once(database: Database) -> None:
    with database.session() as session:
        for number in range(20):
            enqueue(session, "hear", f"hear:{number}")
        session.commit()
    claimed: list[str] = []

    def work(name: str) -> None:
        while True:
            with database.session() as session:
                job = claim(session, name, KINDS)
                session.commit()
            if job is None:
                return
            claimed.append(job.key)

    workers = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claimed) == sorted(f"hear:{number}" for number in range(20))


def test_a_job_whose_worker_died_is_taken_over(session: Session) -> None:
    enqueued(session)
    claim(session, "killed", KINDS)
    lapse(session)
    taken = claim(session, "heir", KINDS)
    assert taken is not None and taken.owner == "heir" and taken.attempts == 2


def test_a_worker_that_lost_its_lease_cannot_finish_or_renew(session: Session) -> None:
    enqueued(session)
    lost = claim(session, "slow", KINDS)
    assert lost is not None
    session.expunge(lost)
    lapse(session)
    claim(session, "heir", KINDS)
    assert not finish(session, lost)
    assert not renew(session, lost)


def test_a_parked_job_sleeps_until_it_is_enqueued_again(session: Session) -> None:
    enqueued(session)
    job = claim(session, "one", KINDS)
    assert job is not None
    park(session, job)
    session.commit()
    assert claim(session, "one", KINDS) is None
    enqueued(session)
    assert claim(session, "one", KINDS) is not None


def test_enqueuing_a_running_job_leaves_it_with_its_worker(session: Session) -> None:
    enqueued(session)
    job = claim(session, "one", KINDS)
    assert job is not None
    enqueued(session)
    assert claim(session, "two", KINDS) is None
    assert finish(session, job)


def test_a_failed_job_waits_before_the_next_try(session: Session) -> None:
    enqueued(session)
    job = claim(session, "one", KINDS)
    assert job is not None
    assert put_back(session, job, "the disk was busy") == JobState.READY
    session.commit()
    assert claim(session, "one", KINDS) is None


def test_a_job_that_keeps_failing_is_put_aside_with_its_reason(session: Session) -> None:
    enqueued(session)
    for _attempt in range(MOST_ATTEMPTS):
        session.execute(update(Job).values(run_at=now() - timedelta(seconds=1)))
        job = claim(session, "one", KINDS)
        assert job is not None
        state = put_back(session, job, "no such file")
        session.commit()
    assert state == JobState.FAILED
    kept = session.scalars(select(Job)).one()
    session.refresh(kept)
    assert (kept.state, kept.reason) == (JobState.FAILED, "no such file")


def test_an_idle_worker_sees_what_a_claim_would_find(session: Session) -> None:
    assert is_due(session) == (False, False)
    enqueued(session)
    assert is_due(session) == (True, False)
    claim(session, "worker-1", KINDS)
    session.commit()
    assert is_due(session) == (False, False)
    lapse(session)
    assert is_due(session) == (True, False)


def is_due(session: Session) -> tuple[bool, ...]:
    return tuple(session.execute(due_question(KINDS, ("other",)), {"at": now()}).one())

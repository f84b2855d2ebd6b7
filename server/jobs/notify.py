"""Carries notices out: pushes and the e-mail of the day; looks every twenty seconds, also for promises that are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from models.job import Job, renew, repeat
from models.reminder import PushSubscription
from server.current import Installation
from server.jobs.remind import door_of
from server.services.notes.hearing import LeaseLost
from server.services.notices.digest import (
    due_digests,
    hand_to_server,
    note_sent,
    plan_digests,
    try_later,
    write_digest,
)
from server.services.notices.promise_notices import tell_of_due_promises
from server.services.notices.pushing import due_pushes, push_again, take_push
from server.services.outside.mail_door import MailDoor, Mailed
from server.services.phones.push_door import Outcome
from server.services.phones.push_subscription import subscriptions_of

NOTIFY = "notify"
EVERY = timedelta(seconds=20)
NOBODY_KNOWS = "the connection broke while the server had the words, so it is not sent again"
log = structlog.get_logger()


def notify(installation: Installation, job: Job, at: datetime) -> None:
    """Tell of due promises, push what waits, send the e-mails that are due, and come again."""
    zone = installation.company_map.zone
    with installation.database.session() as session:
        tell_of_due_promises(session, at.astimezone(zone).date())
        if MailDoor(installation.settings).is_open:
            plan_digests(session, zone, at)
        session.commit()
    with installation.database.reading() as session:
        pushes, digests = due_pushes(session, at), due_digests(session, at)
    for notice_id in pushes:
        _keep_lease(installation, job)
        push_one(installation, notice_id, at)
    for digest_id in digests if MailDoor(installation.settings).is_open else ():
        _keep_lease(installation, job)
        send_one(installation, digest_id, at)
    with installation.database.session() as session:
        if not repeat(session, job, at + EVERY):
            raise LeaseLost
        session.commit()


def push_one(installation: Installation, notice_id: str, at: datetime) -> None:
    """Push one notice to all phones of its reader."""
    taken = take_push(installation.database, installation.company_map, notice_id, at)
    if taken is None:
        return
    staff_id, message = taken
    with installation.database.reading() as session:
        subscriptions = subscriptions_of(session, staff_id)
    door, topic = door_of(installation.settings), notice_id.replace("-", "")
    outcomes = {one.id: door.send(one, message, topic) for one in subscriptions}
    with installation.database.session() as session:
        for subscription in subscriptions:
            if outcomes[subscription.id] == Outcome.GONE:
                session.get_one(PushSubscription, subscription.id).gone_at = at
        if Outcome.LATER in outcomes.values() and Outcome.DELIVERED not in outcomes.values():
            push_again(session, notice_id, at)
        session.commit()
    log.info("pushed a notice", notice_id=notice_id, outcomes=sorted(outcomes.values()))


def send_one(installation: Installation, digest_id: str, at: datetime) -> None:
    """Send one person's e-mail. Killed before the server has its words it is sent again, after that never."""
    message = write_digest(installation.database, installation.settings, digest_id, at)

    def may_hand_over() -> bool:
        with installation.database.session() as session:
            is_ours = hand_to_server(session, digest_id, at)
            session.commit()
            return is_ours

    mailed, said = Mailed.SENT, "nothing was left to tell"
    if message is not None:
        mailed, said = MailDoor(installation.settings).send(message, may_hand_over)
    with installation.database.session() as session:
        if mailed == Mailed.SENT:
            note_sent(session, digest_id, at, None if message is not None else said)
        elif mailed == Mailed.UNKNOWN:
            note_sent(session, digest_id, at, NOBODY_KNOWS)
        elif mailed == Mailed.LATER:
            try_later(session, digest_id, said, at)
        session.commit()
    log.info("e-mail with notices", digest_id=digest_id, outcome=mailed)


def _keep_lease(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.commit()

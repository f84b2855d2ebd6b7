"""Looks for sound that others put down for us: in the watched folder and in the mailbox, again and again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import update

from models.base import now
from models.job import Job, renew, repeat
from server.current import Installation
from server.jobs.endless import plan_endless
from server.services.intake.mail_folder import MailPlace, MailUnreachable, take_from_mailbox
from server.services.intake.watched_folder import take_from_folder
from server.services.notes.hearing import LeaseLost

WATCH, MAIL = "watch", "mail"
WATCH_EVERY = timedelta(seconds=5)
MAIL_EVERY = timedelta(minutes=1)
log = structlog.get_logger()


def plan_intake(installation: Installation) -> None:
    """See to it that the jobs of what is set are there."""
    settings = installation.settings
    for kind, is_wanted in ((WATCH, settings.watch_dir), (MAIL, settings.mail_server)):
        if is_wanted:
            plan_endless(installation, kind)


def watch_folder(installation: Installation, job: Job) -> None:
    """Take what lies whole in the watched folder."""
    settings = installation.settings
    if settings.watch_dir:
        moved = take_from_folder(
            installation, Path(settings.watch_dir), settings.watch_staff, lambda: _keep(installation, job)
        )
        if moved:
            log.info("sound taken from the watched folder", count=moved)
    _again(installation, job, WATCH_EVERY, None)


def fetch_mail(installation: Installation, job: Job) -> None:
    """Take the mails that came since the last look; the place is kept in the job's row."""
    reason = None
    if installation.settings.mail_server:
        place = MailPlace(**job.arguments)
        try:
            take_from_mailbox(installation, place, lambda reached: _keep_place(installation, job, reached))
        except MailUnreachable as error:
            reason = str(error)
            log.warning("mail could not be fetched", problem=reason)
    _again(installation, job, MAIL_EVERY, reason)


def _keep(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.commit()


def _keep_place(installation: Installation, job: Job, reached: MailPlace) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.execute(update(Job).where(Job.id == job.id).values(arguments=asdict(reached)))
        session.commit()


def _again(installation: Installation, job: Job, every: timedelta, reason: str | None) -> None:
    with installation.database.session() as session:
        if not repeat(session, job, now() + every, reason):
            raise LeaseLost
        session.commit()

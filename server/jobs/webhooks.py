"""Brings what changed to the webhooks: one job for each, so that a slow receiver keeps no other waiting."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.job import Job, park, renew, repeat
from server.current import Installation
from server.services.notes.hearing import LeaseLost
from server.services.webhooks.delivering import deliver, forget_old_deliveries, next_due, webhooks_with_news
from server.services.webhooks.keeping import WEBHOOK, wake

__all__ = ["WEBHOOK", "bring_to_webhook", "wake_webhooks"]


def wake_webhooks(installation: Installation) -> None:
    """See to it that the job of every webhook with news is ready; several workers may do so at the same time."""
    with installation.database.looking() as connection:
        behind = webhooks_with_news(connection)
    for webhook_id in behind:
        with installation.database.session() as session:
            try:
                wake(session, webhook_id)
                session.commit()
            except IntegrityError:
                session.rollback()  # another worker was faster


def bring_to_webhook(installation: Installation, job: Job) -> None:
    """Send what is due; come again when the next is due, else sleep until there is news."""

    def keep_going() -> None:
        with installation.database.session() as session:
            if not renew(session, job):
                raise LeaseLost
            session.commit()

    not_before = deliver(installation, job.arguments["webhook_id"], keep_going)
    with installation.database.session() as session:
        # Held first: what wakes the job is written before this, and seen below, or after, and then wakes it.
        session.scalar(select(Job.id).where(Job.id == job.id).with_for_update())
        due_at = next_due(session, job.arguments["webhook_id"])
        if due_at is None:
            forget_old_deliveries(session, job.arguments["webhook_id"])
        if not (repeat(session, job, max(due_at, not_before)) if due_at else park(session, job)):
            raise LeaseLost
        session.commit()

"""Reminds of visits without a note: looks every minute, and sends nothing where nobody subscribed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from models.action import Action
from models.job import Job, renew, repeat
from models.reminder import PushSubscription, Reminder
from server.current import Installation
from server.jobs.silence import tell_silent_phones
from server.services.notes.hearing import LeaseLost
from server.services.phones.push_door import Outcome, PushDoor
from server.services.phones.push_subscription import subscriptions_of
from server.services.reminders.promise_reminder import message_of_action, take_due_actions, try_again
from server.services.reminders.visit_reminder import message_of, plan_reminders, take_due, try_later
from server.settings import Settings

REMIND = "remind"
EVERY = timedelta(minutes=1)
log = structlog.get_logger()


def remind(installation: Installation, job: Job, at: datetime) -> None:
    """Plan what is due, mark it as sent, send it, see whether a phone fell silent, and come again in a minute."""
    with installation.database.session() as session:
        plan_reminders(session, installation.company_map, at)
        due = take_due(session, at)
        promised = take_due_actions(session, installation.company_map, at)
        session.commit()
    for reminder in due:
        _keep_lease(installation, job)
        _send(installation, reminder, at)
    for action in promised:
        _keep_lease(installation, job)
        _send_action(installation, action, at)
    tell_silent_phones(installation, door_of(installation.settings), at)
    with installation.database.session() as session:
        if not repeat(session, job, at + EVERY):
            raise LeaseLost
        session.commit()


def door_of(settings: Settings) -> PushDoor:
    return PushDoor(settings.var_dir, settings.push_contact, is_local_allowed=settings.push_to_loopback)


def _keep_lease(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.commit()


def _send(installation: Installation, reminder: Reminder, at: datetime) -> None:
    visit = reminder.visit
    with installation.database.reading() as session:
        subscriptions = subscriptions_of(session, visit.staff_id)
    message = message_of(visit, ZoneInfo(installation.settings.time_zone))
    door, topic = door_of(installation.settings), visit.id.replace("-", "")
    outcomes = {one.id: door.send(one, message, topic) for one in subscriptions}
    with installation.database.session() as session:
        for subscription in subscriptions:
            if outcomes[subscription.id] == Outcome.GONE:
                session.get_one(PushSubscription, subscription.id).gone_at = at
        if Outcome.LATER in outcomes.values() and Outcome.DELIVERED not in outcomes.values():
            try_later(session, reminder, at)
        session.commit()
    log.info("reminded", visit_id=visit.id, outcomes=sorted(outcomes.values()))


def _send_action(installation: Installation, action: Action, at: datetime) -> None:
    with installation.database.reading() as session:
        subscriptions = subscriptions_of(session, action.owner_id or "")
    door, message = door_of(installation.settings), message_of_action(action)
    outcomes = {one.id: door.send(one, message, action.id.replace("-", "")) for one in subscriptions}
    with installation.database.session() as session:
        for subscription in subscriptions:
            if outcomes[subscription.id] == Outcome.GONE:
                session.get_one(PushSubscription, subscription.id).gone_at = at
        if Outcome.LATER in outcomes.values() and Outcome.DELIVERED not in outcomes.values():
            try_again(session, action.id, at)
        session.commit()
    log.info("reminded of a promise", action_id=action.id, outcomes=sorted(outcomes.values()))

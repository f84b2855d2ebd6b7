"""Brings events to one webhook: writes a delivery for each, sends what is due, and tries again for three days."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, func, select
from sqlalchemy.orm import Session

from models.base import now
from models.event import Event, events_after
from models.webhook import DeliveryState, Webhook, WebhookDelivery
from server.current import Installation
from server.services.webhooks.message import body_of, may_go_out
from server.services.webhooks.message_types import TYPE_OF_EVENT
from server.services.webhooks.sending import Answered, post
from server.services.webhooks.signature import signature_headers

# After the first try; the schedule that the specification proposes, together three days and four hours.
WAITS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
UNREACHED_REST = timedelta(seconds=20)
AT_ONCE = 200
MOST_IN_A_RUN = 100
KEPT = timedelta(days=30)


_webhook = Webhook.__table__.c
_newest_event = select(func.max(Event.__table__.c.id)).scalar_subquery()
_WITH_NEWS = select(_webhook.id).where(  # built once: workers ask ten times a second
    _webhook.paused_at.is_(None),
    _webhook.gone_at.is_(None),
    _webhook.removed_at.is_(None),
    _webhook.last_event_id < _newest_event,
)


def webhooks_with_news(connection: Connection) -> list[str]:
    """Return the open webhooks that have not seen the newest event."""
    return list(connection.scalars(_WITH_NEWS))


def write_deliveries(session: Session, webhook: Webhook) -> bool:
    """Write the deliveries of the next events and remember how far it came; False: there are none. Caller commits."""
    events = events_after(session, webhook.last_event_id, AT_ONCE)
    for event in events:
        if (wanted := wanted_type(webhook, event)) and may_go_out(session, event):
            session.add(WebhookDelivery(webhook_id=webhook.id, event_id=event.id, type=wanted))
        webhook.last_event_id = event.id
    return bool(events)


def wanted_type(webhook: Webhook, event: Event) -> str | None:
    """Return the message type by which a webhook is told of an event, None where it is not."""
    named = TYPE_OF_EVENT.get(event.kind)
    return named if named and (not webhook.types or named in webhook.types) else None


def deliver(installation: Installation, webhook_id: str, keep_going: Callable[[], None]) -> datetime:
    """Do what is due for a webhook; return the instant before which nothing more is to be tried.

    `keep_going` is called before each message and may raise to stop. Whoever is killed after sending and before
    writing that down sends once more, under the same id.
    """
    while True:
        with installation.database.session() as session:
            webhook = session.get(Webhook, webhook_id, with_for_update=True)
            if webhook is None or not webhook.is_open:
                return now()
            has_more = write_deliveries(session, webhook)
            session.commit()
        if not has_more:
            break
    for _message in range(MOST_IN_A_RUN):
        keep_going()
        is_reached = _send_next(installation, webhook_id)
        if is_reached is None:
            break
        if not is_reached:
            return now() + UNREACHED_REST
    return now()


def next_due(session: Session, webhook_id: str) -> datetime | None:
    """Return when the next message is due, None where none waits or the webhook is paused or gone."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or not webhook.is_open:
        return None
    waiting = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == DeliveryState.WAITING)
    return session.scalar(select(func.min(WebhookDelivery.next_at)).where(*waiting))


def forget_old_deliveries(session: Session, webhook_id: str) -> None:
    """Delete what was settled long ago. The caller commits."""
    old = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.created_at < now() - KEPT)
    settled = WebhookDelivery.state != DeliveryState.WAITING
    session.execute(delete(WebhookDelivery).where(*old, settled).execution_options(synchronize_session=False))


def _send_next(installation: Installation, webhook_id: str) -> bool | None:
    """Send the message that is due longest; None: there is none; False: nobody answered."""
    with installation.database.session() as session:
        webhook = session.get_one(Webhook, webhook_id)
        delivery = session.scalar(_waiting(webhook_id).where(WebhookDelivery.next_at <= now()).limit(1))
        if delivery is None or not webhook.is_open:
            return None
        if delivery.event is not None and not may_go_out(session, delivery.event):
            delivery.state = DeliveryState.WITHHELD
            session.commit()
            return True
        settings = installation.settings
        body = body_of(session, delivery, settings.public_url, has_words=webhook.has_words)
        secrets, url, message_id, delivery_id = _secrets(webhook), webhook.url, delivery.message_id, delivery.id
    headers = signature_headers(secrets, message_id, now(), body)
    answered = post(url, body, headers, settings.webhook_networks)
    with installation.database.session() as session:
        delivery = session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
        _write_down(session.get_one(Webhook, webhook_id, with_for_update=True), delivery, answered, now())
        session.commit()
    return answered.status is not None


def _waiting(webhook_id: str) -> Select[WebhookDelivery]:
    is_waiting = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == DeliveryState.WAITING)
    return select(WebhookDelivery).where(*is_waiting).order_by(WebhookDelivery.next_at, WebhookDelivery.event_id)


def _secrets(webhook: Webhook) -> list[str]:
    is_within = webhook.earlier_until is not None and webhook.earlier_until > now()
    earlier = [webhook.earlier_secret] if webhook.earlier_secret and is_within else []
    return [webhook.secret, *earlier]


def _write_down(webhook: Webhook, delivery: WebhookDelivery, answered: Answered, at: datetime) -> None:
    """Note what came of a try: taken; gone for good (410); else another try, or none after the last."""
    delivery.attempts += 1
    delivery.attempted_at, delivery.status, delivery.answer = at, answered.status, answered.text
    if answered.is_taken:
        delivery.state, delivery.delivered_at, webhook.failing_since = DeliveryState.DELIVERED, at, None
        return
    webhook.failing_since = webhook.failing_since or at
    if answered.is_gone:
        webhook.gone_at = at
    if delivery.attempts > len(WAITS):
        delivery.state = DeliveryState.GIVEN_UP
        return
    wait = WAITS[delivery.attempts - 1] * random.uniform(0.9, 1.1)  # so that what failed together comes apart
    delivery.next_at = at + max(wait, answered.wait or wait)

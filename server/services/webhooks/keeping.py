"""Adds, changes and takes back webhooks, and has messages sent again: what an administrator may do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from models.base import new_id, now
from models.event import Event, newest_event_id
from models.job import Job, JobState, enqueue
from models.webhook import DeliveryState, Webhook, WebhookDelivery
from server.errors import NotFound, Problem
from server.services.webhooks.delivering import wanted_type
from server.services.webhooks.message import may_go_out
from server.services.webhooks.message_types import TEST, TYPES
from server.services.webhooks.signature import new_secret

WEBHOOK = "webhook"
LONGEST_URL = 2000
OVERLAP = timedelta(hours=24)
LONGEST_REPLAY = timedelta(days=30)
LISTED = 100


def add_webhook(
    session: Session,
    by_id: str | None,
    name: str,
    url: str,
    types: Sequence[str] = (),
    *,
    has_words: bool = False,
    webhook_id: str | None = None,
) -> Webhook:
    """Add a webhook that is told of everything from now on; its secret is in it. The caller commits.

    Raises Problem for an address or a type that cannot be used. Where a name leads is looked at when something is sent.
    """
    tidy = " ".join(name.split())[:100]
    if not tidy:
        raise Problem("Give it a name by which you will know the program.", status=422, code="name-missing")
    webhook = Webhook(
        id=webhook_id or new_id(),
        name=tidy,
        url=_checked(url),
        types=_known(types),
        has_words=has_words,
        secret=new_secret(),
        last_event_id=newest_event_id(session),
        made_by_id=by_id,
    )
    session.add(webhook)
    session.flush()
    return webhook


def change_webhook(
    session: Session,
    webhook_id: str,
    *,
    url: str | None = None,
    types: Sequence[str] | None = None,
    has_words: bool | None = None,
    is_paused: bool | None = None,
) -> Webhook:
    """Change what is given; what happens while it is paused is told when it goes on. The caller commits."""
    webhook = find_webhook(session, webhook_id)
    webhook.url = webhook.url if url is None else _checked(url)
    webhook.types = webhook.types if types is None else _known(types)
    webhook.has_words = webhook.has_words if has_words is None else has_words
    if is_paused:
        webhook.paused_at = webhook.paused_at or now()
    elif is_paused is False:
        webhook.paused_at = webhook.gone_at = webhook.failing_since = None
        wake(session, webhook.id)
    return webhook


def rotate_secret(session: Session, webhook_id: str) -> Webhook:
    """Make a new secret; for a day the earlier one signs too, so that no message is refused. The caller commits."""
    webhook = find_webhook(session, webhook_id)
    webhook.earlier_secret, webhook.earlier_until = webhook.secret, now() + OVERLAP
    webhook.secret = new_secret()
    return webhook


def remove_webhook(session: Session, webhook_id: str) -> None:
    """Take a webhook back for good: nothing goes out any more, and its secrets are forgotten. The caller commits."""
    webhook = find_webhook(session, webhook_id)
    webhook.removed_at, webhook.secret, webhook.earlier_secret = now(), "", None


def send_test(session: Session, webhook_id: str) -> WebhookDelivery:
    """Have a test message sent at once. The caller commits."""
    webhook = find_webhook(session, webhook_id)
    if not webhook.is_open:
        raise Problem("It is paused. Have it go on, then try.", status=409, code="webhook-paused")
    delivery = WebhookDelivery(webhook_id=webhook.id, type=TEST)
    session.add(delivery)
    wake(session, webhook.id)
    session.flush()
    return delivery


def replay_delivery(session: Session, webhook_id: str, delivery_id: str) -> WebhookDelivery:
    """Have one message sent again under its id, by which a receiver that has it already knows it. Caller commits."""
    delivery = session.get(WebhookDelivery, delivery_id)
    if delivery is None or delivery.webhook_id != webhook_id or find_webhook(session, webhook_id) is None:
        raise NotFound("There is no such message. Those older than 30 days are forgotten.")
    _again(delivery)
    wake(session, webhook_id)
    return delivery


def replay_since(session: Session, webhook_id: str, since: datetime) -> int:
    """Have everything since an instant sent again, also what happened before the webhook was there; return how much.

    The caller commits.
    """
    webhook = find_webhook(session, webhook_id)
    if since < now() - LONGEST_REPLAY:
        raise Problem("Only the last 30 days can be sent again.", status=422, code="too-long-ago")
    mine = WebhookDelivery.webhook_id == webhook_id
    held = {
        delivery.event_id: delivery
        for delivery in session.scalars(select(WebhookDelivery).where(mine, WebhookDelivery.event_id.is_not(None)))
    }
    count = 0
    events = select(Event).where(Event.at >= since, Event.id <= webhook.last_event_id).order_by(Event.id)
    for event in session.scalars(events):
        wanted = wanted_type(webhook, event)
        if wanted is None or not may_go_out(session, event):
            continue
        count += 1
        if event.id in held:
            _again(held[event.id])
        else:
            session.add(WebhookDelivery(webhook_id=webhook_id, event_id=event.id, type=wanted))
    wake(session, webhook_id)
    return count


def find_webhook(session: Session, webhook_id: str) -> Webhook:
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or webhook.removed_at is not None:
        raise NotFound("There is no such webhook.")
    return webhook


def list_webhooks(session: Session) -> Sequence[Webhook]:
    """Return the webhooks, the newest last."""
    there = select(Webhook).where(Webhook.removed_at.is_(None))
    return session.scalars(there.order_by(Webhook.created_at, Webhook.id)).all()


def list_deliveries(session: Session, webhook_id: str, before: str | None = None) -> Sequence[WebhookDelivery]:
    """Return a page of a webhook's deliveries, the newest first; `before` is the id at the end of the page before."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    if before:
        query = query.where(WebhookDelivery.id < before)
    loaded = query.options(joinedload(WebhookDelivery.event), joinedload(WebhookDelivery.webhook))
    return session.scalars(loaded.order_by(WebhookDelivery.id.desc()).limit(LISTED)).all()


def waiting_count(session: Session, webhook_id: str) -> int:
    """Return how many messages wait to be sent or sent again."""
    waiting = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == DeliveryState.WAITING)
    return session.scalar(select(func.count()).select_from(WebhookDelivery).where(*waiting)) or 0


def wake(session: Session, webhook_id: str) -> None:
    """Have a webhook's messages looked at soon. The caller commits."""
    key = f"{WEBHOOK}:{webhook_id}"
    enqueue(session, WEBHOOK, key, webhook_id=webhook_id)
    session.flush()
    later = (Job.key == key, Job.state == JobState.READY, Job.run_at > now())
    session.execute(update(Job).where(*later).values(run_at=now()).execution_options(synchronize_session=False))


def _again(delivery: WebhookDelivery) -> None:
    delivery.state, delivery.next_at, delivery.attempts = DeliveryState.WAITING, now(), 0


def _checked(url: str) -> str:
    tidy = url.strip()
    try:
        read = urlsplit(tidy)
        is_whole = read.scheme in ("https", "http") and read.hostname and (read.port is None or read.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole or not tidy.isascii() or not tidy.isprintable() or " " in tidy or len(tidy) > LONGEST_URL:
        raise Problem("Give an address such as https://helpdesk.example/hooks/rounds.", status=422, code="bad-address")
    if read.username or read.password or read.fragment:
        raise Problem("Leave name, password and # out of the address.", status=422, code="bad-address")
    return tidy


def _known(types: Sequence[str]) -> list[str]:
    if unknown := [one for one in types if one not in TYPES]:
        raise Problem(f"There is no type {unknown[0]}. There are: {', '.join(TYPES)}.", status=422, code="type-unknown")
    return sorted(set(types))

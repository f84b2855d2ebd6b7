"""Webhooks for programs that set them up themselves: the same as an administrator does on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import AfterValidator, Field, StrictStr

from models.staff import Role
from models.webhook import Webhook, WebhookDelivery
from server.api.forms import NO_NUL, Answer, ClockTime, Form, Identifier, Text, storable
from server.auth import open_to_programs
from server.current import database, identity
from server.services.people.api_token import MANAGE_WEBHOOKS
from server.services.webhooks import keeping

blueprint = APIBlueprint("webhooks_api", __name__, tag="Webhooks")
manage = open_to_programs(MANAGE_WEBHOOKS, owners=(Role.ADMIN,))

Address = Annotated[
    StrictStr,
    AfterValidator(storable),
    Field(max_length=keeping.LONGEST_URL, json_schema_extra={"pattern": NO_NUL}),
]
Types = Annotated[list[Text], Field(max_length=50)]


class WebhookIn(Form):
    """`id` is made by the sender (UUID), so that sending again is harmless; no `types` means all."""

    id: Identifier
    name: Text
    url: Address
    types: Types = Field(default_factory=list)
    has_words: bool = False


class WebhookChangeIn(Form):
    """What is left out stays as it is; `is_paused` false also has one go on that answered 410."""

    url: Address | None = None
    types: Types | None = None
    has_words: bool | None = None
    is_paused: bool | None = None


class ReplayIn(Form):
    """Everything since an instant, at most 30 days ago."""

    since: ClockTime


class WebhookOut(Answer):
    id: str
    name: str
    url: str
    types: list[str]
    has_words: bool
    created_at: datetime
    paused_at: datetime | None
    gone_at: datetime | None
    failing_since: datetime | None


class WebhookWithSecretOut(WebhookOut):
    """`secret` is given when it is made and never again."""

    secret: str


class WebhooksOut(Answer):
    webhooks: list[WebhookOut]


class DeliveryOut(Answer):
    """`id` is the `webhook-id` of the message; `answer` is how what was answered begins, or why nothing was."""

    id: str
    delivery_id: str
    type: str
    state: str
    created_at: datetime
    attempts: int
    attempted_at: datetime | None
    next_at: datetime | None
    status: int | None
    answer: str


class DeliveriesOut(Answer):
    """Newest first; `next` is the `before` of the following page, null at the end."""

    deliveries: list[DeliveryOut]
    next: str | None


class PageIn(Form):
    before: Identifier | None = None


class ReplayOut(Answer):
    count: int


@blueprint.get("/webhooks")
@blueprint.output(WebhooksOut)
@blueprint.doc(security="program")
@manage
def read_all() -> WebhooksOut:
    """List the webhooks."""
    with database().reading() as session:
        return WebhooksOut(webhooks=[WebhookOut.model_validate(one) for one in keeping.list_webhooks(session)])


@blueprint.post("/webhooks")
@blueprint.input(WebhookIn, arg_name="asked")
@blueprint.output(WebhookWithSecretOut)
@blueprint.doc(security="program", responses={201: "Added; this answer alone has the secret", 200: "There already"})
@manage
def add(asked: WebhookIn) -> WebhookWithSecretOut | tuple[WebhookWithSecretOut, int]:
    """Add a webhook; it is told of everything that happens from now on."""
    with database().session() as session:
        if (there := session.get(Webhook, asked.id)) is not None:
            return _without_secret(there)
        webhook = keeping.add_webhook(
            session,
            identity().staff_id,
            asked.name,
            asked.url,
            asked.types,
            has_words=asked.has_words,
            webhook_id=asked.id,
        )
        session.commit()
        return WebhookWithSecretOut.model_validate(webhook), 201


@blueprint.patch("/webhooks/<webhook_id>")
@blueprint.input(WebhookChangeIn, arg_name="asked")
@blueprint.output(WebhookOut)
@blueprint.doc(security="program")
@manage
def change(webhook_id: str, asked: WebhookChangeIn) -> WebhookOut:
    """Change, pause or go on with a webhook."""
    with database().session() as session:
        changed = keeping.change_webhook(session, webhook_id, **asked.model_dump())
        session.commit()
        return WebhookOut.model_validate(changed)


@blueprint.delete("/webhooks/<webhook_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(security="program")
@manage
def remove(webhook_id: str) -> tuple[str, int]:
    """Take a webhook back for good."""
    with database().session() as session:
        keeping.remove_webhook(session, webhook_id)
        session.commit()
    return "", 204


@blueprint.post("/webhooks/<webhook_id>/secret")
@blueprint.output(WebhookWithSecretOut)
@blueprint.doc(security="program")
@manage
def rotate(webhook_id: str) -> WebhookWithSecretOut:
    """Make a new secret; for 24 hours messages are signed with the earlier one too."""
    with database().session() as session:
        webhook = keeping.rotate_secret(session, webhook_id)
        session.commit()
        return WebhookWithSecretOut.model_validate(webhook)


@blueprint.post("/webhooks/<webhook_id>/test")
@blueprint.output(DeliveryOut)
@blueprint.doc(security="program")
@manage
def test(webhook_id: str) -> DeliveryOut:
    """Have a test message sent."""
    with database().session() as session:
        delivery = keeping.send_test(session, webhook_id)
        session.commit()
        return _delivery_out(delivery)


@blueprint.get("/webhooks/<webhook_id>/deliveries")
@blueprint.input(PageIn, location="query", arg_name="page")
@blueprint.output(DeliveriesOut)
@blueprint.doc(security="program")
@manage
def read_deliveries(webhook_id: str, page: PageIn) -> DeliveriesOut:
    """Read what became of the messages, newest first, 100 at a time; those older than 30 days are forgotten."""
    with database().reading() as session:
        keeping.find_webhook(session, webhook_id)
        found = keeping.list_deliveries(session, webhook_id, page.before)
        following = found[-1].id if len(found) == keeping.LISTED else None
        return DeliveriesOut(deliveries=[_delivery_out(one) for one in found], next=following)


@blueprint.post("/webhooks/<webhook_id>/deliveries/<delivery_id>/replay")
@blueprint.output(DeliveryOut)
@blueprint.doc(security="program")
@manage
def replay_one(webhook_id: str, delivery_id: str) -> DeliveryOut:
    """Have one message sent again, under the same id."""
    with database().session() as session:
        delivery = keeping.replay_delivery(session, webhook_id, delivery_id)
        session.commit()
        return _delivery_out(delivery)


@blueprint.post("/webhooks/<webhook_id>/replays")
@blueprint.input(ReplayIn, arg_name="asked")
@blueprint.output(ReplayOut)
@blueprint.doc(security="program")
@manage
def replay(webhook_id: str, asked: ReplayIn) -> ReplayOut:
    """Have everything since an instant sent again, each message under the id that it had."""
    with database().session() as session:
        count = keeping.replay_since(session, webhook_id, asked.since)
        session.commit()
    return ReplayOut(count=count)


def _without_secret(webhook: Webhook) -> WebhookWithSecretOut:
    known = WebhookOut.model_validate(webhook)
    return WebhookWithSecretOut(**known.model_dump(), secret="")


def _delivery_out(delivery: WebhookDelivery) -> DeliveryOut:
    return DeliveryOut(
        id=delivery.message_id,
        delivery_id=delivery.id,
        type=delivery.type,
        state=delivery.state,
        created_at=delivery.created_at,
        attempts=delivery.attempts,
        attempted_at=delivery.attempted_at,
        next_at=delivery.next_at if delivery.state == "waiting" else None,
        status=delivery.status,
        answer=delivery.answer,
    )

"""Reminders by web push: the key to subscribe with, and the browser's subscription."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from apiflask.schemas import EmptySchema
from pydantic import Field

from server.api.forms import Answer, Form, Text
from server.auth import EVERYBODY, allow
from server.current import database, identity, settings
from server.services.phones.push_keys import public_key
from server.services.phones.push_subscription import subscribe, unsubscribe

blueprint = APIBlueprint("push", __name__, tag="Reminders")


class PushKeyOut(Answer):
    public_key: str


class KeysIn(Form):
    p256dh: Annotated[Text, Field(max_length=200)]
    auth: Annotated[Text, Field(max_length=100)]


class SubscriptionIn(Form):
    endpoint: Annotated[Text, Field(max_length=2000)]
    keys: KeysIn


class SubscriptionOut(Answer):
    id: str


@blueprint.get("/push")
@blueprint.output(PushKeyOut)
@allow(*EVERYBODY)
def key() -> PushKeyOut:
    """Read the public key with which a browser subscribes (VAPID, RFC 8292)."""
    return PushKeyOut(public_key=public_key(settings().var_dir))


@blueprint.put("/push/subscription")
@blueprint.input(SubscriptionIn, arg_name="sent")
@blueprint.output(SubscriptionOut)
@allow(*EVERYBODY)
def put(sent: SubscriptionIn) -> SubscriptionOut:
    """Say where this phone's browser takes messages; the newest word counts."""
    with database().session() as session:
        keys = (sent.keys.p256dh, sent.keys.auth)
        found = subscribe(session, identity(), sent.endpoint, *keys, is_local_allowed=settings().push_to_loopback)
        session.commit()
        return SubscriptionOut(id=found.id)


@blueprint.delete("/push/subscription")
@blueprint.output(EmptySchema, status_code=204)
@allow(*EVERYBODY)
def delete() -> tuple[str, int]:
    """Take no more messages on this phone."""
    with database().session() as session:
        unsubscribe(session, identity())
        session.commit()
    return "", 204

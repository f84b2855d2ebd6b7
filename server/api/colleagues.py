"""Colleagues: who there is, whose customers one follows, and replies below notes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from models.customer import Customer
from models.message import Message
from models.recording import Recording
from server.api.forms import Answer, Form, Identifier, Text
from server.api.touchpoints import Sentences
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity
from server.errors import NotFound
from server.services.colleagues.following import follow, followed_by, is_following, unfollow
from server.services.colleagues.mentions import colleagues_named
from server.services.colleagues.replying import replies_to, reply

blueprint = APIBlueprint("colleagues", __name__, tag="Colleagues")


class NamedIn(Form):
    """The beginning of any part of a name; empty for the first eight of all."""

    q: Annotated[Text, Field(max_length=100)] = ""


class ColleagueOut(Answer):
    id: str
    name: str
    role: str
    team: str


class ColleaguesOut(Answer):
    colleagues: list[ColleagueOut]


class FollowedOut(Answer):
    id: str
    name: str


class FollowsOut(Answer):
    customers: list[FollowedOut]


class FollowIn(Form):
    is_followed: bool


class FollowOut(Answer):
    customer_id: str
    is_followed: bool


class ReplyIn(Form):
    """`id` is made by the sender (UUID), so that sending again is harmless; @ and a name tells that colleague."""

    id: Identifier
    text: Sentences


class ReplyOut(Answer):
    id: str
    author_id: str
    author: str
    text: str
    mentioned: list[str]
    at: datetime


class RepliesOut(Answer):
    replies: list[ReplyOut]


@blueprint.get("/colleagues")
@blueprint.input(NamedIn, location="query", arg_name="asked")
@blueprint.output(ColleaguesOut)
@allow(*EVERYBODY)
def named(asked: NamedIn) -> ColleaguesOut:
    """Complete the name of a colleague: at most eight, by name."""
    with database().reading() as session:
        found = colleagues_named(session, asked.q)
    return ColleaguesOut(colleagues=[ColleagueOut.model_validate(one) for one in found])


@blueprint.get("/follows")
@blueprint.output(FollowsOut)
@allow(*EVERYBODY)
def follows() -> FollowsOut:
    """Read whom one follows, by name."""
    with database().reading() as session:
        found = followed_by(session, identity().staff_id)
    return FollowsOut(customers=[FollowedOut(id=customer_id, name=name) for customer_id, name in found])


@blueprint.get("/customers/<customer_id>/follow")
@blueprint.output(FollowOut)
@allow(*EVERYBODY)
def is_followed(customer_id: str) -> FollowOut:
    with database().reading() as session:
        if session.get(Customer, customer_id) is None:
            raise NotFound("There is no such customer.")
        return FollowOut(customer_id=customer_id, is_followed=is_following(session, identity().staff_id, customer_id))


@blueprint.put("/customers/<customer_id>/follow")
@blueprint.input(FollowIn, arg_name="wish")
@blueprint.output(FollowOut)
@allow(*EVERYBODY)
def choose(customer_id: str, wish: FollowIn) -> FollowOut:
    """Follow a customer, or no more; saying it twice changes nothing."""
    with database().session() as session:
        (follow if wish.is_followed else unfollow)(session, identity().staff_id, customer_id)
        session.commit()
    return FollowOut(customer_id=customer_id, is_followed=wish.is_followed)


@blueprint.get("/recordings/<recording_id>/replies")
@blueprint.output(RepliesOut)
@allow(*EVERYBODY)
def read(recording_id: str) -> RepliesOut:
    """Read the replies to a note, oldest first."""
    with database().reading() as session:
        if session.get(Recording, recording_id) is None:
            raise NotFound("There is no such note.")
        return RepliesOut(replies=[_out(message) for message in replies_to(session, recording_id)])


@blueprint.post("/recordings/<recording_id>/replies")
@blueprint.input(ReplyIn, arg_name="said")
@blueprint.output(RepliesOut)
@blueprint.doc(responses={201: "Kept", 200: "Held already"})
@allow(*WRITERS)
def add(recording_id: str, said: ReplyIn) -> RepliesOut | tuple[RepliesOut, int]:
    """Reply to a note; its author and whom the words mention are told."""
    with database().session() as session:
        is_new = reply(session, recording_id, said.id, said.text, identity())
        session.commit()
        answer = RepliesOut(replies=[_out(message) for message in replies_to(session, recording_id)])
    return (answer, 201) if is_new else answer


def _out(message: Message) -> ReplyOut:
    return ReplyOut(
        id=message.id,
        author_id=message.author_id,
        author=message.author.name,
        text=message.text,
        mentioned=message.mentioned,
        at=message.at,
    )

"""Notices: what one is told of, what was read of it, and by which ways to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from models.notice import Reason
from server.api.forms import Answer, Form, Identifier
from server.api.round import asking_now
from server.auth import EVERYBODY, allow
from server.current import database, identity, keep_listed
from server.services.notices.choice import Ways, choose, read_choices
from server.services.notices.reading import PAGE, count_unread, mark_read, read_notices

blueprint = APIBlueprint("notices_api", __name__, tag="Notices")
ReasonName = Literal["mention", "reply", "handover", "complaint", "followed", "promise"]


class NoticePageIn(Form):
    before: Identifier | None = None


class NoticeOut(Answer):
    """`head` says who did what; `words` are of the reply, complaint, promise or step, as they stand now.

    What `is_to_take` was handed over to the reader and is taken by `PUT /api/actions/{action_id}/taking`.
    """

    id: str
    reason: ReasonName
    head: str
    words: str
    customer_id: str | None
    customer: str
    recording_id: str
    handover_id: str | None
    action_id: str | None
    is_to_take: bool
    at: datetime
    is_read: bool


class NoticesOut(Answer):
    """Newest first; `next` is the `before` of the following page, null at the end."""

    unread: int
    notices: list[NoticeOut]
    next: str | None


class ReadIn(Form):
    """The ids of one's own notices that were read; without them all."""

    ids: Annotated[list[Identifier], Field(max_length=200)] | None = None


class UnreadOut(Answer):
    unread: int


class WaysIn(Form):
    reason: ReasonName
    on_page: bool
    by_push: bool
    by_mail: bool


class WaysOut(Answer):
    reason: ReasonName
    on_page: bool
    by_push: bool
    by_mail: bool


class ChoicesOut(Answer):
    choices: list[WaysOut]


@blueprint.get("/notices")
@blueprint.input(NoticePageIn, location="query", arg_name="page")
@blueprint.output(NoticesOut)
@allow(*EVERYBODY)
def read(page: NoticePageIn) -> NoticesOut:
    """Read what one is told of, fifty at a time, each in words of what one may open at this moment."""
    asking = asking_now()
    with database().reading() as session:
        found = read_notices(session, asking.staff_id, asking.today, page.before)
        unread = count_unread(session, asking.staff_id)
    keep_listed(*(one.customer_id for one in found))
    return NoticesOut(
        unread=unread,
        notices=[NoticeOut.model_validate(one) for one in found],
        next=found[-1].id if len(found) == PAGE else None,
    )


@blueprint.put("/notices/reading")
@blueprint.input(ReadIn, arg_name="said")
@blueprint.output(UnreadOut)
@allow(*EVERYBODY)
def mark(said: ReadIn) -> UnreadOut:
    """Mark notices as read; doing so twice changes nothing."""
    me = identity().staff_id
    with database().session() as session:
        mark_read(session, me, said.ids)
        session.commit()
        return UnreadOut(unread=count_unread(session, me))


@blueprint.get("/notice-choices")
@blueprint.output(ChoicesOut)
@allow(*EVERYBODY)
def choices() -> ChoicesOut:
    """Read by which ways one is told, reason by reason."""
    with database().reading() as session:
        return _choices_out(read_choices(session, identity().staff_id))


@blueprint.put("/notice-choices")
@blueprint.input(WaysIn, arg_name="wish")
@blueprint.output(ChoicesOut)
@allow(*EVERYBODY)
def change(wish: WaysIn) -> ChoicesOut:
    """Choose the ways for one reason; it holds for what happens from then on."""
    me = identity().staff_id
    with database().session() as session:
        choose(session, me, {Reason(wish.reason): Ways(wish.on_page, wish.by_push, wish.by_mail)})
        session.commit()
        return _choices_out(read_choices(session, me))


def _choices_out(found: dict[Reason, Ways]) -> ChoicesOut:
    return ChoicesOut(
        choices=[
            WaysOut(reason=reason.value, on_page=ways.on_page, by_push=ways.by_push, by_mail=ways.by_mail)
            for reason, ways in found.items()
        ]
    )

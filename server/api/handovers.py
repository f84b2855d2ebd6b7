"""Hand-overs and the shared queue: who does what next, who has it, and whether it was taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field, model_validator

from models.base import now
from models.handover import Handover
from models.staff import Staff
from server.api.actions import ActionOut
from server.api.complaints import ComplaintOut
from server.api.forms import Answer, Form, Identifier, Text
from server.api.round import asking_now
from server.api.touchpoints import Sentences
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, installation, keep_listed
from server.services.colleagues.handing_over import (
    Step,
    given_by,
    hand_over_action,
    hand_over_complaint,
    hand_over_customer,
    take,
    take_complaint,
)
from server.services.colleagues.queue import Whose, queued_complaints, queued_promises

blueprint = APIBlueprint("handovers_api", __name__, tag="Colleagues")


class HandoverIn(Form):
    """`id` is made by the sender (UUID); one of action, complaint and customer says what is handed over."""

    id: Identifier
    to_id: Annotated[Text, Field(max_length=36)]
    step: Sentences
    due_on: date | None = None
    action_id: Identifier | None = None
    complaint_id: Identifier | None = None
    customer_id: Identifier | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> HandoverIn:
        if sum(one is not None for one in (self.action_id, self.complaint_id, self.customer_id)) != 1:
            raise ValueError("give one of action_id, complaint_id and customer_id")
        return self


class HandoverOut(Answer):
    """`taken_at` is null as long as it was not taken; `state` is the action's."""

    id: str
    action_id: str
    recording_id: str
    to_id: str
    to: str
    step: str
    due_on: date | None
    at: datetime
    taken_at: datetime | None
    state: str


class HandoversOut(Answer):
    handovers: list[HandoverOut]


class QueueIn(Form):
    whose: Literal["all", "mine", "team", "unowned", "overdue", "handed"] = "all"


class QueueOut(Answer):
    complaints: list[ComplaintOut]
    actions: list[ActionOut]


class TakenOut(Answer):
    id: str
    owner_id: str


@blueprint.post("/handovers")
@blueprint.input(HandoverIn, arg_name="said")
@blueprint.output(HandoverOut)
@allow(*WRITERS)
def add(said: HandoverIn) -> HandoverOut:
    """Hand a promise, a complaint or a customer's matter to a colleague; sent twice it is handed over once."""
    step = Step(said.id, said.to_id, said.step, said.due_on)
    with database().session() as session:
        if said.action_id:
            handed = hand_over_action(session, said.action_id, step, identity())
        elif said.complaint_id:
            handed = hand_over_complaint(session, installation(), said.complaint_id, step, identity())
        else:
            handed = hand_over_customer(session, installation(), said.customer_id or "", step, identity())
        session.commit()
        return _out(handed)


@blueprint.get("/handovers")
@blueprint.output(HandoversOut)
@allow(*EVERYBODY)
def read() -> HandoversOut:
    """Read what one handed to others, newest first, at most 100, and whether it was taken."""
    with database().reading() as session:
        return HandoversOut(handovers=[_out(handed) for handed in given_by(session, identity().staff_id)])


@blueprint.put("/actions/<action_id>/taking")
@blueprint.output(TakenOut)
@allow(*WRITERS)
def take_action(action_id: str) -> TakenOut:
    """Take what was handed over to oneself, or a promise that nobody has."""
    with database().session() as session:
        take(session, action_id, identity())
        session.commit()
    return TakenOut(id=action_id, owner_id=identity().staff_id)


@blueprint.put("/complaints/<complaint_id>/taking")
@blueprint.output(TakenOut)
@allow(*WRITERS)
def take_open_complaint(complaint_id: str) -> TakenOut:
    """Take a complaint that nobody or one's own team has."""
    with database().session() as session:
        take_complaint(session, complaint_id, identity())
        session.commit()
    return TakenOut(id=complaint_id, owner_id=identity().staff_id)


@blueprint.get("/queue")
@blueprint.input(QueueIn, location="query", arg_name="asked")
@blueprint.output(QueueOut)
@allow(*EVERYBODY)
def queue(asked: QueueIn) -> QueueOut:
    """Read open complaints and promises of everybody, or a part of them; at most 200 of each."""
    asking = asking_now()
    with database().reading() as session:
        me, whose = session.get_one(Staff, asking.staff_id), Whose(asked.whose)
        complaints = queued_complaints(session, whose, me, now())
        promises = queued_promises(session, whose, me, asking.today)
    keep_listed(*(one.customer_id for one in complaints), *(one.customer_id for one in promises))
    return QueueOut(
        complaints=[ComplaintOut.model_validate(one) for one in complaints],
        actions=[ActionOut.model_validate(one) for one in promises],
    )


def _out(handed: Handover) -> HandoverOut:
    return HandoverOut(
        id=handed.id,
        action_id=handed.action_id,
        recording_id=handed.recording_id,
        to_id=handed.to_id,
        to=handed.receiver.name,
        step=handed.step,
        due_on=handed.due_on,
        at=handed.at,
        taken_at=handed.taken_at,
        state=handed.action.state,
    )

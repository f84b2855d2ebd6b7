"""What was promised: read what is open, and say how it ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from models.action import Action, ActionState
from server.api.forms import Answer, Form
from server.api.round import asking_now
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, keep_listed
from server.errors import NotFound
from server.services.actions.closing import require_may_close, set_state
from server.services.actions.reading import open_at, open_everywhere

blueprint = APIBlueprint("actions", __name__, tag="Actions")


class WhichActions(Form):
    """Those at one customer, one's own, or without either all that are open."""

    customer_id: Annotated[str, Field(max_length=36)] = ""
    owner: Literal["", "me"] = ""


class StateIn(Form):
    state: Literal["open", "done", "dropped"]


class ActionOut(Answer):
    """One action; `due_on` and `due_at` are null where only vague words were said."""

    id: str
    what: str
    owner: str
    is_customers: bool
    due_on: date | None
    due_at: datetime | None
    is_overdue: bool
    state: str
    said_at: datetime
    said_by: str
    recording_id: str
    item_id: str
    customer_id: str | None
    customer: str


class ActionsOut(Answer):
    actions: list[ActionOut]


class ActionStateOut(Answer):
    id: str
    state: str
    closed_at: datetime | None


@blueprint.get("/actions")
@blueprint.input(WhichActions, location="query", arg_name="wanted")
@blueprint.output(ActionsOut)
@allow(*EVERYBODY)
def read(wanted: WhichActions) -> ActionsOut:
    """Read what is open, the most urgent first, at most 200."""
    asking = asking_now()
    with database().reading() as session:
        if wanted.customer_id:
            found = open_at(session, wanted.customer_id, asking.today)
            found = [one for one in found if not wanted.owner or one.owner_id == asking.staff_id]
        else:
            found = open_everywhere(session, asking.today, asking.staff_id if wanted.owner else None)
    keep_listed(*(one.customer_id for one in found))
    return ActionsOut(actions=[ActionOut.model_validate(one) for one in found])


@blueprint.put("/actions/<action_id>/state")
@blueprint.input(StateIn, arg_name="said")
@blueprint.output(ActionStateOut)
@allow(*WRITERS)
def close(action_id: str, said: StateIn) -> ActionStateOut:
    """Say that an action is done, dropped, or open again; saying it twice changes nothing."""
    with database().session() as session:
        action = session.get(Action, action_id, with_for_update=True)
        if action is None:
            raise NotFound("There is no such action. It may have gone when its note was corrected.")
        require_may_close(session, action, identity())
        set_state(session, action, ActionState(said.state), identity())
        session.commit()
        return ActionStateOut.model_validate(action)

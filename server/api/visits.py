"""Visits as the phone shows them, and the rep's word on them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from apiflask import APIBlueprint

from models.visit import Decision
from server.api.forms import Answer, Form, Identifier, NamedOut
from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.errors import NotFound
from server.services.visit_decision import decide_visit
from server.services.visit_reading import read_visits

blueprint = APIBlueprint("visits", __name__, tag="Visits")


class AlternativeOut(NamedOut):
    probability: float


class VisitOut(Answer):
    id: str
    customer: NamedOut | None
    arrived_at: datetime
    left_at: datetime | None
    state: Literal["open", "closed"]
    certainty: Literal["sure", "probably", "unknown", "confirmed"]
    is_question: bool
    probability: float
    reasons: list[str]
    alternatives: list[AlternativeOut]
    recording_ids: list[str]


class DecisionIn(Form):
    decision: Literal["confirmed", "changed", "deleted"]
    customer_id: Identifier | None = None


@blueprint.put("/visits/<visit_id>/decision")
@blueprint.input(DecisionIn, arg_name="said")
@blueprint.output(VisitOut)
@allow(*EVERYBODY)
def decide(visit_id: str, said: DecisionIn) -> VisitOut:
    """Confirm a visit, say at which customer it was, or that it was none. The engine never undoes it."""
    if "\x00" in visit_id:
        raise NotFound("There is no such visit here. Load the day again and choose from it.")
    with database().session() as session:
        visit = decide_visit(session, visit_id.lower(), identity(), Decision(said.decision), said.customer_id)
        session.commit()
        return VisitOut.model_validate(read_visits(session, [visit])[0])

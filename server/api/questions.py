"""What two facts about a customer leave open is settled here by a person's word."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import Field

from server.api.forms import Answer, Form, Text
from server.auth import WRITERS, allow
from server.current import database, identity, settings
from server.services.facts.answering import answer_question

blueprint = APIBlueprint("questions", __name__, tag="Round")


class AnswerIn(Form):
    """One of the options that are offered with the question."""

    value: Annotated[Text, Field(min_length=1)]


class AnswerOut(Answer):
    """What stands as the answer: that of whoever gave one first."""

    question_id: str
    customer_id: str
    value: Any
    answered_at: datetime


@blueprint.put("/customers/<customer_id>/answers/<question_id>")
@blueprint.input(AnswerIn, arg_name="said")
@blueprint.output(AnswerOut)
@allow(*WRITERS)
def answer(customer_id: str, question_id: str, said: AnswerIn) -> AnswerOut:
    """Say which of two facts holds; saying it again, or after somebody else did, changes nothing."""
    with database().session() as session:
        zone = settings().time_zone
        given = answer_question(session, customer_id, question_id, said.value, identity(), zone)
        session.commit()
        return AnswerOut.model_validate(given)

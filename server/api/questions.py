"""What the company wants to know of a customer is answered here by whoever was told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import Field, model_validator

from server.api.forms import Answer, Form, Text
from server.auth import WRITERS, allow
from server.current import database, identity, settings
from server.services.questions.answering import Given, answer_question

blueprint = APIBlueprint("questions", __name__, tag="Round")


class AnswerIn(Form):
    """What the customer said: an option offered with the question, a number or words; or that they declined."""

    value: Annotated[Text, Field(min_length=1)] | None = None
    is_declined: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> AnswerIn:
        if (self.value is None) is not self.is_declined:
            raise ValueError("Give a value, or say that they declined with is_declined: true.")
        return self


class AnswerOut(Answer):
    """What stands as the answer: that of whoever gave one first."""

    question_id: str
    customer_id: str
    value: Any
    answered_at: datetime
    declined_until: datetime | None


@blueprint.put("/customers/<customer_id>/answers/<question_id>")
@blueprint.input(AnswerIn, arg_name="said")
@blueprint.output(AnswerOut)
@allow(*WRITERS)
def answer(customer_id: str, question_id: str, said: AnswerIn) -> AnswerOut:
    """Keep what a customer answered, or that they would rather not say (asked again after 180 days).

    The first answer stands and is returned; one that comes later and differs is kept beside it.
    """
    with database().session() as session:
        zone = settings().time_zone
        given = answer_question(session, customer_id, question_id, Given(said.value), identity(), zone)
        session.commit()
        return AnswerOut.model_validate(given)

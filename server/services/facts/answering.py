"""A person's word on what two facts leave open: it ends the question and becomes the fact, by whom and when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer_fact import CustomerFact
from models.event import record_event
from models.need_to_know import as_the_house
from models.question import Answer, Question, open_questions
from server.current import Identity
from server.errors import NotFound, Problem
from server.services.facts.contradiction_question import keep_contradictions
from server.services.facts.said_fact import BOTH


def questions_of_their_own(session: Session, customer_id: str) -> list[Question]:
    """Return what is to be asked of one customer because two facts cannot both hold."""
    return [question for question in open_questions(session, customer_id) if question.customer_id == customer_id]


def answer_question(
    session: Session, customer_id: str, question_id: str, value: str, by: Identity, zone: str
) -> Answer:
    """Settle a contradiction by a person's word; the same answer again changes nothing. The caller commits.

    Raises NotFound for a question that is not this customer's, Problem for a value that was not offered.
    """
    question = session.scalar(select(Question).where(Question.id == question_id).with_for_update())
    if question is None or question.customer_id != customer_id:
        raise NotFound("There is no such question about this customer. It may have been settled meanwhile.")
    given = session.scalar(select(Answer).where(Answer.customer_id == customer_id, Answer.question_id == question_id))
    if given is not None:
        return given
    if value not in question.options:
        raise Problem("Choose one of the answers that are offered.", status=422, code="bad-answer")
    answer = Answer(customer_id=customer_id, question_id=question.id, value=value)
    session.add(answer)
    at = now()
    if question.about and value != BOTH:
        session.add(_settled(customer_id, question.about, value, by, at, zone))
    session.flush()
    with as_the_house(session):
        keep_contradictions(session, customer_id)
    record_event(session, "question.answered", staff_id=by.staff_id, customer_id=customer_id)
    return answer


def _settled(
    customer_id: str, about: dict[str, str], value: str, by: Identity, at: datetime, zone: str
) -> CustomerFact:
    return CustomerFact(
        customer_id=customer_id,
        kind=about["kind"],
        subject=about["subject"],
        value=value,
        said_on=at.astimezone(ZoneInfo(zone)).date(),
        said_at=at,
        tells_change=True,
        set_by_id=by.staff_id,
    )

"""The one place where a person's answer to a question is kept: the first one stands, whichever door it came by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.customer_fact import CustomerFact
from models.event import record_event
from models.need_to_know import as_the_house
from models.question import Answer, Question
from server.current import Identity
from server.errors import NotFound, Problem
from server.services.facts.contradiction_question import keep_contradictions
from server.services.facts.said_fact import BOTH
from server.services.questions.asking import YES, offered

DECLINED_DAYS = 180
LONGEST_ANSWER = 300
_THOUSANDS = re.compile(r"[ ,](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person was told, as written or tapped; None when the customer would rather not say."""

    words: str | None


DECLINED = Given(None)


def answer_question(
    session: Session, customer_id: str, question_id: str, given: Given, by: Identity, zone: str
) -> Answer:
    """Keep what a customer answered, or that they declined. The caller commits.

    The first answer stands; a later one that differs is kept beside it. What was declined gives way to an answer.
    Raises NotFound for a question that is not put to this customer, Problem for an answer that does not fit it.
    """
    # Locked, so that of two doors at the same moment one finds the other's answer.
    question = session.scalar(select(Question).where(Question.id == question_id).with_for_update())
    is_known = session.get(Customer, customer_id) is not None
    if question is None or not is_known or question.customer_id not in (None, customer_id):
        raise NotFound("There is no such question about this customer. It may have been settled meanwhile.")
    value = None if given.words is None else _read(question, given.words)
    answer = session.scalar(select(Answer).where(Answer.customer_id == customer_id, Answer.question_id == question_id))
    if answer is not None and answer.declined_until is None:
        _keep_beside(answer, value, by)
        return answer
    if answer is None:
        answer = Answer(customer_id=customer_id, question_id=question.id)
        session.add(answer)
    at = now()
    answer.value, answer.staff_id, answer.answered_at = value, by.staff_id, at
    answer.declined_until = at + timedelta(days=DECLINED_DAYS) if value is None else None
    if question.about and value not in (None, BOTH):
        session.add(_settled(answer, question.about, by, zone))
    session.flush()
    if question.about:
        with as_the_house(session):
            keep_contradictions(session, customer_id)
    kind = "question.declined" if value is None else "question.answered"
    record_event(session, kind, staff_id=by.staff_id, customer_id=customer_id)
    return answer


def _read(question: Question, words: str) -> Any:
    """Return the value that a question of this kind keeps; raises Problem where the words do not fit it."""
    words = " ".join(words.split())
    choices = offered(question)
    if choices and words not in choices:
        raise Problem("Choose one of the answers that are offered.", status=422, code="bad-answer")
    if question.kind == "yes_no":
        return words == YES
    if question.kind == "number":
        return _number(words)
    if not words or len(words) > LONGEST_ANSWER:
        raise Problem(f"Write the answer in at most {LONGEST_ANSWER} characters.", status=422, code="bad-answer")
    return words if choices else _without_secrets(words)


def _number(words: str) -> int | float:
    """Read "40", "1,200" and "2,5"; raises Problem for anything else."""
    plain = _THOUSANDS.sub("", words).replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Problem("Write the answer as a number, such as 40.", status=422, code="bad-answer")
    number = float(plain)
    return int(number) if number.is_integer() else number


def _without_secrets(words: str) -> str:
    from voice.understanding.secrets.typed import cut_typed  # loads word lists

    return " ".join(cut_typed(words.split()))


def _keep_beside(answer: Answer, value: Any, by: Identity) -> None:
    """Keep an answer that came second and says something else; the same again changes nothing."""
    told = [answer.value, *(one["value"] for one in answer.also_told)]
    if value is not None and value not in told:
        also = {"value": value, "staff_id": by.staff_id, "at": now().isoformat()}
        answer.also_told = [*answer.also_told, also]


def _settled(answer: Answer, about: dict[str, str], by: Identity, zone: str) -> CustomerFact:
    return CustomerFact(
        customer_id=answer.customer_id,
        kind=about["kind"],
        subject=about["subject"],
        value=answer.value,
        said_on=answer.answered_at.astimezone(ZoneInfo(zone)).date(),
        said_at=answer.answered_at,
        tells_change=True,
        set_by_id=by.staff_id,
    )

"""What a customer has told already, or would rather not say: what nobody needs to ask again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.base import now
from models.question import Answer, Question
from models.recording import Recording
from models.staff import Staff

MOST = 20


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One answer with who was told, when, and by which note; `also` are later ones that differ."""

    question_id: str
    question: str
    text: str
    is_declined: bool
    at: datetime
    by: str
    recording_id: str | None
    also: tuple[str, ...]


def told_answers(session: Session, customer_id: str, limit: int = MOST) -> list[ToldAnswer]:
    """Return a customer's answers, newest first: of notes those that the reader may read; declined while it holds."""
    speaker, asker = aliased(Staff), aliased(Staff)
    holds = Answer.declined_until.is_(None) | (Answer.declined_until > now())
    is_readable = Answer.recording_id.is_(None) | Answer.recording_id.in_(select(Recording.id))
    # Which of two facts holds stands among what is known, once it is settled.
    is_no_fact = Question.customer_id.is_(None) | Answer.declined_until.is_not(None)
    query = (
        select(Answer, Question.text, func.coalesce(asker.name, speaker.name), Recording.started_at)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(Recording, Recording.id == Answer.recording_id)
        .outerjoin(speaker, speaker.id == Recording.staff_id)
        .outerjoin(asker, asker.id == Answer.staff_id)
        .where(Answer.customer_id == customer_id, holds, is_readable, is_no_fact)
        .order_by(Answer.answered_at.desc(), Answer.id.desc())
        .limit(limit)
    )
    return [_told(*row) for row in session.execute(query)]


def _told(answer: Answer, question: str, by: str | None, said_at: datetime | None) -> ToldAnswer:
    return ToldAnswer(
        answer.question_id,
        question,
        answer_in_words(answer.value),
        answer.declined_until is not None,
        said_at or answer.answered_at,
        by or "",
        answer.recording_id,
        tuple(answer_in_words(one["value"]) for one in answer.also_told),
    )


def answer_in_words(value: Any) -> str:
    """Write "Yes", "40", "phone, email"; what was declined is "Would rather not say"."""
    if isinstance(value, dict):
        value = value.get("value")
    if value is None:
        return "Would rather not say"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

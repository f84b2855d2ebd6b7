"""What the company wants to know of its customers, and what it was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now


class Question(Base):
    """A question to all customers, or to one: which of two facts holds (`about` names their kind and subject)."""

    __tablename__ = "question"

    id: Mapped[str] = id_column()
    key: Mapped[str] = mapped_column(String(50), unique=True)
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    options: Mapped[list[str]] = mapped_column(Document, default=list)
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    about: Mapped[dict[str, str] | None] = mapped_column(Document)
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Answer(Base):
    """What one customer said to one question; the pair is unique, so nothing is asked twice.

    Declined, it has no value, and the question is not put before `declined_until`. What others were told later and
    differs is kept in `also_told`: {"value", "staff_id", "at"} each.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("customer_id", "question_id"),)

    id: Mapped[str] = id_column()
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"))
    question_id: Mapped[str] = mapped_column(Id, ForeignKey("question.id"))
    value: Mapped[Any | None] = mapped_column(Document)
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))  # who was told, outside a note
    answered_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    declined_until: Mapped[datetime | None] = mapped_column(UtcTime)
    also_told: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)

    question: Mapped[Question] = relationship()


def unanswered_questions(session: Session, customer_id: str) -> list[Question]:
    """Return what a note may answer, the customer's own questions before the bank's: also what was declined.

    Which of them may be asked now is `server/services/questions/asking.py`'s to say.
    """
    answered = select(Answer.question_id).where(Answer.customer_id == customer_id, Answer.declined_until.is_(None))
    is_theirs = Question.customer_id.is_(None) | (Question.customer_id == customer_id)
    asked = select(Question).where(Question.retired_at.is_(None), is_theirs, Question.id.not_in(answered))
    asked = asked.order_by(Question.customer_id.is_(None), Question.id)  # a contradiction is settled first
    return list(session.scalars(asked))


def keep_spoken_answer(session: Session, customer_id: str, question: Question, value: Any, recording_id: str) -> None:
    """Keep what a note answers; what was declined gives way to it. The caller flushes."""
    answer = session.scalar(select(Answer).where(Answer.customer_id == customer_id, Answer.question_id == question.id))
    if answer is None:
        answer = Answer(customer_id=customer_id, question_id=question.id)
        session.add(answer)
    answer.value, answer.recording_id, answer.answered_at = value, recording_id, now()
    answer.staff_id = answer.declined_until = None

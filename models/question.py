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
    """One answer of one customer; the pair is unique, so nothing is asked twice."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("customer_id", "question_id"),)

    id: Mapped[str] = id_column()
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"))
    question_id: Mapped[str] = mapped_column(Id, ForeignKey("question.id"))
    value: Mapped[Any] = mapped_column(Document)
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    question: Mapped[Question] = relationship()


def open_questions(session: Session, customer_id: str) -> list[Question]:
    """Return the questions that this customer has not answered yet, its own before the bank's."""
    answered = select(Answer.question_id).where(Answer.customer_id == customer_id)
    is_theirs = Question.customer_id.is_(None) | (Question.customer_id == customer_id)
    asked = select(Question).where(Question.retired_at.is_(None), is_theirs, Question.id.not_in(answered))
    asked = asked.order_by(Question.customer_id.is_(None), Question.id)  # a contradiction is settled first
    return list(session.scalars(asked))

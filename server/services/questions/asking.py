"""Which questions are put to a customer now: what two facts leave open, and one of the bank at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.question import Answer, Question

YES, NO = "yes", "no"
# Whoever answered one question is asked no other of the bank for so long, whichever door it is.
PAUSE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put; without `options` a number (kind "number") or words are asked for."""

    id: str
    text: str
    why: str
    kind: str
    options: tuple[str, ...]


def asked_at_each(session: Session, customer_ids: Iterable[str], at: datetime) -> dict[str, list[Asked]]:
    """Return what may be asked of each customer at an instant: what is theirs alone, then at most one of the bank."""
    wanted = list(dict.fromkeys(customer_ids))
    is_theirs = Question.customer_id.is_(None) | Question.customer_id.in_(wanted)
    query = select(Question).where(Question.retired_at.is_(None), is_theirs)
    questions = list(session.scalars(query.order_by(Question.customer_id.is_(None), Question.id)))
    settled, lately = _settled(session, wanted, at)
    return {one: list(_put(one, questions, settled[one], one in lately)) for one in wanted}


def offered(question: Question) -> tuple[str, ...]:
    """Return the answers to choose from; none where a number or words are asked for."""
    return (YES, NO) if question.kind == "yes_no" else tuple(question.options)


def _settled(session: Session, customer_ids: list[str], at: datetime) -> tuple[dict[str, set[str]], set[str]]:
    """Return what each was asked already, and who answered a question of the bank within the pause."""
    settled: dict[str, set[str]] = defaultdict(set)
    lately: set[str] = set()
    query = (
        select(Answer.customer_id, Answer.question_id, Answer.declined_until, Answer.answered_at, Question.customer_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.customer_id.in_(customer_ids))
    )
    for customer_id, question_id, declined_until, answered_at, asked_alone in session.execute(query):
        if declined_until is None or declined_until > at:
            settled[customer_id].add(question_id)
        if asked_alone is None and answered_at > at - PAUSE:
            lately.add(customer_id)
    return settled, lately


def _put(customer_id: str, questions: Iterable[Question], settled: Collection[str], is_enough: bool) -> Iterable[Asked]:
    for one in questions:
        if one.id in settled or one.customer_id not in (None, customer_id):
            continue
        if one.customer_id is None and is_enough:
            return
        yield Asked(one.id, one.text, (one.about or {}).get("why", ""), one.kind, offered(one))
        is_enough = is_enough or one.customer_id is None

"""Turns what is contradictory into the one thing to ask the next visitor, and retires it once it is settled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer_fact import CustomerFact, FactTopic
from models.event import record_event
from models.fact_kind import FactKind
from models.question import Question
from models.recording import Recording
from models.staff import Staff
from server.services.facts.contradiction import Contradiction, contradictions
from server.services.facts.known import own_label
from server.services.facts.said_fact import BOTH

KIND = "choice"
LONGEST_VALUE, LONGEST_TEXT = 90, 300


def keep_contradictions(session: Session, customer_id: str) -> list[Question]:
    """Have what two facts leave open asked of a customer, and return what is to be asked. The caller commits.

    A question whose facts were settled, corrected or moved is retired; one that was answered is not put again.
    """
    kinds = {kind.id: kind for kind in session.scalars(select(FactKind))}
    found = contradictions(standing(session, customer_id), {key: kind.value_type for key, kind in kinds.items()})
    by_key = {_key(customer_id, one): one for one in found}
    asked = {one.key: one for one in session.scalars(select(Question).where(Question.customer_id == customer_id))}
    for key, question in asked.items():
        if key in by_key:
            question.retired_at = None
        elif question.retired_at is None:
            question.retired_at = now()
    for key in by_key.keys() - asked.keys():
        asked[key] = _question(session, customer_id, key, by_key[key], kinds)
    session.flush()
    return [asked[key] for key in by_key]


def standing(session: Session, customer_id: str) -> list[CustomerFact]:
    """Return a customer's facts that were not withdrawn, in the order in which they were said."""
    stands = (CustomerFact.customer_id == customer_id) & CustomerFact.withdrawn_at.is_(None)
    query = select(CustomerFact).where(stands).order_by(CustomerFact.said_at, CustomerFact.id)
    return list(session.scalars(query))


def _key(customer_id: str, one: Contradiction) -> str:
    """Return a key that the same two facts get again, whichever notes they come from."""
    told = (customer_id, one.later.kind, one.later.subject, one.earlier.value.lower(), one.later.value.lower())
    return "which-" + hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]


def _question(session: Session, customer_id: str, key: str, one: Contradiction, kinds: dict[str, FactKind]) -> Question:
    values = [one.earlier.value[:LONGEST_VALUE], one.later.value[:LONGEST_VALUE]]
    question = Question(
        key=key,
        text=_wording(one, kinds, " or ".join(values)),
        kind=KIND,
        options=[*values, BOTH],
        customer_id=customer_id,
        about={
            "kind": one.later.kind,
            "subject": one.later.subject,
            "why": _why(session, (one.earlier, one.later)),
        },
    )
    session.add(question)
    record_event(session, "question.asked", customer_id=customer_id, recording_id=one.later.recording_id)
    return question


def _wording(one: Contradiction, kinds: dict[str, FactKind], choice: str) -> str:
    subject = one.later.subject
    if one.later.kind == FactTopic.ROLE:
        return f"Who is the {subject}: {choice}?"[:LONGEST_TEXT]
    if one.later.kind == FactTopic.SUPPLIER:
        return f"Who supplies them today: {choice}?"[:LONGEST_TEXT]
    if one.later.kind in kinds:
        subject = own_label(kinds[one.later.kind].name, subject)
    return f"Which is right for {subject}: {choice}?"[:LONGEST_TEXT]


def _why(session: Session, facts: Iterable[CustomerFact]) -> str:
    """Say both, with their days and who heard them."""
    told = []
    for fact in facts:
        by = _who(session, fact)
        told.append(f"{day(fact.said_on)}{f' to {by}' if by else ''}: {fact.value[:LONGEST_VALUE]}")
    return "; ".join(told)


def _who(session: Session, fact: CustomerFact) -> str:
    if fact.recording_id is None:
        return ""
    spoken = select(Staff.name).join(Recording, Recording.staff_id == Staff.id)
    return session.scalar(spoken.where(Recording.id == fact.recording_id)) or ""


def day(on: date) -> str:
    """Write "3 Mar 2026"."""
    return f"{on.day} {on:%b %Y}"

"""Hours and the company's own kinds of fact have a history, and what contradicts is the one thing to ask."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer_fact import CustomerFact
from models.fact_kind import FactKind, ValueType
from models.question import Question, unanswered_questions
from server.services.facts.known import known_at_each
from tests.support.makers import make_customer, make_staff
from tests.support.told import heard, tell


def hours(value: str) -> dict[str, object]:
    return {"kind": "hours", "subject": "closing days", "value_type": "text", "value": value, "evidence": heard(1, 2)}


def test_a_new_closing_day_follows_on_the_one_before_where_it_is_told_as_new(session: Session) -> None:
    ana, customer_id = make_staff(session), make_customer(session).id
    tell(session, ana, customer_id, {"facts": [hours("Mondays")]}, "they're closed mondays")
    tell(session, ana, customer_id, {"facts": [hours("Sundays")]}, "they're closed sundays now", day=30)
    (known,) = known_at_each(session, [customer_id])[customer_id]
    assert (known.label, known.text) == ("Closing days", "Sundays since 9 Apr 2026, before: Mondays")
    assert unanswered_questions(session, customer_id) == []


def test_closing_days_that_contradict_are_asked_and_settled_by_whoever_says_so_again(session: Session) -> None:
    ana, customer_id = make_staff(session), make_customer(session).id
    tell(session, ana, customer_id, {"facts": [hours("Mondays")]}, "they're closed mondays")
    tell(session, ana, customer_id, {"facts": [hours("Sundays")]}, "they're closed sundays", day=10)
    (question,) = unanswered_questions(session, customer_id)
    assert question.text == "Which is right for closing days: Mondays or Sundays?"
    tell(session, ana, customer_id, {"facts": [hours("Sundays")]}, "they're closed sundays", day=20)
    assert unanswered_questions(session, customer_id) == []


def test_an_own_kind_has_its_history_under_its_name_said_once(session: Session) -> None:
    ana, customer_id = make_staff(session), make_customer(session).id
    kind = FactKind(name="Covers", value_type=ValueType.NUMBER, cues=["seats"])
    session.add(kind)
    session.flush()
    for day, seats in enumerate((60, 80)):
        fact = {"kind": kind.id, "subject": "Covers", "value_type": "number", "value": seats, "evidence": heard(0, 1)}
        entry = tell(session, ana, customer_id, {"facts": [fact]}, f"seats {seats} now", day=day * 30)
    (known,) = known_at_each(session, [customer_id])[customer_id]
    assert (known.label, known.text) == ("Covers", "80 since 9 Apr 2026, before: 60")
    assert known.current.recording_id == entry.recording_id and known.current.from_s == 0
    assert len(session.scalars(select(CustomerFact)).all()) == 2 and unanswered_questions(session, customer_id) == []


def test_numbers_of_an_own_kind_that_contradict_are_asked_under_its_name(session: Session) -> None:
    ana, customer_id = make_staff(session), make_customer(session).id
    kind = FactKind(name="Covers", value_type=ValueType.NUMBER, cues=["seats"])
    session.add(kind)
    session.flush()
    for day, seats in enumerate((60, 80)):
        fact = {"kind": kind.id, "subject": "Covers", "value_type": "number", "value": seats, "evidence": heard(0, 1)}
        tell(session, ana, customer_id, {"facts": [fact]}, f"it seats {seats}", day=day * 30)
    question: Question = unanswered_questions(session, customer_id)[0]
    assert question.text == "Which is right for Covers: 60 or 80?"

"""A question is answered once, by whichever door, and what was declined is left in peace for a while."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.database import Database
from models.event import Event
from models.question import Answer, Question, keep_spoken_answer, unanswered_questions
from models.staff import Role
from server.current import Identity
from server.errors import NotFound, Problem
from server.services.questions.answering import DECLINED, DECLINED_DAYS, Given, answer_question
from server.services.questions.asking import PAUSE, asked_at_each
from server.services.questions.told_answers import told_answers
from tests.support.makers import make_customer, make_recording, make_staff
from tests.support.told import ZONE, identity

Asking = Callable[..., Question]


@pytest.fixture
def ask(session: Session) -> Asking:
    def make(kind: str, options: list[str] | None = None, key: str = "") -> Question:
        question = Question(key=key or new_id(), text=f"What about {kind}?", kind=kind, options=options or [])
        session.add(question)
        session.flush()
        return question

    return make


@pytest.fixture
def customer_id(session: Session) -> str:
    return make_customer(session).id


@pytest.fixture
def tom(session: Session) -> Identity:
    return identity(make_staff(session, "Tom Becker", Role.SUPPORT))


@pytest.mark.parametrize(
    ("kind", "options", "written", "kept", "shown"),
    [
        ("yes_no", [], "yes", True, "Yes"),
        ("yes_no", [], "no", False, "No"),
        ("choice", ["phone", "web shop"], "web shop", "web shop", "web shop"),
        ("number", [], "40", 40, "40"),
        ("number", [], "1,200", 1200, "1200"),
        ("number", [], "2,5", 2.5, "2.5"),
        ("text", [], "  after the  lunch rush ", "after the lunch rush", "after the lunch rush"),
    ],
)
def test_each_kind_of_question_keeps_its_kind_of_value(
    session: Session,
    ask: Asking,
    customer_id: str,
    tom: Identity,
    kind: str,
    options: list[str],
    written: str,
    kept: object,
    shown: str,
) -> None:
    question = ask(kind, options)
    answer_question(session, customer_id, question.id, Given(written), tom, ZONE)
    session.commit()
    (told,) = told_answers(session, customer_id)
    assert session.scalar(select(Answer.value)) == kept
    assert (told.text, told.by, told.is_declined) == (shown, "Tom Becker", False)
    assert unanswered_questions(session, customer_id) == []


@pytest.mark.parametrize(
    ("kind", "options", "written"),
    [
        ("yes_no", [], "perhaps"),
        ("choice", ["phone"], "fax"),
        ("number", [], "around eighty"),
        ("number", [], "-3"),
        ("number", [], "1e9"),
        ("text", [], "   "),
        ("text", [], "x" * 301),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_do_and_nothing_is_kept(
    session: Session, ask: Asking, customer_id: str, tom: Identity, kind: str, options: list[str], written: str
) -> None:
    question = ask(kind, options)
    with pytest.raises(Problem) as refused:
        answer_question(session, customer_id, question.id, Given(written), tom, ZONE)
    assert refused.value.status == 422
    assert session.scalar(select(Answer)) is None


def test_a_question_of_another_customer_and_a_customer_that_nobody_knows_are_not_found(
    session: Session, customer_id: str, tom: Identity
) -> None:
    other = make_customer(session, "Blue Hen")
    alone = Question(
        key="alone", text="Who is the chef: A or B?", kind="choice", options=["A", "B"], customer_id=other.id
    )
    session.add(alone)
    session.flush()
    for who, which in ((customer_id, alone.id), (new_id(), alone.id), (customer_id, new_id())):
        with pytest.raises(NotFound):
            answer_question(session, who, which, Given("A"), tom, ZONE)


def test_the_first_answer_stands_and_a_later_one_that_differs_is_kept_beside_it(
    session: Session, ask: Asking, customer_id: str, tom: Identity
) -> None:
    question = ask("yes_no")
    ana = identity(make_staff(session))
    for by, words in ((tom, "yes"), (ana, "yes"), (ana, "no"), (ana, "no")):
        answer_question(session, customer_id, question.id, Given(words), by, ZONE)
    answer_question(session, customer_id, question.id, DECLINED, ana, ZONE)
    session.commit()
    answer = session.scalars(select(Answer)).one()
    assert (answer.value, answer.staff_id) == (True, tom.staff_id)
    assert [(one["value"], one["staff_id"]) for one in answer.also_told] == [(False, ana.staff_id)]
    assert told_answers(session, customer_id)[0].also == ("No",)


def test_what_was_declined_is_not_put_again_before_its_day_and_then_it_is(
    session: Session, ask: Asking, customer_id: str, tom: Identity
) -> None:
    question = ask("yes_no")
    answer = answer_question(session, customer_id, question.id, DECLINED, tom, ZONE)
    assert asked_at_each(session, [customer_id], now())[customer_id] == []
    assert unanswered_questions(session, customer_id) == [question]
    assert [(one.text, one.is_declined) for one in told_answers(session, customer_id)] == [
        ("Would rather not say", True)
    ]
    assert session.scalar(select(Event.kind).where(Event.customer_id == customer_id)) == "question.declined"
    day = timedelta(days=1)
    shortly_before, after = (now() + timedelta(days=DECLINED_DAYS) + gap for gap in (-day, day))
    assert asked_at_each(session, [customer_id], shortly_before)[customer_id] == []
    assert [one.id for one in asked_at_each(session, [customer_id], after)[customer_id]] == [question.id]
    session.execute(update(Answer).values(declined_until=now() - day))
    session.expire(answer)
    assert [one.id for one in asked_at_each(session, [customer_id], now() + PAUSE)[customer_id]] == [question.id]
    assert told_answers(session, customer_id) == []
    answer_question(session, customer_id, question.id, Given("no"), tom, ZONE)
    assert [one.text for one in told_answers(session, customer_id)] == ["No"]


def test_a_note_that_tells_what_was_declined_answers_it(
    session: Session, ask: Asking, customer_id: str, tom: Identity
) -> None:
    question = ask("number")
    answer_question(session, customer_id, question.id, DECLINED, tom, ZONE)
    note = make_recording(session, make_staff(session), customer_id=customer_id)
    keep_spoken_answer(session, customer_id, question, 80, note.id)
    session.commit()
    (told,) = told_answers(session, customer_id)
    assert (told.text, told.by, told.recording_id) == ("80", "Ana Ruiz", note.id)


def test_one_question_of_the_bank_is_put_at_a_time_and_none_shortly_after_an_answer(
    session: Session, ask: Asking, customer_id: str, tom: Identity
) -> None:
    first, second = sorted((ask("text"), ask("text")), key=lambda one: one.id)
    other_id = make_customer(session, "Blue Hen").id
    at = now()
    assert [one.id for one in asked_at_each(session, [customer_id, other_id], at)[customer_id]] == [first.id]
    answer_question(session, customer_id, first.id, Given("early"), tom, ZONE)
    asked = asked_at_each(session, [customer_id, other_id], at + PAUSE / 2)
    assert (asked[customer_id], [one.id for one in asked[other_id]]) == ([], [first.id])
    later = asked_at_each(session, [customer_id], at + PAUSE + timedelta(minutes=1))
    assert [(one.id, one.kind, one.options) for one in later[customer_id]] == [(second.id, "text", ())]


def test_no_secret_of_a_typed_answer_is_kept(session: Session, ask: Asking, customer_id: str, tom: Identity) -> None:
    question = ask("text")
    answer_question(session, customer_id, question.id, Given("mornings, door code is 4711"), tom, ZONE)
    assert "4711" not in str(session.scalar(select(Answer.value)))
    assert "mornings" in str(session.scalar(select(Answer.value)))


def test_of_two_doors_at_the_same_moment_one_answer_stands(database: Database) -> None:
    with database.session() as session:
        customer_id, tom = make_customer(session).id, identity(make_staff(session))
        question = Question(key="terrace", text="Do they have a terrace?", kind="yes_no")
        session.add(question)
        session.commit()
        question_id = question.id

    def answer(words: str) -> object:
        with database.session() as own:
            kept = answer_question(own, customer_id, question_id, Given(words), tom, ZONE)
            own.commit()
            return kept.value

    with ThreadPoolExecutor(8) as doors:
        told = set(doors.map(answer, ["yes", "no"] * 8))
    with database.session() as session:
        kept = session.scalars(select(Answer)).one()
        assert told == {kept.value}
        assert [one["value"] for one in kept.also_told] == [not kept.value]

"""Two facts that cannot both hold become the one thing to ask, until it is settled."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.fact_kind import FactKind
from models.question import Answer, Question, unanswered_questions
from models.staff import Staff
from server.services.facts.contradiction_question import keep_contradictions, standing
from tests.support.makers import make_customer, make_staff
from tests.support.told import heard, move, tell, tell_again


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


@pytest.fixture
def customer_id(session: Session) -> str:
    return make_customer(session).id


def chef(name: str, role: str = "chef") -> dict[str, Any]:
    return {"people": [{"name": name, "contact_id": None, "role": role, "evidence": heard(0, 1)}]}


def wish(about: str) -> dict[str, Any]:
    return {"preferences": [{"about": about, "evidence": heard(0, 1)}]}


def asked(session: Session, customer_id: str) -> list[str]:
    return [question.text for question in unanswered_questions(session, customer_id)]


def test_two_chefs_on_two_days_are_asked_about_with_both_days(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    tell(session, ana, customer_id, chef("maria"), "chef maria")
    (question,) = unanswered_questions(session, customer_id)
    assert question.text == "Who is the chef: Paolo or Maria?"
    assert question.options == ["Paolo", "Maria", "both"]
    assert (question.about or {})["why"] == "8 Feb 2026 to Ana Ruiz: Paolo; 10 Mar 2026 to Ana Ruiz: Maria"
    other_id = make_customer(session, "Blue Hen").id
    assert asked(session, other_id) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (chef("maria"), chef("maria lopez")),
        (chef("paolo", "owner"), chef("maria", "owner")),
        (chef("paolo", "chef"), chef("maria", "general manager")),
        (wish("deliveries before nine"), wish("deliveries before seven")),
        (wish("only compostable"), wish("no plastic bags")),
        (wish("text don't call"), wish("text rather than call")),
    ],
)
def test_what_can_both_hold_is_not_asked(
    session: Session, ana: Staff, customer_id: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    tell(session, ana, customer_id, first, "so it is", day=-30)
    tell(session, ana, customer_id, second, "so it is")
    assert asked(session, customer_id) == []


@pytest.mark.parametrize(
    ("first", "second", "question"),
    [
        (
            "deliveries before nine",
            "deliveries after two",
            "Which is right for delivery time: deliveries before nine or deliveries after two?",
        ),
        (
            "text don't call",
            "call don't text",
            "Which is right for how to reach them: text don't call or call don't text?",
        ),
        (
            "deliver to the back door",
            "deliver to the loading dock",
            "Which is right for delivery place: deliver to the back door or deliver to the loading dock?",
        ),
        (
            "never call before ten",
            "call between seven and nine thirty",
            "Which is right for when to reach them: never call before ten or call between seven and nine thirty?",
        ),
    ],
)
def test_wishes_that_rule_each_other_out_are_asked_about(
    session: Session, ana: Staff, customer_id: str, first: str, second: str, question: str
) -> None:
    tell(session, ana, customer_id, wish(first), "so it is", day=-30)
    tell(session, ana, customer_id, wish(second), "so it is")
    assert asked(session, customer_id) == [question]


def test_said_as_a_change_it_contradicts_nothing(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    tell(session, ana, customer_id, chef("maria"), "chef maria since march")
    assert asked(session, customer_id) == []


def test_after_somebody_left_nothing_is_asked_of_them(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    left = {"person": "paolo", "contact_id": None, "field": "left_company", "value": True}
    tell(session, ana, customer_id, {"contact_updates": [left]}, "paolo left", day=-10)
    tell(session, ana, customer_id, chef("maria"), "chef maria")
    assert asked(session, customer_id) == []


def test_said_again_on_another_day_it_is_settled(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    tell(session, ana, customer_id, chef("maria"), "chef maria")
    assert len(asked(session, customer_id)) == 1
    tell(session, ana, customer_id, chef("maria"), "chef maria", day=3)
    assert asked(session, customer_id) == []


def test_corrected_or_moved_away_it_is_asked_no_more_and_asked_again_when_it_is_back(
    session: Session, ana: Staff, customer_id: str
) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    entry = tell(session, ana, customer_id, chef("maria"), "chef maria")
    tell_again(session, entry, {})
    assert asked(session, customer_id) == []
    tell_again(session, entry, chef("maria"))
    assert len(asked(session, customer_id)) == 1
    move(session, entry, make_customer(session, "Blue Hen").id)
    assert asked(session, customer_id) == []


def test_the_answer_in_a_note_retires_it_and_becomes_the_fact(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    tell(session, ana, customer_id, chef("maria"), "chef maria")
    (question,) = unanswered_questions(session, customer_id)
    session.add(Answer(customer_id=customer_id, question_id=question.id, value="Paolo"))
    answer = {"question_key": question.key, "value": "Paolo", "evidence": heard(0, 1)}
    tell(session, ana, customer_id, {"answers": [answer]}, "paolo it is", day=2)
    assert asked(session, customer_id) == []
    chefs = [fact.value for fact in standing(session, customer_id) if fact.subject == "chef"]
    assert chefs == ["Paolo", "Maria", "Paolo"]
    assert session.get_one(Question, question.id).retired_at is not None


def test_both_is_an_answer_that_leaves_the_facts_and_is_not_asked_again(
    session: Session, ana: Staff, customer_id: str
) -> None:
    tell(session, ana, customer_id, chef("paolo"), "chef paolo", day=-30)
    tell(session, ana, customer_id, chef("maria"), "chef maria")
    (question,) = unanswered_questions(session, customer_id)
    session.add(Answer(customer_id=customer_id, question_id=question.id, value="both"))
    session.flush()
    keep_contradictions(session, customer_id)
    assert asked(session, customer_id) == []
    assert len(standing(session, customer_id)) == 2


def test_of_an_administrators_kind_numbers_contradict_and_texts_do_not(
    session: Session, ana: Staff, customer_id: str
) -> None:
    seats = FactKind(name="Seats", value_type="number", cues=["seats"])
    habit = FactKind(name="Habit", value_type="text", cues=["habit"])
    session.add_all([seats, habit])
    session.flush()

    def of(kind: FactKind, value: object) -> dict[str, Any]:
        return {"facts": [{"item_id": "facts-0", "kind": kind.id, "subject": "", "value": value}]}

    tell(session, ana, customer_id, of(seats, 40), day=-30)
    tell(session, ana, customer_id, of(seats, 60))
    tell(session, ana, customer_id, of(habit, "early"), day=-30)
    tell(session, ana, customer_id, of(habit, "late"))
    assert asked(session, customer_id) == ["Which is right for Seats: 40 or 60?"]

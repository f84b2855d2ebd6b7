"""Few questions, and those that change most."""

from dataclasses import replace

from visits.beliefs import BELIEFS
from visits.questions import with_questions, worth
from visits.types import Visit


def visit(k, customer, *shares):
    others = tuple((f"c{n}", p) for n, p in enumerate(shares))
    p = shares[0] if shares else 0.0
    return Visit("anna", customer, 1000.0 * k, 1000.0 * k + 600.0, p, (), others, False, False, 41.0, -87.0)


def test_a_sure_visit_and_a_stop_at_nobodys_are_not_asked_about():
    assert [v.ask for v in with_questions([visit(0, "c0", 0.95), visit(1, None, 0.05), visit(2, None)])] == [False] * 3


def test_a_stop_that_was_likely_some_visit_is_asked_about_though_each_name_is_unlikely():
    (asked,) = with_questions([visit(0, None, 0.3, 0.3, 0.2)])
    assert asked.ask
    assert worth(asked) > 0.7


def test_only_the_worthiest_questions_of_a_day_are_asked():
    day = [visit(k, "c0", p) for k, p in enumerate((0.7, 0.5, 0.6, 0.72, 0.55))]
    asked = [v.probability for v in with_questions(day) if v.ask]
    assert len(asked) == BELIEFS.questions
    assert sorted(asked) == sorted(v.probability for v in day)[: len(asked)]


def test_a_question_no_longer_worth_asking_is_taken_back():
    assert [v.ask for v in with_questions([replace(visit(0, "c0", 0.99), ask=True)])] == [False]

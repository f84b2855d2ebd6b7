"""Few questions, and those that change most."""

from dataclasses import replace

from visits.beliefs import BELIEFS
from visits.questions import tempered, with_questions, worth
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
    assert worth(asked) > 0.6


def test_each_further_question_of_a_day_must_be_worth_more():
    alike = [visit(k, "c0", 0.55) for k in range(9)]
    assert 1 <= sum(v.ask for v in with_questions(alike)) < BELIEFS.questions
    day = [visit(k, "c0", p, 0.99 - p) for k, p in enumerate((0.7, 0.5, 0.6, 0.72, 0.55, 0.52, 0.51))]
    asked = [v.probability for v in with_questions(day) if v.ask]
    assert len(asked) == BELIEFS.questions
    assert sorted(asked) == sorted(v.probability for v in day)[: len(asked)]


def test_a_name_that_may_be_anothers_is_worth_more_than_one_that_may_be_nobodys():
    assert worth(visit(0, "c0", 0.6, 0.35)) > 1.5 * worth(visit(0, "c0", 0.6))


def test_a_second_half_that_goes_on_with_the_same_customer_adds_nothing():
    half = replace(visit(1, None, 0.6, 0.3), reasons=("next door",))
    assert worth(half, frozenset({"c0"})) < 0.5 * worth(half)


def test_a_stop_just_begun_is_not_asked_about_before_it_is_over():
    begun = visit(0, None, 0.4)
    assert with_questions([begun])[0].ask
    assert not with_questions([replace(begun, is_open=True)])[0].ask


def test_what_the_engine_is_nearly_sure_of_is_wrong_more_often_than_it_thinks():
    assert tempered(0.99) < 0.98
    assert tempered(0.02) > 0.05


def test_a_question_no_longer_worth_asking_is_taken_back():
    assert [v.ask for v in with_questions([replace(visit(0, "c0", 0.99), ask=True)])] == [False]

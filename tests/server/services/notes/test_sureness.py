"""A fact says that it is not sure where the word that is its value was heard badly, however clear the others were."""

from __future__ import annotations

import pytest

from server.services.notes.entry_content import Item
from server.services.notes.sureness import is_sure


def heard(said: str, **confidences: float) -> list[list[object]]:
    return [[word, at * 0.5, at * 0.5 + 0.4, confidences.get(word, 1.0)] for at, word in enumerate(said.split())]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("bring her the price list tomorrow", "tomorrow"),
        ("put her down for fifteen cases of oat milk", "fifteen"),
        ("next meeting on thursday at ten", "thursday"),
        ("delivery on the twenty seventh of april", "seventh"),
    ],
)
def test_a_badly_heard_number_or_day_makes_the_fact_unsure_and_another_word_does_not(said: str, word: str) -> None:
    item: Item = {"item_id": "actions-0"}
    assert is_sure("actions", item, heard(said))
    assert not is_sure("actions", item, heard(said, **{word: 0.6}))
    assert is_sure("actions", item, heard(said, **{word: 0.75}))
    another = said.split()[0]
    assert is_sure("actions", item, heard(said, **{another: 0.3}))


def test_words_that_are_all_badly_heard_make_it_unsure(said: str = "wants a gluten free bun") -> None:
    assert not is_sure("needs", {"item_id": "needs-0"}, heard(said, **dict.fromkeys(said.split(), 0.5)))


def test_what_a_person_set_is_sure_and_what_is_open_is_not() -> None:
    badly = heard("send it tomorrow", tomorrow=0.2)
    assert is_sure("actions", {"item_id": "a", "set_by_person": True}, badly)
    assert not is_sure("people", {"item_id": "p", "candidates": ["one", "two"]}, heard("sam said yes"))
    assert not is_sure("spoken_customer", {"item_id": "c", "customer_id": None}, heard("blue hen"))


def test_a_typed_note_has_no_doubt_of_hearing() -> None:
    assert is_sure("actions", {"item_id": "a"}, [])

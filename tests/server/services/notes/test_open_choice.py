"""A name that fits several is a question with its candidates; a person's choice settles it and teaches no name."""

from __future__ import annotations

from typing import Any

from server.services.notes.fact_editing import attributes_of, set_attribute
from server.services.notes.open_choice import open_choice_of
from voice.lexicon import Contact, Customer, Lexicon

LEXICON = Lexicon(
    customers=(Customer("C1", "Blue Hen", "1 Elm St"), Customer("C2", "Blue Hen", "9 Oak St"), Customer("C3", "Heron")),
    contacts=(
        Contact("K0", "C1", "Ana Diaz", "buyer"),
        Contact("K1", "C1", "Sam Okafor", "chef"),
        Contact("K2", "C1", "Sam Reyes"),
    ),
)
SAM: dict[str, Any] = {"item_id": "people-0", "name": "sam", "contact_id": None, "candidates": ["K1", "K2"]}
SAMS_NUMBER: dict[str, Any] = {"person": "sam", "contact_id": None, "field": "phone", "candidates": ["K1", "K2"]}


def test_the_question_names_the_candidates_with_their_roles() -> None:
    asked = open_choice_of("people", SAM, LEXICON)
    assert asked is not None
    assert (asked.question, asked.attribute) == ("Which Sam?", "contact_id")
    assert asked.choices == (("K1", "Sam Okafor, chef"), ("K2", "Sam Reyes"))


def test_customers_of_one_name_are_told_apart_by_their_streets() -> None:
    asked = open_choice_of(
        "spoken_customer", {"name": "x", "customer_id": None, "candidates": ["C1", "C2", "C3"]}, LEXICON
    )
    assert asked is not None and asked.question == "Which customer?"
    assert [label for _key, label in asked.choices] == ["Blue Hen, 1 Elm St", "Blue Hen, 9 Oak St", "Heron"]


def test_a_clear_name_asks_nothing() -> None:
    assert open_choice_of("people", {**SAM, "candidates": []}, LEXICON) is None
    assert open_choice_of("products", {"name": "oat milk"}, LEXICON) is None


def test_a_choice_settles_the_question() -> None:
    chosen = set_attribute("people", SAM, "contact_id", "K2", lexicon=LEXICON, zone="UTC")
    assert (chosen["contact_id"], chosen["name"]) == ("K2", "Sam Reyes")
    assert open_choice_of("people", chosen, LEXICON) is None


def test_whose_number_it_is_can_be_chosen() -> None:
    chosen = set_attribute("contact_updates", SAMS_NUMBER, "contact_id", "K1", lexicon=LEXICON, zone="UTC")
    assert (chosen["contact_id"], chosen["person"]) == ("K1", "Sam Okafor")
    assert open_choice_of("contact_updates", chosen, LEXICON) is None


def test_those_whom_the_name_fits_are_offered_first() -> None:
    who = attributes_of("people", SAM, LEXICON, "C1")[0]
    assert [key for key, _label in who.choices] == ["K1", "K2", "K0"]

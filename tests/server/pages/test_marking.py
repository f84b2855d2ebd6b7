"""Found words are marked where they stand, and a text stays the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.pages.marking import Part, excerpt, mark


def marked(text: str, query: str) -> list[str]:
    return [part.text for part in mark(text, query) if part.is_found]


def test_a_word_is_marked_in_the_letters_of_the_text() -> None:
    assert mark("The Copper Kettle", "kettle") == [Part("The Copper "), Part("Kettle", is_found=True)]


def test_a_word_is_found_inside_others_and_without_accents() -> None:
    assert marked("Teodoro Villaseñor's", "senors") == ["señor's"]


def test_a_letter_that_folds_to_two_is_marked_whole() -> None:
    assert marked("Weißbier Straße", "strasse") == ["Straße"]


def test_each_word_of_the_query_is_marked_wherever_it_stands() -> None:
    assert marked("oat milk, and more oat", "milk oat") == ["oat", "milk", "oat"]


def test_overlapping_finds_become_one() -> None:
    assert marked("banana", "ban ana") == ["banana"]


def test_an_empty_query_marks_nothing() -> None:
    assert mark("oat milk", " ,") == [Part("oat milk")]


def test_an_excerpt_is_cut_around_the_first_find() -> None:
    text = " ".join(["left"] * 60 + ["norwell"] + ["right"] * 60)
    parts = excerpt(text, "norwell", 120)
    assert (parts[0], parts[-1]) == (Part("… "), Part(" …"))
    assert Part("norwell", is_found=True) in parts
    assert sum(len(part.text) for part in parts) < 140


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("two late deliveries", "late") == [Part("two "), Part("late", is_found=True), Part(" deliveries")]


@given(st.text(), st.text())
def test_the_parts_joined_are_the_text(text: str, query: str) -> None:
    assert "".join(part.text for part in mark(text, query)) == text


@given(st.text(), st.text(), st.integers(20, 60))
def test_an_excerpt_of_anything_can_be_made(text: str, query: str, length: int) -> None:
    shown = "".join(part.text for part in excerpt(text, query, length))
    assert shown.removeprefix("… ").removesuffix(" …") in text

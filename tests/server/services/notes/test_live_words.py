"""Words shown while somebody speaks never hold what may turn out to be a secret."""

from __future__ import annotations

import pytest

from server.services.notes.live_words import live_words


def test_ordinary_words_are_shown_as_they_come() -> None:
    said = "maria wants twelve cases of oat milk at thirty one fifty please"
    assert live_words(said) == said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("her card is four one one one one", "one one"),
        ("the number is four one one one two two", "two two"),
        ("the alarm code is nine four", "nine"),
        ("password is blue heron", "heron"),
        ("his birthday is the third of may", "may"),
        ("social security five one five", "five"),
    ],
)
def test_what_may_become_a_secret_is_held_back(said: str, secret: str) -> None:
    shown = live_words(said)
    assert secret not in shown
    assert "…" in shown


def test_every_beginning_of_a_sentence_with_a_card_number_hides_its_digits() -> None:
    words = "put it on card four two four two four two four two four two four two four two four two thanks".split()
    for end in range(len(words) + 1):
        assert "four two" not in live_words(" ".join(words[:end]))


@pytest.mark.parametrize(
    ("said", "secrets"),
    [
        ("the third of may is his birthday", {"third", "may"}),
        ("may the third is her birthday", {"third"}),
        ("one two three is the pin", {"one", "two", "three"}),
        ("four seven one one opens the back door", {"four", "seven", "one"}),
        ("double four double four double one double one is the card", {"double", "four", "one"}),
        ("4 5 3 2 1 1 1 1 2 2 2 2 3 3 3 3 is the card", {"4", "5", "3", "2", "1"}),
        ("s s n five one five one two three four five six", {"five", "one", "two", "six"}),
        ("the cvv is one two three", {"one", "two", "three"}),
    ],
)
def test_a_secret_is_held_back_at_every_moment_though_its_name_comes_last(said: str, secrets: set[str]) -> None:
    words = said.split()
    for end in range(len(words) + 1):
        assert secrets.isdisjoint(live_words(" ".join(words[:end])).split())


def test_a_number_is_shown_once_the_next_word_says_that_it_is_over() -> None:
    assert live_words("maria wants twelve") == "maria wants …"
    assert live_words("maria wants twelve cases") == "maria wants twelve cases"

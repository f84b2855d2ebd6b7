"""Words shown while somebody speaks never hold what may turn out to be a secret."""

from __future__ import annotations

import pytest

from server.services.live_words import live_words


def test_ordinary_words_are_shown_as_they_come() -> None:
    said = "maria wants twelve cases of oat milk at thirty one fifty"
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

"""What names are misheard as speaks for them, everything else against."""

from __future__ import annotations

from voice.vocabulary.confusions import evidence
from voice.vocabulary.phones import name_phones, word_phones


def _for_name(name: str, heard: str) -> float:
    return evidence("".join(word_phones(word) for word in heard.split()), name_phones((name,)))


def test_what_a_name_is_misheard_as_speaks_for_it() -> None:
    assert _for_name("araceli", "a race ellie") > 5


def test_words_unlike_a_name_speak_against_it() -> None:
    assert _for_name("araceli", "the delivery") < 0


def test_the_likelier_mishearing_speaks_louder() -> None:
    assert _for_name("okafor", "ok for") > _for_name("okafor", "or coffee")


def test_phones_that_no_table_knows_are_weighed_too() -> None:
    assert evidence("?", ("a",)) < evidence("a", ("a",))

"""Secrets named only by what they do, or before their name, are cut as well; ordinary talk beside them is not."""

from __future__ import annotations

import pytest

from voice.understanding.secrets.secrets import cut_secrets, find_secrets


def cut(said: str) -> str:
    words = said.split()
    return " ".join(cut_secrets(words, find_secrets(words)))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("four seven one one gets you in", "gets you in"),
        ("use four seven one one to get in the back door", "use to get in the back door"),
        ("one two three is the pin", "is the pin"),
        ("the pass code for the door nine four", "the pass code for the door"),
        ("blue heron is the wifi password", "is the wifi password"),
        ("the wifi password blue heron seven", "the wifi password"),
        ("user name maria password spring roll", "user name password"),
        ("d o b is oh four oh six eighty two", "d o b is"),
        ("b day is july four", "b day is"),
        ("born nineteen eighty two in june", "born"),
        ("she turns fifty next tuesday", "she turns fifty"),
        ("he turns forty on march fourteenth", "he turns forty on"),
    ],
)
def test_only_the_words_around_a_secret_stay(said: str, kept: str) -> None:
    assert " ".join(word for word in cut(said).split() if not word.startswith("[")) == kept


@pytest.mark.parametrize(
    "said",
    [
        "they need the wifi password for the tablet",
        "she asked for the new portal password so i'll send it",
        "they want ten cases at nine four",
        "forty two is the new price",
        "the code for the discount is nine four",
        "he turned up next tuesday",
        "the business turns fifty thousand next month",
    ],
)
def test_talk_that_only_sounds_like_it_stays_whole(said: str) -> None:
    assert cut(said) == said

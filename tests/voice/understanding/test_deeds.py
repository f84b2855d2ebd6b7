"""Promises are closed by what a note tells as done, and by nothing that merely sounds like it."""

from __future__ import annotations

import pytest

from voice.understanding.tasks.deeds import kept_promises

PRICE_LIST = "send maria the price list"
SAMPLES = "bring samples of dark harbor espresso"
CALL = "call about the credit"
OIL = "replace the olive oil"
QUOTE = "send a quote on salmon"
DISPATCH = "ask dispatch about the late delivery"
PROMISES = (PRICE_LIST, SAMPLES, CALL, OIL, QUOTE, DISPATCH)


def kept(said: str) -> list[str]:
    return [PROMISES[one.promise] for one in kept_promises(said.split(), PROMISES)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("i sent maria the price list", PRICE_LIST),
        ("i've already emailed maria the new price list", PRICE_LIST),
        ("we've sent the price list over to maria this morning", PRICE_LIST),
        ("the price list for maria went out yesterday", PRICE_LIST),
        ("just dropped off the dark harbor espresso samples", SAMPLES),
        ("popped in and i brought the samples of dark harbor espresso and she loved it", SAMPLES),
        ("i called them about the credit", CALL),
        ("so i rang paolo about the credit and it is fine now", CALL),
        ("we replaced the olive oil", OIL),
        ("the olive oil has been replaced", OIL),
        ("okay i finally sent the salmon quote", QUOTE),
        ("i asked dispatch about the late delivery and they'll look into it", DISPATCH),
        ("i spoke to him about that credit", CALL),
    ],
)
def test_a_deed_told_as_done_keeps_its_promise(said: str, meant: str) -> None:
    assert kept(said) == [meant]


@pytest.mark.parametrize(
    "said",
    [
        "i haven't sent maria the price list",
        "i still need to get maria the price list",
        "i'll send maria the price list tomorrow",
        "i promised i sent maria the price list",
        "if i sent maria the price list she would order",
        "she asked whether we sent maria the price list",
        "he sent maria the price list of norwell",
        "norwell sent maria a price list",
        "maria wants the price list",
        "i forgot and never sent maria the price list",
        "she sent us samples of another espresso",
        "nobody called about the credit",
        "i should have called about the credit",
        "we talked about football",
        "i sent flowers",
        "the olive oil was fine",
        "i called maria about thursday",
        "when i sent the quote on salmon last year he laughed",
    ],
)
def test_what_only_sounds_like_it_keeps_nothing(said: str) -> None:
    assert kept(said) == []


def test_of_two_promises_that_fit_equally_neither_is_closed() -> None:
    twice = ("send the price list to maria", "email maria the price list")
    assert kept_promises("i sent maria the price list".split(), twice) == ()


def test_one_note_can_keep_two_promises_and_says_where() -> None:
    said = "i sent maria the price list and we replaced the olive oil".split()
    found = kept_promises(said, PROMISES)
    assert [PROMISES[one.promise] for one in found] == [PRICE_LIST, OIL]
    assert " ".join(said[found[1].start_word : found[1].end_word + 1]).endswith("replaced the olive oil")


def test_odd_words_and_no_promises_are_harmless() -> None:
    assert kept_promises([], PROMISES) == ()
    assert kept_promises("i sent [card] to".split(), ()) == ()
    assert kept_promises("sent sent sent".split(), ("", "send")) == ()

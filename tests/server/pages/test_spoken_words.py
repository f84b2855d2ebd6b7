"""The words of a note on the desk: what was cut is told by its kind only, what was taken back is struck."""

from __future__ import annotations

from server.pages.note_card import spoken_words


def timed(text: str) -> list[list[object]]:
    return [[word, at * 0.4, at * 0.4 + 0.39, 0.9] for at, word in enumerate(text.split())]


def test_what_was_cut_is_one_word_told_by_its_kind() -> None:
    shown = list(spoken_words(timed("they pay [private] [private] [private] call her")))
    assert [word.text for word in shown] == ["they", "pay", "private words", "call", "her"]
    assert [word.is_secret for word in shown] == [False, False, True, False, False]


def test_what_was_taken_back_is_struck_and_can_be_read() -> None:
    shown = list(spoken_words(timed("they want oil scratch that they want milk [card]")))
    assert [word.text for word in shown if word.is_struck] == ["they", "want", "oil", "scratch", "that"]
    assert shown[-1].is_secret and not shown[-1].is_struck

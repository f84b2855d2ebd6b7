"""Search finds parts of words in any spelling of case and accents, names before notes, newest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.search import SearchKind, find, fold, index_for_search
from tests.support.makers import TUESDAY_MORNING


@pytest.fixture(autouse=True)
def known(session: Session) -> None:
    index_for_search(session, SearchKind.CUSTOMER, "c1", title="Señor Gonzales's Deli")
    index_for_search(session, SearchKind.CONTACT, "k1", title="Gonzalo Pérez")
    for day in range(3):
        at = TUESDAY_MORNING + timedelta(days=day)
        index_for_search(session, SearchKind.NOTE, f"n{day}", title="", body=f"gonzales wants soap {day}", at=at)
    session.commit()


def titles(session: Session, query: str) -> list[str]:
    return [found.subject_id for found in find(session, query)]


def test_finds_the_middle_of_a_word(session: Session) -> None:
    assert titles(session, "nzal") == ["c1", "k1", "n2", "n1", "n0"]


def test_ignores_case_accents_and_apostrophes(session: Session) -> None:
    assert titles(session, "SENOR gonzaless") == ["c1"]


def test_every_word_must_be_found(session: Session) -> None:
    assert titles(session, "gonzales soap") == ["n2", "n1", "n0"]


def test_words_of_two_letters_are_found_too(session: Session) -> None:
    assert titles(session, "go pe") == ["k1"]


def test_a_changed_name_is_found_by_the_new_one_only(session: Session) -> None:
    index_for_search(session, SearchKind.CUSTOMER, "c1", title="Hotel Marchetti")
    session.commit()
    assert titles(session, "marchetti") == ["c1"]
    assert "c1" not in titles(session, "gonzales")


@pytest.mark.parametrize("query", ["", "   ", "%%%", '"', "' OR 1=1 --", "AND", "* NEAR(", "_", "\x00"])
def test_odd_queries_find_nothing_and_break_nothing(session: Session, query: str) -> None:
    assert isinstance(titles(session, query), list)


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold("  Thuy's  Bánh-mì, 2nd ") == "thuys banh mi 2nd"

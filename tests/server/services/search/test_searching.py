"""What sounds like the words is offered where no name holds them, or where one asks for it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.search import SearchKind, index_for_search
from server.services.search.name_index import index_name
from server.services.search.searching import search

PEOPLE = ("Luis Gonzalez", "Hotel Marchetti", "The Copper Kettle", "Nguyen Thanh", "Maria Villaseñor")


@pytest.fixture(autouse=True)
def known(session: Session) -> None:
    for name in PEOPLE:
        index_name(session, SearchKind.CUSTOMER, name, None, name, "restaurant 812 W Randolph St Chicago")
    index_for_search(session, SearchKind.NOTE, "note", title="", body="gonsales wants soap")
    session.commit()


def names(session: Session, query: str) -> list[tuple[str, bool]]:
    return [(found.document.subject_id, found.is_alike) for found in search(session, query)]


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("gonzales", "Luis Gonzalez"),
        ("market e", ""),
        ("markety", "Hotel Marchetti"),
        ("coper ketel", "The Copper Kettle"),
    ],
)
def test_a_name_is_found_by_how_it_sounds(session: Session, heard: str, name: str) -> None:
    assert names(session, f"sounds like {heard}") == ([(name, True)] if name else [])


def test_alike_names_stand_before_notes_where_no_name_holds_the_word(session: Session) -> None:
    assert names(session, "gonsales") == [("Luis Gonzalez", True), ("note", False)]


def test_where_a_name_holds_the_word_none_is_guessed(session: Session) -> None:
    index_name(session, SearchKind.CUSTOMER, "new", None, "Gonsales Deli", "")
    session.commit()
    assert names(session, "gonsales") == [("new", False), ("note", False)]


def test_numbers_and_crumbs_sound_like_nobody(session: Session) -> None:
    assert names(session, "sounds like 4711") == names(session, "sounds like a") == names(session, "sounds like") == []

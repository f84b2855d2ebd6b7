"""Search finds parts of words in any spelling of case and accents, names before notes, newest first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from models.finding import NEWEST_NOTES, find, find_alike
from models.search import SearchDocument, SearchKind, fold, forget_in_search, index_for_search
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


def test_a_name_ranks_above_the_same_word_in_an_address(session: Session) -> None:
    index_for_search(session, SearchKind.CUSTOMER, "c8", title="Lincoln Grill", at=TUESDAY_MORNING)
    index_for_search(session, SearchKind.CUSTOMER, "c9", title="Cafe Brauer", body="2021 N Lincoln Ave")
    session.commit()
    assert titles(session, "lincoln") == ["c8", "c9"]


@pytest.mark.parametrize("number", ["3125550197", "(312) 555-0197", "+1 312 555 0197", "555 01 97", "5501", "55-01"])
def test_a_number_is_found_in_any_form_and_in_part(session: Session, number: str) -> None:
    index_for_search(session, SearchKind.CUSTOMER, "c7", title="Kettle", body="(312) 555-0197 3125550197")
    session.commit()
    assert titles(session, number) == ["c7"]


def test_the_newest_is_found_among_many_and_the_old_one_by_its_rare_word(session: Session) -> None:
    for number in range(NEWEST_NOTES + 30):
        at = TUESDAY_MORNING + timedelta(minutes=number)
        body = "rare zanzibar" if number in (0, 3) else "common oat milk"
        row = {
            "kind": "note",
            "subject_id": f"m{number}",
            "title": "",
            "body": body,
            "folded": body,
            "at": at,
            "named": "",
        }
        session.add(SearchDocument(**row))
    session.commit()
    assert titles(session, "anziba") == ["m3", "m0"]
    assert titles(session, "oat milk")[0] == f"m{NEWEST_NOTES + 29}"


OLD = TUESDAY_MORNING - timedelta(days=900)
LONG = "a" * 150 + "zanzibar" + "b" * 260


@pytest.fixture
def many_newer(session: Session) -> None:
    """So many newer notes that old ones are found by the index alone."""
    rows = [
        {"kind": "note", "subject_id": f"m{number}", "at": TUESDAY_MORNING + timedelta(minutes=number)}
        | {"title": "", "body": "oat milk", "folded": "oat milk", "named": ""}
        for number in range(NEWEST_NOTES)
    ]
    session.execute(insert(SearchDocument), rows)
    session.commit()


@pytest.mark.usefixtures("many_newer")
@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("the Zanzibar rum", "zanzibar"),
        ("the Zanzibaris came", "nziba"),
        ("rum from Zanzibar", "zanz ru"),
        (f"one {LONG} word", "zanzibar"),
        (f"one {LONG} word", LONG[100:340]),
        ("many words " + " ".join(f"zan{number}" for number in range(400)), "zan words"),
    ],
)
def test_an_old_note_is_found_by_any_part_of_its_words(session: Session, body: str, query: str) -> None:
    index_for_search(session, SearchKind.NOTE, "old", title="", body=body, at=OLD)
    session.commit()
    assert titles(session, query) == ["old"]


@pytest.mark.usefixtures("many_newer")
def test_an_old_note_is_not_found_by_what_it_does_not_hold(session: Session) -> None:
    index_for_search(session, SearchKind.NOTE, "old", title="", body=f"rum from Zanzibar, {LONG}", at=OLD)
    session.commit()
    assert [titles(session, query) for query in ("um zanzibar", "zanzibar gin", "bzan", "rumfrom")] == [[], [], [], []]


@pytest.mark.usefixtures("many_newer")
def test_words_that_no_note_holds_any_more_are_kept_nowhere(session: Session) -> None:
    for subject, body in (("old", "rum from Zanzibar"), ("other", "rum again")):
        index_for_search(session, SearchKind.NOTE, subject, title="", body=body, at=OLD)
    session.commit()
    index_for_search(session, SearchKind.NOTE, "old", title="", body="gin from Oslo", at=OLD)
    session.commit()
    assert (titles(session, "zanzibar"), titles(session, "oslo"), titles(session, "rum")) == ([], ["old"], ["other"])
    forget_in_search(session, SearchKind.NOTE, "other")
    session.commit()
    assert titles(session, "rum") == []
    if session.get_bind().dialect.name == "postgresql":
        words = set(session.scalars(text("SELECT word FROM search_word")))
        assert words == {"gonzales", "wants", "soap", "0", "1", "2", "oat", "milk", "gin", "from", "oslo"}


def test_names_are_found_by_the_keys_of_their_sounds(session: Session) -> None:
    index_for_search(session, SearchKind.CONTACT, "k5", title="Luis Gonzalez", sounds=["ls", "knsls"])
    session.commit()
    assert [one.subject_id for one in find_alike(session, [["knsls", "gnsls"]])] == ["k5"]
    assert find_alike(session, [["ls"], ["mr"]]) == []
    index_for_search(session, SearchKind.CONTACT, "k5", title="Luis Perez", sounds=["ls", "prs"])
    session.commit()
    assert find_alike(session, [["knsls"]]) == []

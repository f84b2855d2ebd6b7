"""A later note that only corrects makes a version of the earlier entry, or asks; an ordinary note changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.customer import Customer
from models.entry import Entry
from models.job import Job
from models.recording import CustomerSource, Recording
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.services.notes.accuracy import measure_accuracy
from server.services.notes.entry_correction import BY_VOICE, correct_entry
from server.services.notes.entry_reading import read_entry
from server.services.notes.note_linking import UNDERSTAND
from server.services.notes.note_taking import take_note, write_entry
from server.settings import Settings
from tests.support.makers import TUESDAY_MORNING, make_catalogue, make_customer, make_recording, make_staff
from voice.types import Transcript, Word

ORDER = "they want fifteen cases of oat milk and i will send them the price list on thursday"
TWO = "they want fifteen cases of oat milk and ten cases of olive oil"


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session)
        make_staff(session, "Tom Becker")
        make_customer(session, "Bellavista Bistro")
        make_customer(session, "The Blue Hen Cafe", lat=41.9)
        make_catalogue(session)
        session.commit()
    yield opened
    opened.database.close()


def take(
    installation: Installation, text: str, minutes: int = 0, by: str = "Ana Ruiz", at: str = "Bellavista Bistro"
) -> str:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    with installation.database.session() as session:
        staff = session.scalars(select(Staff).where(Staff.name == by)).one()
        customer_id = session.scalars(select(Customer.id).where(Customer.name == at)).one()
        started_at = TUESDAY_MORNING + timedelta(minutes=minutes)
        recording = make_recording(
            session, staff, customer_id=customer_id, customer_source=CustomerSource.VISIT, started_at=started_at
        )
        take_note(session, installation, recording, Transcript(words, len(words) * 0.4, "test"), is_trial=True)
        session.commit()
        return recording.id


def entry_of(session: Session, recording_id: str) -> Entry:
    return session.scalars(select(Entry).where(Entry.recording_id == recording_id)).one()


def content(installation: Installation, recording_id: str) -> dict[str, Any]:
    with installation.database.reading() as session:
        return entry_of(session, recording_id).newest.content


def quantities(installation: Installation, recording_id: str) -> list[float]:
    return [item["quantity"] for item in content(installation, recording_id)["products"]]


def test_the_earlier_entry_gets_a_version_by_the_rep_and_both_notes_show_it(installation: Installation) -> None:
    first = take(installation, ORDER)
    second = take(installation, "make that fifty", 10)
    assert quantities(installation, first) == [50]
    with installation.database.reading() as session:
        version = entry_of(session, first).newest
        assert version.made_by is not None
        assert (version.number, version.made_by.name, version.engine) == (2, "Ana Ruiz", BY_VOICE)
        assert version.changes[0]["said_in"] == second
        later = entry_of(session, second)
        reading = read_entry(later, later.recording.transcript, installation.lexicon.current(session))
        (fact,) = reading.facts
        assert fact.label == "Correction"
        assert "50 cases Barista Oat Milk" in fact.text and "before: 15 cases" in fact.text
        assert later.newest.content["amends"]["recording_id"] == first
    assert content(installation, second)["products"] == []  # the order is told once


def test_a_day_is_put_right_where_one_thing_has_it(installation: Installation) -> None:
    first = take(installation, ORDER)
    take(installation, "actually it's friday", 5)
    assert content(installation, first)["actions"][0]["due"][:10] == "2026-03-13"
    take(installation, "sorry it's monday not friday", 8)
    assert content(installation, first)["actions"][0]["due"][:10] == "2026-03-16"


def test_a_customer_that_is_named_is_the_one_whose_order_it_was(installation: Installation) -> None:
    hen = take(installation, ORDER, at="The Blue Hen Cafe")
    bistro = take(installation, ORDER, 60)
    note = take(installation, "the order for the blue hen cafe was fifty not fifteen", 70)
    assert quantities(installation, hen) == [50]
    assert quantities(installation, bistro) == [15]
    with installation.database.reading() as session:
        assert session.get_one(Recording, note).customer_id == session.get_one(Recording, hen).customer_id


def test_of_several_that_may_be_meant_one_tap_decides(installation: Installation) -> None:
    first = take(installation, TWO)
    second = take(installation, "make that fifty", 10)
    assert quantities(installation, first) == [15, 10]
    with installation.database.session() as session:
        later = entry_of(session, second)
        lexicon = installation.lexicon.current(session)
        (fact,) = read_entry(later, later.recording.transcript, lexicon).facts
        assert fact.open_choice is not None and fact.open_choice.question == "What is to be put right?"
        assert [label for _key, label in fact.open_choice.choices] == [
            "Wants: 50 cases Barista Oat Milk",
            "Wants: 50 cases Extra Virgin Olive Oil",
        ]
        ana = later.recording.staff_id
        change = {"op": "set", "item_id": "amends", "attribute": "target", "value": fact.open_choice.choices[1][0]}
        by = Identity(ana, "Ana Ruiz", Role.REP)
        correct_entry(session, later, new_id(), [change], by, lexicon=lexicon, zone="America/Chicago")
        session.commit()
    assert quantities(installation, first) == [15, 50]
    with installation.database.reading() as session:
        later = entry_of(session, second)
        assert read_entry(later, None, lexicon).facts[0].open_choice is None


def test_the_old_value_or_the_goods_say_which_is_meant(installation: Installation) -> None:
    first = take(installation, TWO)
    take(installation, "sorry it's twelve not ten", 5)
    assert quantities(installation, first) == [15, 12]
    take(installation, "the oat milk should be fifty", 6)
    assert quantities(installation, first) == [50, 12]


def test_an_old_value_that_nothing_has_is_asked_about_and_not_guessed(installation: Installation) -> None:
    first = take(installation, ORDER)
    second = take(installation, "it was fifty not forty", 5)
    assert quantities(installation, first) == [15]
    assert content(installation, second)["amends"]["state"] == "open"


@pytest.mark.parametrize(
    ("text", "minutes", "by"),
    [
        ("make that fifty", 180, "Ana Ruiz"),
        ("make that fifty", 10, "Tom Becker"),
        ("she said make that fifty if the price is right", 10, "Ana Ruiz"),
    ],
    ids=["too late", "by another person", "no correction"],
)
def test_anything_else_changes_nothing(installation: Installation, text: str, minutes: int, by: str) -> None:
    first = take(installation, ORDER)
    second = take(installation, text, minutes, by)
    assert quantities(installation, first) == [15]
    assert content(installation, second).get("amends") is None


def test_reading_again_changes_nothing_more(installation: Installation) -> None:
    first = take(installation, ORDER)
    second = take(installation, "make that fifty", 10)
    for recording_id in (second, first, second):
        with installation.database.session() as session:
            write_entry(session, installation, session.get_one(Recording, recording_id))
            session.commit()
    with installation.database.reading() as session:
        assert [len(entry_of(session, one).versions) for one in (first, second)] == [2, 1]
    assert quantities(installation, first) == [50]


def test_a_correction_heard_before_the_note_it_is_about_is_read_again_behind_it(installation: Installation) -> None:
    second = take(installation, "make that fifty", 10)
    first = take(installation, ORDER)
    with installation.database.session() as session:
        (job,) = session.scalars(select(Job).where(Job.kind == UNDERSTAND))
        write_entry(session, installation, session.get_one(Recording, job.arguments["recording_id"]))
        session.commit()
    assert quantities(installation, first) == [50]
    assert content(installation, second)["amends"]["state"] == "applied"


def test_who_changes_their_own_words_finds_no_mistake_in_the_reading(installation: Installation) -> None:
    take(installation, ORDER)
    take(installation, "make that fifty", 10)
    with installation.database.reading() as session:
        measured = measure_accuracy(session, now() - timedelta(days=9999))
        assert (measured.checked, sum(one.changed for one in measured.fields)) == (0, 0)

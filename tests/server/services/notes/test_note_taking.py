"""A note becomes an entry at the right customer, with its secrets cut before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models.base import new_id
from models.customer import Customer
from models.entry import Entry, EntryVersion
from models.finding import find
from models.question import Answer, Question, unanswered_questions
from models.recording import CustomerSource, Recording, RecordingState
from models.search import SearchKind
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.services.notes.entry_correction import correct_entry
from server.services.notes.entry_reading import read_entry
from server.services.notes.note_customer import set_customer
from server.services.notes.note_taking import take_note, write_entry
from server.settings import Settings
from tests.support.makers import make_catalogue, make_contact, make_customer, make_recording, make_staff
from voice.types import Transcript, Word


def heard(text: str) -> Transcript:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    return Transcript(words, len(words) * 0.4, "test-model")


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session)
        bistro = make_customer(session, "Bellavista Bistro")
        make_contact(session, bistro, "Maria Lopez")
        make_customer(session, "Hotel Marchetti", lat=41.9)
        make_catalogue(session)
        session.commit()
    yield opened
    opened.database.close()


def customer_named(installation: Installation, name: str) -> str:
    with installation.database.reading() as session:
        return session.scalars(select(Customer.id).where(Customer.name == name)).one()


def take(installation: Installation, text: str, at: str | None = "Bellavista Bistro", **more: float) -> str:
    """Take a note spoken at a customer; return the recording's id."""
    customer_id = customer_named(installation, at) if at else None
    with installation.database.session() as session:
        ana = session.scalars(select(Staff)).one()
        source = CustomerSource.VISIT if at else None
        recording = make_recording(session, ana, customer_id=customer_id, customer_source=source, **more)
        take_note(session, installation, recording, heard(text), is_trial=True)
        session.commit()
        return recording.id


def test_what_was_said_is_in_the_entry_with_its_words(installation: Installation) -> None:
    recording_id = take(installation, "maria wants twelve cases of oat milk")
    with installation.database.reading() as session:
        content = session.scalars(select(EntryVersion.content)).one()
        product = content["products"][0]
        assert (product["item_id"], product["name"], product["quantity"]) == ("products-0", "Barista Oat Milk", 12)
        assert session.get_one(Recording, recording_id).state == RecordingState.READY


def test_no_secret_word_reaches_the_disk(installation: Installation, settings: Settings) -> None:
    take(installation, "alarm code is nine four seven one and her birthday is the third of may thanks")
    with installation.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        assert recording.transcript is not None
        text = recording.transcript.text
        kinds = {item["kind"] for item in session.scalars(select(EntryVersion.content)).one()["sensitive"]}
    assert kinds == {"access", "birthday"}
    assert "seven one" not in text and "third of may" not in text and "thanks" in text
    for path in Path(settings.var_dir).parent.rglob("*"):
        if path.is_file():
            stored = path.read_bytes()
            assert b"nine four seven" not in stored and b"third of may" not in stored, path.name


def test_a_customer_clearly_named_outweighs_the_place(installation: Installation) -> None:
    recording_id = take(installation, "just left hotel marchetti they want ten cases of oat milk")
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.customer_id == customer_named(installation, "Hotel Marchetti")
        assert recording.customer_source == CustomerSource.SPOKEN
        assert session.scalars(select(Entry)).one().customer_id == recording.customer_id


def test_words_and_place_that_disagree_are_shown_as_unsure_with_both_to_choose(installation: Installation) -> None:
    recording_id = take(installation, "just left hotel marchetti they want ten cases of oat milk")
    with installation.database.session() as session:
        entry = session.scalars(select(Entry)).one()
        lexicon = installation.lexicon.current(session)
        reading = read_entry(entry, entry.recording.transcript, lexicon)
        fact = next(fact for fact in reading.facts if fact.kind == "customer")
        names = [label for _id, label in fact.attributes[0].choices]
        assert (fact.is_sure, names) == (False, ["Hotel Marchetti", "Bellavista Bistro"])
        ana = session.scalars(select(Staff)).one()
        bistro = customer_named(installation, "Bellavista Bistro")
        change = {"op": "set", "item_id": fact.item_id, "attribute": "customer_id", "value": bistro}
        by = Identity(ana.id, ana.name, Role.REP)
        correct_entry(session, entry, new_id(), [change], by, lexicon=lexicon, zone="America/Chicago")
        session.commit()
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert (recording.customer_id, recording.customer_source) == (bistro, CustomerSource.PERSON)


def test_without_a_visit_the_door_where_it_was_spoken_says_the_customer(installation: Installation) -> None:
    recording_id = take(installation, "maria wants ten cases of oat milk", at=None, lat=41.8803, lon=-87.6503)
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.customer_id == customer_named(installation, "Bellavista Bistro")
        assert recording.customer_source == CustomerSource.PLACE
        person = session.scalars(select(EntryVersion.content)).one()["people"][0]
        assert person["name"] == "Maria Lopez"


def test_between_two_neighbours_the_place_alone_decides_nothing(installation: Installation) -> None:
    with installation.database.session() as session:
        make_customer(session, "Next Door Deli", lat=41.8804, lon=-87.6505)
        session.commit()
    recording_id = take(installation, "they want ten cases of oat milk", at=None, lat=41.8802, lon=-87.6502)
    with installation.database.reading() as session:
        assert session.get_one(Recording, recording_id).customer_id is None


def test_a_persons_word_on_the_customer_outweighs_both(installation: Installation) -> None:
    recording_id = take(installation, "just left hotel marchetti they want ten cases of oat milk")
    bistro = customer_named(installation, "Bellavista Bistro")
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        set_customer(session, installation, recording, bistro, CustomerSource.PERSON)
        write_entry(session, installation, recording)
        session.commit()
    with installation.database.reading() as session:
        assert session.get_one(Recording, recording_id).customer_id == bistro
        assert session.scalars(select(Entry)).one().customer_id == bistro


def test_silence_is_said_and_makes_no_entry(installation: Installation) -> None:
    recording_id = take(installation, "")
    with installation.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        assert recording.state == RecordingState.SILENT
        assert "No words" in (recording.problem or "")
        assert session.scalars(select(Entry)).all() == []


def test_the_words_of_a_note_are_findable(installation: Installation) -> None:
    recording_id = take(installation, "maria asked about the walk in freezer")
    with installation.database.reading() as session:
        found = [(hit.kind, hit.subject_id) for hit in find(session, "freez")]
        assert found == [(SearchKind.NOTE, recording_id)]


def test_an_answer_heard_in_a_note_retires_the_question(installation: Installation) -> None:
    bistro = customer_named(installation, "Bellavista Bistro")
    with installation.database.session() as session:
        session.add(Question(key="patio", text="Do they have a patio?", kind="yes_no"))
        session.commit()
    take(installation, "yes they do have a patio and maria wants ten cases of oat milk")
    with installation.database.reading() as session:
        assert session.scalars(select(Answer)).one().value is True
        assert unanswered_questions(session, bistro) == []


def test_understanding_again_keeps_what_a_person_corrected(installation: Installation) -> None:
    recording_id = take(installation, "maria wants twelve cases of oat milk")
    with installation.database.session() as session:
        entry = session.scalars(select(Entry)).one()
        ana = session.scalars(select(Staff)).one()
        corrected = {**entry.newest.content, "products": []}
        entry.versions.append(EntryVersion(id=new_id(), number=2, content=corrected, made_by=ana))
        session.commit()
    with installation.database.session() as session:
        write_entry(session, installation, session.get_one(Recording, recording_id))
        session.commit()
    with installation.database.reading() as session:
        assert session.scalars(select(Entry)).one().newest.content["products"] == []


def test_private_words_are_in_no_stored_byte_and_silent_in_the_sound(
    installation: Installation, settings: Settings
) -> None:
    take(installation, "they want ten cases of oat milk private he is getting divorced end private call maria")
    with installation.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        assert recording.transcript is not None and recording.transcript.text.endswith("[private] call maria")
        assert [kind for _from, _to, kind in recording.silenced or ()] == ["private"]
        content = session.scalars(select(EntryVersion.content)).one()
        assert [item["kind"] for item in content["sensitive"]] == ["private"]
        assert content["products"][0]["quantity"] == 10
    for path in Path(settings.var_dir).parent.rglob("*"):
        assert not path.is_file() or b"divorced" not in path.read_bytes(), path.name


def test_what_was_taken_back_is_not_understood_but_can_be_read(installation: Installation) -> None:
    take(installation, "maria wants ten cases of olive oil scratch that they want two cases of oat milk")
    with installation.database.reading() as session:
        content = session.scalars(select(EntryVersion.content)).one()
        assert [item["name"] for item in content["products"]] == ["Barista Oat Milk"]
        recording = session.scalars(select(Recording)).one()
        assert recording.transcript is not None and "olive oil scratch that" in recording.transcript.text


def test_a_sentence_about_striking_takes_nothing_back(installation: Installation) -> None:
    take(installation, "maria wants ten cases of oat milk and she told me to strike that deal")
    with installation.database.reading() as session:
        content = session.scalars(select(EntryVersion.content)).one()
        assert [item["quantity"] for item in content["products"]] == [10]


def test_when_a_place_is_open_is_told_once(installation: Installation) -> None:
    take(installation, "he is closed on every monday")
    with installation.database.reading() as session:
        content = session.scalars(select(EntryVersion.content)).one()
    assert [(fact["kind"], fact["value"]) for fact in content["facts"]] == [("hours", "Mondays")]
    assert content["preferences"] == []

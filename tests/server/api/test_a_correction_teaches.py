"""A rep corrects a misheard name once; the same mistake does not come back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from models.base import new_id
from models.customer import Contact, Customer
from models.database import Database
from models.learnt_alias import LearntAlias
from models.recording import CustomerSource, Recording
from models.staff import Staff
from server.services.notes.note_taking import take_note
from tests.server.api.conftest import Phone
from tests.support.makers import make_catalogue, make_contact, make_customer, make_recording
from voice.types import Transcript, Word

MISHEARD = "met with doctor strange today she wants ten cases of oat milk"


@pytest.fixture
def place(house: Database) -> str:
    with house.session() as session:
        customer = make_customer(session, "Saigon Lotus")
        make_contact(session, customer, "Quynh Tranh")
        make_contact(session, customer, "Bao Vu")
        make_catalogue(session)
        session.commit()
        return customer.id


def take(app: Flask, phone: Phone, customer_id: str, text: str = MISHEARD) -> str:
    installation = app.extensions["rounds"]
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    with installation.database.session() as session:
        recording = make_recording(
            session,
            session.get_one(Staff, phone.staff_id),
            customer_id=customer_id,
            customer_source=CustomerSource.VISIT,
        )
        take_note(session, installation, recording, Transcript(words, 6.0, "ear"), is_trial=True)
        session.commit()
        return recording.id


def entry_of(phone: Phone, recording_id: str) -> dict[str, object]:
    answer = phone.get(f"/api/recordings/{recording_id}").json or {}
    return answer["entry"]


def correct_person(phone: Phone, house: Database, recording_id: str, name: str = "Quynh Tranh") -> None:
    entry = entry_of(phone, recording_id)
    person = next(fact for fact in entry["facts"] if fact["kind"] == "person")
    with house.reading() as session:
        contact_id = session.scalars(select(Contact.id).where(Contact.name == name)).one()
    change = {"op": "set", "item_id": person["item_id"], "attribute": "contact_id", "value": contact_id}
    sent = {"id": new_id(), "changes": [change]}
    assert phone.post(f"/api/entries/{entry['id']}/versions", json=sent).status_code == 201


def people(phone: Phone, recording_id: str) -> list[str]:
    return [fact["text"] for fact in entry_of(phone, recording_id)["facts"] if fact["kind"] == "person"]


def test_what_was_corrected_once_is_right_in_the_next_note(
    app: Flask, phone: Phone, house: Database, place: str
) -> None:
    first = take(app, phone, place)
    assert not any("Quynh" in text for text in people(phone, first))
    correct_person(phone, house, first)
    second = take(app, phone, place)
    assert any("Quynh Tranh" in text for text in people(phone, second))
    transcript = (phone.get(f"/api/recordings/{second}").json or {})["transcript"]
    assert "doctor strange" in [word["heard"] for word in transcript["words"]]
    with house.reading() as session:
        assert session.get_one(Recording, second).transcript.vocabulary


def test_what_was_taught_of_a_person_does_not_fire_elsewhere(
    app: Flask, phone: Phone, house: Database, place: str
) -> None:
    correct_person(phone, house, take(app, phone, place))
    with house.session() as session:
        elsewhere = make_customer(session, "Hotel Marchetti", lat=42.3).id
        session.commit()
    assert not any("Quynh" in text for text in people(phone, take(app, phone, elsewhere)))


def test_who_taught_it_and_from_which_recording_is_kept(app: Flask, phone: Phone, house: Database, place: str) -> None:
    recording_id = take(app, phone, place)
    correct_person(phone, house, recording_id)
    with house.reading() as session:
        learnt = session.scalars(select(LearntAlias)).one()
        assert (learnt.kind, learnt.alias) == ("contact", "doctor strange")
        assert (learnt.taught_by_id, learnt.recording_id) == (phone.staff_id, recording_id)


def test_a_person_that_was_really_named_teaches_nothing(app: Flask, phone: Phone, house: Database, place: str) -> None:
    recording_id = take(app, phone, place, "met with bao vu today about the oat milk")
    correct_person(phone, house, recording_id)
    with house.reading() as session:
        assert session.scalars(select(LearntAlias)).all() == []
        assert session.scalars(select(Customer.id)).all()

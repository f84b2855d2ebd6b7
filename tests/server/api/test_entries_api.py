"""Entries are corrected and confirmed by phone; what does not fit is refused in words, nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.base import new_id
from models.customer import Contact
from models.database import Database
from models.entry import Entry, EntryVersion
from models.recording import RecordingState, Transcript
from models.staff import Staff
from server.services.notes.entry_content import with_item_ids
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_recording

CONTENT = {
    "complaints": [{"about": "late delivery", "severity": None, "evidence": {"start_word": 0, "end_word": 1}}],
    "outcome": "complaint",
}


@pytest.fixture
def entry_id(phone: Phone, house: Database) -> str:
    with house.session() as session:
        staff = session.get_one(Staff, phone.staff_id)
        recording = make_recording(session, staff, state=RecordingState.READY)
        recording.transcript = Transcript(
            text="late delivery",
            words=[["late", 1.0, 1.4, 0.9], ["delivery", 1.4, 2.0, 0.9]],
            seconds=3.0,
            model="m",
            is_trial=True,
        )
        entry = Entry(recording_id=recording.id, customer_id=make_customer(session).id)
        entry.versions.append(EntryVersion(number=1, content=with_item_ids(CONTENT)))
        session.add(entry)
        session.commit()
        return entry.id


def test_a_correction_comes_back_as_the_new_version(phone: Phone, entry_id: str) -> None:
    change = {"op": "set", "item_id": "complaints-0", "attribute": "severity", "value": "high"}
    answer = phone.post(f"/api/entries/{entry_id}/versions", json={"id": new_id(), "changes": [change]})
    assert answer.status_code == 201
    entry = answer.json or {}
    fact = entry["facts"][0]
    assert (entry["version"], entry["made_by"]) == (2, "Ana Ruiz")
    assert (fact["label"], fact["from_s"], fact["to_s"], fact["said"]) == (
        "Complaint, serious",
        1.0,
        2.0,
        "late delivery",
    )


def test_the_same_correction_sent_again_changes_nothing(phone: Phone, entry_id: str, house: Database) -> None:
    sent = {"id": new_id(), "changes": [{"op": "remove", "item_id": "complaints-0"}]}
    for _time in range(2):
        assert phone.post(f"/api/entries/{entry_id}/versions", json=sent).status_code == 201
    with house.reading() as session:
        assert len(session.scalars(select(EntryVersion)).all()) == 2


def test_a_confirmation_is_kept(phone: Phone, entry_id: str) -> None:
    assert (phone.put(f"/api/entries/{entry_id}/confirmation").json or {})["state"] == "confirmed"


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [{"op": "explode", "item_id": "complaints-0"}],
        [{"op": "set", "item_id": "complaints-0", "attribute": "severity", "value": "biblical"}],
        [{"op": "set", "item_id": "complaints-0", "attribute": "item_id", "value": "x"}],
    ],
)
def test_a_change_that_does_not_fit_is_refused_in_words(phone: Phone, entry_id: str, changes: list[object]) -> None:
    answer = phone.post(f"/api/entries/{entry_id}/versions", json={"id": new_id(), "changes": changes})
    assert answer.status_code == 422
    assert (answer.json or {})["detail"]


def test_an_entry_that_is_not_there_is_not_found(phone: Phone) -> None:
    assert phone.put(f"/api/entries/{new_id()}/confirmation").status_code == 404


def test_a_new_contact_is_kept_once_however_often_the_tap_arrives(phone: Phone, entry_id: str, house: Database) -> None:
    _introduce(house, entry_id)
    path, said = f"/api/entries/{entry_id}/contacts/{new_id()}", {"item_id": "people-0", "name": "Priya Raman"}
    answers = [phone.put(path, json=said) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    (fact,) = (answers[1].json or {})["facts"]
    assert (fact["label"], fact["is_offered"]) == ("Person", False)
    with house.reading() as session:
        assert session.scalars(select(Contact.name)).all() == ["Priya Raman"]


def test_an_offered_contact_is_worded_and_can_be_put_right(phone: Phone, entry_id: str, house: Database) -> None:
    _introduce(house, entry_id)
    change = {"op": "set", "item_id": "people-0", "attribute": "name", "value": "Priya Ramanathan"}
    answer = phone.post(f"/api/entries/{entry_id}/versions", json={"id": new_id(), "changes": [change]})
    (fact,) = (answer.json or {})["facts"]
    assert (fact["label"], fact["text"], fact["is_offered"]) == (
        "New contact",
        "Priya Ramanathan, head buyer, (312) 555-0144",
        True,
    )
    assert {attribute["name"] for attribute in fact["attributes"]} >= {"name", "role", "phone", "email"}


def _introduce(house: Database, entry_id: str) -> None:
    offered = {"name": "Priya Raman", "contact_id": None, "role": "head buyer", "phone": "+13125550144", "email": None}
    with house.session() as session:
        entry = session.get_one(Entry, entry_id)
        entry.recording.customer_id = entry.customer_id
        content = with_item_ids(
            {"people": [{**offered, "is_offered": True, "evidence": {"start_word": 0, "end_word": 1}}]}
        )
        entry.versions.append(EntryVersion(number=2, content=content))
        session.commit()


def test_a_correction_of_what_is_no_longer_there_is_kept_and_told(phone: Phone, entry_id: str) -> None:
    seen = {"kind": "product", "said": "twelve oat milk", "text": "12 Barista Oat Milk"}
    change = {"op": "set", "item_id": "complaints-0", "attribute": "about", "value": "oat milk", "of": seen}
    answer = phone.post(f"/api/entries/{entry_id}/versions", json={"id": new_id(), "changes": [change]})
    entry = answer.json or {}
    assert (answer.status_code, entry["facts"][0]["text"]) == (201, "late delivery")
    assert "twelve oat milk" in entry["lost"][0]

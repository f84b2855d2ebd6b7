"""Somebody introduced as a new contact is offered with the note, and one tap makes a contact of them, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.base import new_id
from models.customer import Contact, Customer
from models.entry import Entry, EntryVersion
from models.event import Event
from models.finding import find
from models.recording import CustomerSource
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.errors import Problem
from server.services.customers.new_contact import SaidOfContact, keep_contact
from server.services.notes.entry_correction import correct_entry
from server.services.notes.note_taking import take_note, write_entry
from server.settings import Settings
from tests.support.makers import make_contact, make_customer, make_recording, make_staff
from voice.types import Transcript, Word

INTRODUCED = (
    "good visit new contact priya raman the head buyer her number is three one two five five five oh one four four"
)


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session)
        make_contact(session, make_customer(session), "Maria Lopez")
        session.commit()
    yield opened
    opened.database.close()


def take(installation: Installation, text: str, *, is_placed: bool = True) -> str:
    """Take a note and return its entry's id."""
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    with installation.database.session() as session:
        customer_id = session.scalars(select(Customer.id)).one() if is_placed else None
        source = CustomerSource.VISIT if is_placed else None
        ana = session.scalars(select(Staff)).one()
        recording = make_recording(session, ana, customer_id=customer_id, customer_source=source)
        entry = take_note(session, installation, recording, Transcript(words, 20.0, "m"), is_trial=True)
        session.commit()
        assert entry is not None
        return entry.id


def people(installation: Installation, entry_id: str) -> list[dict[str, object]]:
    with installation.database.reading() as session:
        found = session.get_one(Entry, entry_id).newest.content["people"]
        return list(found)


def keep(installation: Installation, entry_id: str, contact_id: str, said: SaidOfContact | None = None) -> None:
    with installation.database.session() as session:
        ana = session.scalars(select(Staff)).one()
        by = Identity(ana.id, ana.name, Role.REP)
        keep_contact(
            session, session.get_one(Entry, entry_id), contact_id, said or SaidOfContact("people-0", "Priya"), by
        )
        session.commit()


def test_a_new_contact_is_offered_with_all_that_was_said(installation: Installation) -> None:
    (offered,) = people(installation, take(installation, INTRODUCED))
    assert offered["is_offered"] and offered["contact_id"] is None
    assert (offered["name"], offered["role"], offered["phone"]) == ("Priya Raman", "head buyer", "+13125550144")


def test_who_is_a_contact_already_is_not_offered(installation: Installation) -> None:
    (known,) = people(installation, take(installation, "new contact maria lopez the chef"))
    assert known["contact_id"] and not known.get("is_offered")


def test_what_was_taken_back_is_not_offered(installation: Installation) -> None:
    assert people(installation, take(installation, "they want a call new contact priya raman strike that")) == []


def test_one_tap_makes_the_contact_and_the_note_points_at_it(installation: Installation) -> None:
    entry_id, contact_id = take(installation, INTRODUCED), new_id()
    keep(installation, entry_id, contact_id)
    (person,) = people(installation, entry_id)
    assert (person["contact_id"], person["is_offered"]) == (contact_id, False)
    with installation.database.reading() as session:
        contact = session.get_one(Contact, contact_id)
        assert (contact.name, contact.role, contact.phone) == ("Priya Raman", "head buyer", "+13125550144")
        assert contact.customer.name == "Bellavista Bistro"
        assert "Priya Raman" in [row.title for row in find(session, "priya")]
        assert session.scalars(select(Event.kind).where(Event.kind == "contact.added")).all() == ["contact.added"]


def test_the_tap_sent_again_or_from_two_phones_makes_one_contact(installation: Installation) -> None:
    entry_id, first = take(installation, INTRODUCED), new_id()
    for contact_id in (first, first, new_id()):
        keep(installation, entry_id, contact_id)
    with installation.database.reading() as session:
        assert session.scalars(select(Contact.id).where(Contact.name == "Priya Raman")).all() == [first]


def test_somebody_of_that_name_there_is_completed_not_doubled(installation: Installation) -> None:
    entry_id = take(installation, INTRODUCED)
    with installation.database.session() as session:
        make_contact(session, session.scalars(select(Customer)).one(), "priya raman", role="")
        session.commit()
    keep(installation, entry_id, new_id())
    with installation.database.reading() as session:
        priya = session.scalars(select(Contact).where(Contact.name == "priya raman")).one()
        assert (priya.role, priya.phone) == ("head buyer", "+13125550144")


def test_a_name_put_right_before_the_tap_is_the_name_kept(installation: Installation) -> None:
    entry_id, contact_id = take(installation, INTRODUCED), new_id()
    with installation.database.session() as session:
        entry, ana = session.get_one(Entry, entry_id), session.scalars(select(Staff)).one()
        change = {"op": "set", "item_id": "people-0", "attribute": "name", "value": "Priya Ramanathan"}
        lexicon = installation.lexicon.current(session)
        by = Identity(ana.id, ana.name, Role.REP)
        correct_entry(session, entry, new_id(), [change], by, lexicon=lexicon, zone="America/Chicago")
        session.commit()
    keep(installation, entry_id, contact_id)
    with installation.database.reading() as session:
        assert session.get_one(Contact, contact_id).name == "Priya Ramanathan"


def test_a_person_taken_out_meanwhile_is_kept_as_the_tap_saw_them(installation: Installation) -> None:
    entry_id, contact_id = take(installation, INTRODUCED), new_id()
    keep(installation, entry_id, contact_id, SaidOfContact("people-9", "Tomas Reyes", "owner", None, "t@reyes.example"))
    with installation.database.reading() as session:
        contact = session.get_one(Contact, contact_id)
        assert (contact.name, contact.role, contact.email) == ("Tomas Reyes", "owner", "t@reyes.example")


def test_without_a_customer_it_says_what_to_do_first(installation: Installation) -> None:
    entry_id = take(installation, INTRODUCED, is_placed=False)
    with pytest.raises(Problem, match="which customer"):
        keep(installation, entry_id, new_id())


def test_a_kept_contact_is_no_correction_and_a_better_hearing_still_counts(installation: Installation) -> None:
    entry_id, contact_id = take(installation, INTRODUCED), new_id()
    keep(installation, entry_id, contact_id)
    with installation.database.session() as session:
        entry = session.get_one(Entry, entry_id)
        write_entry(session, installation, entry.recording)
        session.commit()
        assert session.scalars(select(EntryVersion).where(EntryVersion.made_by_id.is_not(None))).all() == []
        (person,) = entry.newest.content["people"]
    assert person["contact_id"] == contact_id

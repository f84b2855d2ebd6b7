"""E-mails to and from customers stand in their timeline, once, in threads; unknown senders wait for a person."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from models.customer import Contact
from models.finding import find
from models.letter import Letter
from models.recording import Channel, Recording
from models.staff import Role
from server.current import Identity, Installation
from server.errors import NotFound
from server.services.intake.mail_message import take_mail
from server.services.letters import letter_queue as queue
from server.services.letters.letter_reading import read_letter
from server.services.letters.letter_taking import LetterTaken, take_letter
from server.settings import Settings
from tests.support.made_mail import made_mail
from tests.support.makers import make_contact, make_customer, make_staff
from tests.support.recordings import WAV


@dataclass(frozen=True)
class House:
    installation: Installation
    tom: Identity
    customer_id: str
    maria_id: str

    def take(self, **more: str) -> LetterTaken:
        return take_letter(self.installation, read_letter(mail(**more)))

    def notes(self) -> list[Recording]:
        with self.installation.database.reading() as session:
            notes = list(session.scalars(select(Recording).order_by(Recording.started_at, Recording.id)))
            return [note for note in notes if note.transcript is None or note.transcript.text]


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    installation = Installation.open(settings)
    with installation.database.session() as session:
        tom = make_staff(session, "Tom Becker", Role.SUPPORT, email="tom@halyard.example")
        make_staff(session, "Ida Moe", Role.ADMIN, email="ida@halyard.example")
        customer = make_customer(session, owner_id=make_staff(session).id)
        maria = make_contact(session, customer)
        maria.email = "Maria@bella.example"
        session.commit()
    yield House(installation, Identity(tom.id, tom.name, Role.SUPPORT), customer.id, maria.id)
    installation.database.close()


def mail(text: str = "The cooler is broken again, please send somebody by friday", **more: str) -> bytes:
    made = EmailMessage()
    headers = {
        "From": "Maria Lopez <maria@BELLA.example>",
        "To": "Tom <tom@halyard.example>",
        "Subject": "Re: Cooler",
        "Date": "Tue, 10 Mar 2026 10:40:00 -0500",
        "Message-ID": "<1@bella.example>",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    for name, value in headers.items():
        if value:
            made[name] = value
    made.set_content(text)
    return made.as_bytes()


def test_a_mail_of_a_known_address_stands_in_the_timeline_understood_and_found(house: House) -> None:
    assert house.take() == LetterTaken.KEPT
    (note,) = house.notes()
    assert (note.customer_id, note.contact_id, note.staff_id) == (house.customer_id, house.maria_id, house.tom.staff_id)
    assert (note.channel, note.source_name) == (Channel.EMAIL, "Cooler")
    assert note.started_at.isoformat() == "2026-03-10T15:40:00+00:00"
    with house.installation.database.reading() as session:
        assert [hit.subject_id for hit in find(session, "cooler broken")] == [note.id]


def test_the_same_mail_by_two_ways_and_at_once_is_kept_once(house: House) -> None:
    taken, ready = [], threading.Barrier(3)

    def take() -> None:
        ready.wait()
        taken.append(house.take(Received="by another way"))

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == ["held", "held", "kept"] and len(house.notes()) == 1


def test_what_one_of_us_writes_is_theirs_too(house: House) -> None:
    written = {"From": "tom@halyard.example", "To": "ida@halyard.example, maria@bella.example", "Message_ID": "<2@x>"}
    assert house.take(**written) == LetterTaken.KEPT
    (note,) = house.notes()
    assert (note.staff_id, note.contact_id) == (house.tom.staff_id, house.maria_id)


def test_answers_stand_in_one_thread_also_from_another_address_and_out_of_order(house: House) -> None:
    answer = {"Message_ID": "<3@home>", "References": "<1@bella.example> <2@x>", "From": "Maria <maria@home.example>"}
    assert house.take(**answer) == LetterTaken.WAITS
    assert house.take() == LetterTaken.KEPT
    later = {"Message_ID": "<4@home>", "In_Reply_To": "<1@bella.example>", "From": "Maria <maria@home.example>"}
    assert house.take(**later) == LetterTaken.KEPT
    with house.installation.database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        assert len(letters) == 3 and len({letter.thread_id for letter in letters}) == 1
        assert len(queue.thread_of(session, house.notes()[0].id)) == 2


def test_an_unknown_sender_waits_until_somebody_says_whose_it_is(house: House) -> None:
    stranger = {"From": "Paolo Conti <paolo@bella.example>"}
    for number in ("5", "6"):
        assert house.take(**stranger, Message_ID=f"<{number}@x>") == LetterTaken.WAITS
    assert house.notes() == []
    with house.installation.database.session() as session:
        letter = queue.waiting_letters(session)[0]
        assert queue.assign_letter(session, house.installation, letter.id, house.customer_id, house.tom) == 2
        session.commit()
    assert house.take(**stranger, Message_ID="<7@x>") == LetterTaken.KEPT
    assert len(house.notes()) == 3
    with house.installation.database.session() as session:
        paolo = session.scalars(select(Contact).where(Contact.email_key == "paolo@bella.example")).one()
        assert paolo.name == "Paolo Conti" and {note.contact_id for note in house.notes()} == {paolo.id}
        assert queue.waiting_count(session) == 0
        with pytest.raises(NotFound, match="waits no more"):
            queue.assign_letter(session, house.installation, letter.id, house.customer_id, house.tom)


def test_what_is_no_customers_is_forgotten_and_does_not_come_again(house: House) -> None:
    assert house.take(From="x@spam.example") == LetterTaken.WAITS
    with house.installation.database.session() as session:
        queue.leave_letter(session, queue.waiting_letters(session)[0].id, house.tom)
        session.commit()
        assert session.scalars(select(Letter.text)).all() == [""]
    assert house.take(From="x@spam.example") == LetterTaken.HELD


def test_secrets_are_cut_before_anything_is_kept_also_of_what_waits(house: House) -> None:
    text = "My IBAN is DE89 3704 0044 0532 0130 00 and I was born 12/03/1980."
    for sender, number in (("maria@bella.example", "8"), ("x@unknown.example", "9")):
        raw = mail(text, From=sender, Message_ID=f"<{number}@x>", Subject="IBAN DE89370400440532013000")
        take_letter(house.installation, read_letter(raw))
    with house.installation.database.reading() as session:
        kept = [str(vars(row)) for table in (Letter, Recording) for row in session.scalars(select(table))]
        kept += [note.transcript.text for note in session.scalars(select(Recording)) if note.transcript]
        assert not any(secret in "".join(kept) for secret in ("3704", "12/03/1980", "DE89370400440532013000"))
        assert "[bank]" in "".join(kept) and "[birthday]" in "".join(kept)


def test_machines_and_the_house_itself_are_not_ours_to_keep(house: House) -> None:
    newsletter = {"From": "news@shop.example", "List_Id": "<news.shop.example>"}
    assert house.take(**newsletter) == LetterTaken.NOT_OURS
    inside = {"From": "tom@halyard.example", "To": "ida@halyard.example", "Message_ID": "<11@x>"}
    assert house.take(**inside) == LetterTaken.NOT_OURS
    assert house.take(From="", Message_ID="<12@x>") == LetterTaken.NOT_OURS
    with house.installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Letter)) == 0


def test_a_sender_that_is_not_confirmed_is_flagged(house: House) -> None:
    house.take(Authentication_Results="mx.halyard.example; dmarc=fail")
    assert "could not confirm" in (house.notes()[0].problem or "")


def test_the_mail_intake_brings_letters_and_still_recordings(house: House) -> None:
    assert take_mail(house.installation, mail()).troubles == ()
    sound = made_mail(("a.wav", "audio/wav", WAV.data), sender="tom@halyard.example")
    assert len(take_mail(house.installation, sound).recording_ids) == 1
    with house.installation.database.reading() as session:
        channels = session.scalars(select(Recording.channel).order_by(Recording.channel)).all()
    assert channels == ["email", "visit"]

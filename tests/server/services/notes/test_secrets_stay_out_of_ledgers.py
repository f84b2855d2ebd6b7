"""Whatever is kept of a note, facts and complaints among it, never holds a secret or a private word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import Base
from models.complaint import Complaint
from models.customer_fact import CustomerFact
from models.event import Event
from models.question import Question
from server.current import Installation
from server.services.notes.note_taking import take_note
from server.settings import Settings
from tests.support.makers import (
    TUESDAY_MORNING,
    make_catalogue,
    make_contact,
    make_customer,
    make_recording,
    make_staff,
)
from tests.voice.understanding.test_secrets_in_many_forms import SPOKEN
from voice.types import Transcript, Word

# What is told around each secret fills every ledger: a wish, a role, a supplier, a complaint, something to do.
BEFORE = "the chef {who} wants deliveries {when} and their current supplier is norwell foods "
BEHIND = " the delivery on friday was late again and i will send the price list by thursday"
PRIVATE = "private my neighbour lent me fifty quid end private "


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    yield opened
    opened.database.close()


def heard(text: str) -> Transcript:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    return Transcript(words, len(words) * 0.4, "test-model")


def everything_stored(session: Session) -> str:
    """Return every value of every table as one text."""
    session.flush()
    rows = (row for table in Base.metadata.sorted_tables for row in session.execute(select(table)))
    return "\n".join(" ".join(str(value) for value in row) for row in rows)


def test_no_spoken_form_of_a_secret_reaches_any_table(installation: Installation) -> None:
    lines = [line for line in SPOKEN.strip().splitlines() if "<" in line]  # the others keep their digits
    with installation.database.session() as session:
        ana = make_staff(session)
        customer = make_customer(session)
        make_contact(session, customer, "Maria Lopez")
        make_contact(session, customer, "Paolo Rossi")
        make_catalogue(session)
        for number, line in enumerate(lines):
            who, when = (("maria", "before nine"), ("paolo", "after two"))[number % 2]
            said = PRIVATE + BEFORE.format(who=who, when=when) + re.sub(r"[<>]", "", line) + BEHIND
            recording = make_recording(
                session, ana, customer_id=customer.id, started_at=TUESDAY_MORNING + timedelta(days=number)
            )
            take_note(session, installation, recording, heard(said), is_trial=True)
        session.commit()
        stored = everything_stored(session)
        for ledger in (CustomerFact.id, Complaint.id, Question.id, Event.id):
            assert session.scalars(select(ledger)).first() is not None, f"{ledger} was not tried"
    secrets = {secret for line in lines for secret in re.findall(r"<([^>]+)>", line) if len(secret.split()) > 2}
    assert len(secrets) > 30
    assert [secret for secret in sorted(secrets) if secret in stored] == []
    assert "neighbour" not in stored and "fifty quid" not in stored

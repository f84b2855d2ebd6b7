"""What came of a call is kept once, understood like a note, without its secrets, and found by everybody."""

from __future__ import annotations

import threading
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models.action import Action
from models.base import new_id
from models.entry import Entry
from models.event import Event
from models.finding import find
from models.recording import Channel, Outcome, Recording, RecordingState
from server.errors import Forbidden, NotFound, Problem
from server.services.touchpoints.interaction import Met, keep_interaction
from tests.server.services.touchpoints.conftest import Desk

SENTENCE = "Two cases of oat milk were missing, I will send Maria the price list by Friday."


def met(desk: Desk, text: str = SENTENCE, **more: object) -> Met:
    values = {"id": new_id(), "customer_id": desk.customer_id, "channel": Channel.CALL, "text": text, **more}
    return Met(**values)  # type: ignore[arg-type]


def test_a_written_sentence_becomes_an_entry_like_a_spoken_note(desk: Desk) -> None:
    said = met(desk, contact_id=desk.maria_id, outcome=Outcome.CALL_BACK)
    assert keep_interaction(desk.installation, desk.tom, said)
    with desk.installation.database.reading() as session:
        recording = session.get_one(Recording, said.id)
        assert (recording.state, recording.channel, recording.outcome) == (RecordingState.READY, "call", "call_back")
        assert recording.transcript is not None and recording.transcript.text == SENTENCE
        promised = session.scalars(select(Action).where(Action.recording_id == said.id)).one()
        assert (promised.owner_id, promised.customer_id) == (desk.tom.staff_id, desk.customer_id)
        assert promised.due_on is not None and promised.due_on.strftime("%A") == "Friday"
        assert [found.subject_id for found in find(session, "missing oat")] == [said.id]
        told = session.scalars(select(Event).where(Event.recording_id == said.id)).one()
        assert (told.kind, told.customer_id) == ("entry.made", desk.customer_id)


def test_one_click_is_enough(desk: Desk) -> None:
    said = met(desk, "", outcome=Outcome.NOT_REACHED)
    assert keep_interaction(desk.installation, desk.tom, said)
    with desk.installation.database.reading() as session:
        recording = session.get_one(Recording, said.id)
        assert (recording.outcome, recording.transcript, recording.state) == ("not_reached", None, "ready")
        assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_neither_words_nor_outcome_is_said_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(Problem, match="choose an outcome"):
        keep_interaction(desk.installation, desk.tom, met(desk, "  "))


def test_sent_often_and_at_once_it_is_kept_once(desk: Desk) -> None:
    said, kept, ready = met(desk), [], threading.Barrier(4)

    def send() -> None:
        ready.wait()
        kept.append(keep_interaction(desk.installation, desk.tom, said))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, False, False, True]
    with desk.installation.database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(kind)) for kind in (Recording, Entry, Action)]
    assert counts == [1, 1, 1]


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        ("Paid with card 4111 1111 1111 1111 today", "1111"),
        ("Paid with card 4111111111111111, please send a receipt", "4111111111111111"),
        ("Her ssn is 123-45-6789 for the form", "6789"),
        ("The alarm code is 4512 at the back door", "4512"),
    ],
)
def test_typed_secrets_are_never_written(desk: Desk, written: str, secret: str) -> None:
    keep_interaction(desk.installation, desk.tom, met(desk, written))
    with desk.installation.database.reading() as session:
        for table in Recording.metadata.sorted_tables:
            values = [value for row in session.execute(select(table)) for value in row]
            # Instants and ids hold any digits at random.
            told = [value for value in values if not isinstance(value, datetime) and not is_id(value)]
            assert secret not in repr(told), table.name


def is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False


def test_a_number_to_call_is_no_secret(desk: Desk) -> None:
    said = met(desk, "Please call Maria back on (312) 555-0144 about the order of 12 cases at $11.50.")
    keep_interaction(desk.installation, desk.tom, said)
    with desk.installation.database.reading() as session:
        transcript = session.get_one(Recording, said.id).transcript
        assert transcript is not None and "(312) 555-0144" in transcript.text and "$11.50" in transcript.text


def test_unknown_customers_strangers_and_foreign_ids_are_refused_in_words(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no such customer"):
        keep_interaction(desk.installation, desk.tom, met(desk, customer_id=new_id()))
    with pytest.raises(NotFound, match="no such person"):
        keep_interaction(desk.installation, desk.tom, met(desk, contact_id=new_id()))
    with pytest.raises(Problem, match="5000 characters"):
        keep_interaction(desk.installation, desk.tom, met(desk, "word " * 1001))
    first = met(desk)
    keep_interaction(desk.installation, desk.tom, first)
    with pytest.raises(Forbidden, match="somebody else"):
        keep_interaction(desk.installation, desk.ana, first)


def test_text_that_no_database_holds_is_kept_without_it(desk: Desk) -> None:
    said = met(desk, "oat \x00milk \ud800 for maria")
    assert keep_interaction(desk.installation, desk.tom, said)
    with desk.installation.database.reading() as session:
        transcript = session.get_one(Recording, said.id).transcript
        assert transcript is not None and transcript.text == "oat milk ? for maria"


def test_what_is_typed_with_digits_is_cut_like_what_is_spoken(desk: Desk) -> None:
    said = met(desk, "Her IBAN is DE89 3704 0044 0532 0130 00, born 12/03/1980, order 4500123456 by 12/05/2026")
    keep_interaction(desk.installation, desk.tom, said)
    with desk.installation.database.reading() as session:
        text = session.get_one(Recording, said.id).transcript.text  # type: ignore[union-attr]
        assert find(session, "3704 0044") == [] == find(session, "1980")
    assert text.count("[bank]") == 6 and "[birthday]" in text
    assert text.endswith("order 4500123456 by 12/05/2026")

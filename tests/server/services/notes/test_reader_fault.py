"""A reader that breaks costs no note: the words are kept and flagged, and are read again once it can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import Product
from models.customer import Customer
from models.entry import Entry
from models.job import Job, JobState, claim
from models.recording import Recording, RecordingState
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.jobs.understand import read_again
from server.services.notes.entry_correction import confirm_entry
from server.services.notes.entry_reading import UNREAD, read_entry
from server.services.notes.note_taking import NOT_CUT, NOT_CUT_AGAIN, take_note
from server.services.notes.reader_fault import READ_AGAIN, plan_reading_again, readers_mark
from server.services.notes.written_note import keep_written
from server.settings import Settings
from tests.support.makers import make_catalogue, make_customer, make_recording, make_staff
from voice.lexicon import Lexicon
from voice.types import Transcript, Word

SAID = "they want twelve cases of oat milk and the code is nine four seven one"


def heard(text: str) -> Transcript:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    return Transcript(words, len(words) * 0.4, "test-model")


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session)
        make_customer(session)
        make_catalogue(session)
        session.commit()
    yield opened
    opened.database.close()


def break_names(installation: Installation, aliases: object) -> None:
    """Put into the company's names what no reader of names can read; a list of words mends it."""
    with installation.database.session() as session:
        milk = session.scalars(select(Product).where(Product.name == "Barista Oat Milk")).one()
        milk.spoken_aliases = aliases  # type: ignore[assignment]
        session.commit()


def take(installation: Installation, transcript: Transcript) -> str:
    with installation.database.session() as session:
        customer_id = session.scalars(select(Customer.id)).one()
        recording = make_recording(session, session.scalars(select(Staff)).one(), customer_id=customer_id)
        take_note(session, installation, recording, transcript, is_trial=True)
        session.commit()
        return recording.id


def waiting(session: Session) -> Job:
    return session.scalars(select(Job).where(Job.kind == READ_AGAIN)).one()


def run_again(installation: Installation) -> None:
    with installation.database.session() as session:
        job = claim(session, "test", (READ_AGAIN,))
        session.commit()
    assert job is not None
    read_again(installation, job)


def test_the_words_are_kept_without_facts_and_say_so(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    break_names(installation, [5])
    take(installation, heard(SAID))
    with installation.database.session() as session:
        entry = session.scalars(select(Entry)).one()
        transcript = entry.recording.transcript
        assert transcript is not None and transcript.text.startswith("they want twelve cases of oat milk")
        assert "nine four" not in transcript.text  # what cuts secrets needs no names
        reading = read_entry(entry, transcript, Lexicon())
        assert (reading.problem, reading.summary, reading.facts) == (UNREAD, UNREAD, ())
        ana = session.scalars(select(Staff)).one()
        confirm_entry(session, entry, Identity(ana.id, ana.name, Role.REP))
        assert entry.confirmed_at is None  # nobody can find right what was not read
    told = capsys.readouterr().out
    assert ("a reader failed" in told and "TypeError" in told) or "AttributeError" in told
    assert "oat milk" not in told and "twelve" not in told


def test_it_is_read_again_by_itself_only_after_an_update_and_waits_on_when_that_did_not_help(
    installation: Installation,
) -> None:
    break_names(installation, [5])
    take(installation, heard(SAID))
    plan_reading_again(installation)
    with installation.database.session() as session:
        assert waiting(session).state == JobState.PARKED  # the same readers would break again
        waiting(session).arguments = {**waiting(session).arguments, "readers": "of the version before"}
        session.commit()
    plan_reading_again(installation)
    run_again(installation)
    with installation.database.session() as session:
        job = waiting(session)
        assert (job.state, job.arguments["readers"]) == (JobState.PARKED, readers_mark())
        job.arguments = {**job.arguments, "readers": "of the version before"}
        session.commit()
    break_names(installation, ["oat milk"])
    plan_reading_again(installation)
    run_again(installation)
    with installation.database.reading() as session:
        entry = session.scalars(select(Entry)).one()
        assert entry.newest.content["products"][0]["quantity"] == 12
        assert waiting(session).state == JobState.DONE


def test_facts_read_before_stand_when_reading_again_breaks(installation: Installation) -> None:
    recording_id = take(installation, heard(SAID))
    break_names(installation, [5])
    with installation.database.session() as session:
        take_note(session, installation, session.get_one(Recording, recording_id), heard(SAID), is_trial=True)
        session.commit()
        assert session.scalars(select(Entry)).one().newest.content["products"][0]["quantity"] == 12


def test_what_cannot_be_searched_for_secrets_is_not_written_anywhere(
    installation: Installation, settings: Settings
) -> None:
    broken = Transcript((*heard(SAID).words, Word(7, 9.0, 9.3, 0.9)), 10.0, "test-model")  # type: ignore[arg-type]
    recording_id = take(installation, broken)
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        assert (recording.state, recording.problem) == (RecordingState.UNDECODABLE, NOT_CUT)
        assert recording.transcript is None and waiting(session).state == JobState.PARKED
    for path in Path(settings.var_dir).parent.rglob("*"):
        assert not path.is_file() or b"nine four" not in path.read_bytes(), path.name


def test_words_of_before_stand_when_those_heard_again_cannot_be_searched(installation: Installation) -> None:
    recording_id = take(installation, heard(SAID))
    broken = Transcript((Word(7, 9.0, 9.3, 0.9),), 10.0, "test-model")  # type: ignore[arg-type]
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        take_note(session, installation, recording, broken, is_trial=True)
        assert (recording.state, recording.problem) == (RecordingState.READY, NOT_CUT_AGAIN)
        assert recording.transcript is not None and "oat milk" in recording.transcript.text


def test_a_typed_note_on_which_readers_break_is_kept_too(installation: Installation) -> None:
    break_names(installation, [5])
    with installation.database.session() as session:
        at = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(hours=15)
        recording = make_recording(session, session.scalars(select(Staff)).one(), started_at=at)
        keep_written(session, installation, recording, "They want 12 cases of oat milk")
        session.commit()
        entry = session.scalars(select(Entry)).one()
        assert entry.newest.content["unread"] and recording.transcript is not None

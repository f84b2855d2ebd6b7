"""Kept notes are heard again with another model; what people did to them stays, and nothing heard is lost."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from models.base import new_id
from models.entry import Entry, EntryVersion
from models.event import Event
from models.job import claim
from models.recording import PastTranscript, Recording, RecordingSource, RecordingState, Transcript
from models.search import SearchDocument
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.errors import NotFound, Problem
from server.services.intake.whole_file import WholeFile, take_file
from server.services.notes.entry_correction import confirm_entry, correct_entry
from server.services.notes.entry_reading import read_entry
from server.services.notes.hearing import Hearing
from server.services.notes.hearing_again import HearingAgain, hear_again, heard_otherwise
from server.services.notes.recording_intake import HEAR, HEAR_AGAIN
from server.services.notes.speech import chosen_speech_model
from server.settings import Settings
from tests.support.encoded_audio import encode, tone
from tests.support.makers import make_catalogue, make_customer, make_staff
from tests.support.recordings import SAMPLES, WAV
from voice.ears import Ears
from voice.speech_models import TRIAL_MODEL_PATH

NOTE = SAMPLES["webm-opus-24k"].data
BETTER, GERMAN = "vosk-model-small-en-us-9.9", "vosk-model-small-de-0.15"


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    with Ears() as opened:
        yield opened


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    """An installation with a second English model and one that calls itself German."""
    for name in (BETTER, GERMAN):
        shutil.copytree(TRIAL_MODEL_PATH, settings.models_dir / name)
    opened = Installation.open(replace(settings, speech_model=TRIAL_MODEL_PATH.name))
    yield opened
    opened.database.close()


@pytest.fixture
def ana(installation: Installation) -> Identity:
    with installation.database.session() as session:
        staff = make_staff(session)
        make_customer(session, "Blue Harbor Cafe")
        make_catalogue(session)
        session.commit()
        return Identity(staff.id, staff.name, Role.REP)


def heard(installation: Installation, ears: Ears, ana: Identity, data: bytes = NOTE) -> str:
    """Take a note and hear it; return its id."""
    recording_id = take_file(installation, ana, WholeFile(io.BytesIO(data), RecordingSource.POST)).recording_id
    work(installation, ears)
    return recording_id


def work(installation: Installation, ears: Ears) -> None:
    model = chosen_speech_model(installation.settings)
    for kind, hearing in ((HEAR, Hearing), (HEAR_AGAIN, HearingAgain)):
        with installation.database.session() as session:
            job = claim(session, "test", (kind,))
            session.commit()
        if job is not None:
            hearing(installation, job, ears, model, lambda: False).run()


def again(
    installation: Installation, ears: Ears, recording_id: str, model: str | None, language: str | None = None
) -> None:
    with installation.database.session() as session:
        hear_again(session, installation.settings, session.get_one(Recording, recording_id), model, language)
        session.commit()
    work(installation, ears)


def test_the_words_of_the_other_model_replace_the_earlier_ones_which_are_kept(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    recording_id = heard(installation, ears, ana)
    again(installation, ears, recording_id, BETTER)
    with installation.database.reading() as session:
        words = session.get_one(Transcript, recording_id)
        (past,) = session.scalars(select(PastTranscript)).all()
        assert (words.model, words.model_version, words.language) == (BETTER, "9.9", "en-us")
        assert (past.model, past.language, past.text) == (TRIAL_MODEL_PATH.name, "en", words.text)
        assert len(past.model_version) == 12
        assert session.get_one(Recording, recording_id).state == RecordingState.READY


def test_a_corrected_item_survives_with_its_place_in_the_sound(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    recording_id = heard(installation, ears, ana)
    with installation.database.session() as session:
        entry = session.scalars(select(Entry)).one()
        lexicon = installation.lexicon.current(session)
        item = entry.newest.content["products"][0]["item_id"]
        change = {"op": "set", "item_id": item, "attribute": "quantity", "value": 7}
        correct_entry(session, entry, new_id(), [change], ana, lexicon=lexicon, zone="America/Chicago")
        # The earlier model heard two words more at the beginning: its facts count from there.
        transcript = session.get_one(Transcript, recording_id)
        transcript.words = [["zebra", 0.0, 0.1, 1.0], ["crossing", 0.1, 0.2, 1.0], *transcript.words]
        transcript.text = f"zebra crossing {transcript.text}"
        session.commit()
    before = reading(installation, recording_id)
    again(installation, ears, recording_id, BETTER)
    after = reading(installation, recording_id)
    assert after == before and any("7" in fact.text for fact in after)
    with installation.database.reading() as session:
        versions = session.scalars(select(EntryVersion).order_by(EntryVersion.number)).all()
        assert [version.made_by_id for version in versions] == [None, ana.staff_id]


def reading(installation: Installation, recording_id: str) -> list[object]:
    with installation.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.recording_id == recording_id)).one()
        read = read_entry(entry, session.get_one(Transcript, recording_id), installation.lexicon.current(session))
        return list(read.facts)


def test_an_entry_that_a_person_found_right_stays_as_it_was(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    recording_id = heard(installation, ears, ana)
    with installation.database.session() as session:
        confirm_entry(session, session.scalars(select(Entry)).one(), ana)
        session.commit()
    again(installation, ears, recording_id, None, "de")
    with installation.database.reading() as session:
        (version,) = session.scalars(select(EntryVersion)).all()
        assert version.content["products"]


def test_the_search_follows_the_new_words_and_the_desk_is_told(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    recording_id = heard(installation, ears, ana)
    with installation.database.session() as session:
        session.get_one(Transcript, recording_id).text = "zebra"
        session.scalars(select(SearchDocument).where(SearchDocument.subject_id == recording_id)).one().body = "zebra"
        last = session.scalars(select(Event.id).order_by(Event.id.desc())).first() or 0
        session.commit()
    again(installation, ears, recording_id, BETTER)
    with installation.database.reading() as session:
        body = session.scalars(select(SearchDocument.body).where(SearchDocument.subject_id == recording_id)).one()
        assert "zebra" not in body and "olive oil" in body
        assert "entry.made" in session.scalars(select(Event.kind).where(Event.id > last)).all()


def test_where_the_other_model_hears_nothing_the_earlier_words_stay(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    recording_id = heard(installation, ears, ana, encode(tone(1) * 0, "wav", "pcm_s16le"))
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id)
        recording.state, transcript = RecordingState.READY, session.get_one(Transcript, recording_id)
        transcript.text, transcript.words = "kept words", [["kept", 0.0, 0.1, 1.0], ["words", 0.1, 0.2, 1.0]]
        session.commit()
    again(installation, ears, recording_id, BETTER)
    with installation.database.reading() as session:
        assert session.get_one(Transcript, recording_id).text == "kept words"
        assert "earlier words stay" in (session.get_one(Recording, recording_id).problem or "")


def test_a_language_without_rules_gives_words_and_no_facts_and_says_so(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    with installation.database.session() as session:
        session.get_one(Staff, ana.staff_id).language = "de"
        session.commit()
    recording_id = heard(installation, ears, ana)
    with installation.database.reading() as session:
        recording, entry = session.get_one(Recording, recording_id), session.scalars(select(Entry)).one()
        words = session.get_one(Transcript, recording_id)
        read = read_entry(entry, words, installation.lexicon.current(session))
        assert (words.model, words.language, recording.language) == (GERMAN, "de", "de")
        assert words.text and read.facts == () and "German (de)" in read.summary
        assert recording.problem is not None and "model" not in recording.problem


def test_english_rules_are_not_laid_on_what_an_english_model_made_of_french(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    with installation.database.session() as session:
        session.get_one(Staff, ana.staff_id).language = "fr"
        session.commit()
    recording_id = heard(installation, ears, ana)
    with installation.database.reading() as session:
        recording, entry = session.get_one(Recording, recording_id), session.scalars(select(Entry)).one()
        assert "No speech model for French (fr)" in (recording.problem or "")
        assert (
            read_entry(entry, session.get_one(Transcript, recording_id), installation.lexicon.current(session)).facts
            == ()
        )


def test_a_note_in_the_wrong_language_is_heard_again_in_the_right_one(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    with installation.database.session() as session:
        session.get_one(Staff, ana.staff_id).language = "de"
        session.commit()
    recording_id = heard(installation, ears, ana)
    again(installation, ears, recording_id, None, "en")
    with installation.database.reading() as session:
        assert session.get_one(Recording, recording_id).language == "en"
        entry = session.scalars(select(Entry)).one()
        assert read_entry(entry, session.get_one(Transcript, recording_id), installation.lexicon.current(session)).facts


def test_only_what_another_model_heard_is_found_for_hearing_again(
    installation: Installation, ears: Ears, ana: Identity
) -> None:
    one, other = heard(installation, ears, ana), heard(installation, ears, ana, WAV.data)
    again(installation, ears, one, BETTER)
    with installation.database.reading() as session:
        assert [recording.id for recording in heard_otherwise(session, BETTER, "9.9")] == [other]
        assert {recording.id for recording in heard_otherwise(session, "", "")} == {one, other}


def test_what_cannot_be_is_refused_in_words(installation: Installation, ears: Ears, ana: Identity) -> None:
    recording_id = heard(installation, ears, ana, WAV.data)
    with pytest.raises(NotFound, match=BETTER):
        again(installation, ears, recording_id, "vosk-model-xx")
    with pytest.raises(Problem, match="tag"):
        again(installation, ears, recording_id, None, "not a language")


def test_models_beyond_the_limit_leave_the_memory(installation: Installation) -> None:
    with Ears(most_models=1) as few:
        for name in (BETTER, GERMAN, BETTER):
            few.load(installation.settings.models_dir / name)
        assert [folder.rsplit("/", 1)[-1] for folder in few.models_in_memory()] == [BETTER]

"""The demo company: four weeks of believable history, the same each time, never mixed with real data."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.appointment import Appointment
from models.base import Base, now
from models.customer import Customer
from models.database import Database, open_database
from models.entry import Entry, EntryVersion
from models.event import Event
from models.everything import RECORDS
from models.finding import find
from models.job import Job, JobState
from models.question import Question, unanswered_questions
from models.recording import Chunk, Recording, RecordingState, Transcript
from models.search import SearchDocument
from models.staff import Role, Staff
from models.visit import Visit
from server.demo.filling import DemoRefused, fill_demo
from server.services.customers.round_reading import Asking, read_customers
from server.services.notes.recording_store import RecordingStore
from server.settings import Settings

UP_TO = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # a Friday, half past three in Chicago


@pytest.fixture(scope="module")
def filled_settings(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("halyard")
    shutil.copyfile(sqlite_template, folder / "rounds.sqlite3")
    return Settings(var_dir=folder)


@pytest.fixture(scope="module")
def filled(filled_settings: Settings) -> Iterator[Database]:
    """A database that was filled once; tests only read it."""
    database = open_database(filled_settings.database)
    fill_demo(database, filled_settings, at=UP_TO)
    yield database
    database.close()


@pytest.fixture
def halyard(filled: Database) -> Iterator[Session]:
    with filled.reading() as session:
        yield session


def counts(session: Session) -> dict[str, int]:
    return {r.__tablename__: session.scalar(select(func.count()).select_from(r)) or 0 for r in RECORDS}


def test_every_rep_was_on_the_road_for_four_weeks(halyard: Session) -> None:
    visits = halyard.scalars(select(Visit)).all()
    by_rep = Counter(visit.staff_id for visit in visits)
    assert len(by_rep) == 8 and min(by_rep.values()) > 50
    assert (UP_TO - min(visit.arrived_at for visit in visits)).days == 28
    assert {visit.customer_id for visit in visits} >= set(halyard.scalars(select(Customer.id)))


def test_most_visits_are_confirmed_some_probable_and_some_nowhere_known(halyard: Session) -> None:
    visits = halyard.scalars(select(Visit)).all()
    confirmed = [visit for visit in visits if visit.decision is not None]
    questions = [visit for visit in visits if visit.is_question]
    assert len(confirmed) > 0.8 * len(visits)
    assert len([visit for visit in questions if visit.customer_id]) >= 5
    assert any(visit.customer_id is None for visit in questions)
    assert all(visit.reasons and visit.left_at > visit.arrived_at for visit in visits)
    assert all(len(visit.alternatives) >= 2 for visit in questions if visit.customer_id and len(visit.reasons) > 3)


def test_nothing_happens_in_the_future_and_events_are_in_order(halyard: Session) -> None:
    events = halyard.scalars(select(Event).where(Event.kind != "demo.filled").order_by(Event.id)).all()
    instants = [event.at for event in events]
    assert instants == sorted(instants) and instants[-1] <= UP_TO
    assert (halyard.scalar(select(func.max(Recording.started_at))) or UP_TO) <= UP_TO
    assert (halyard.scalar(select(func.max(EntryVersion.made_at))) or UP_TO) <= UP_TO


def test_notes_are_understood_by_the_engine_and_point_into_their_words(halyard: Session) -> None:
    entries = halyard.scalars(select(Entry)).all()
    with_product = [entry for entry in entries if entry.newest.content["products"]]
    assert len(entries) > 150
    assert len(with_product) > 0.4 * len(entries)
    for entry in entries:
        transcript = entry.recording.transcript
        assert transcript is not None and not transcript.is_trial
        last = len(transcript.words) - 1
        assert all(item["evidence"]["end_word"] <= last for item in entry.newest.content["products"])
        ends_s = [word[2] for word in transcript.words]
        assert ends_s == sorted(ends_s) and ends_s[-1] <= transcript.seconds


def test_reps_corrected_some_entries_and_confirmed_most(halyard: Session) -> None:
    entries = halyard.scalars(select(Entry)).all()
    corrected = [entry for entry in entries if len(entry.versions) > 1]
    assert len(corrected) >= 3
    assert all(entry.newest.made_by_id == entry.recording.staff_id for entry in corrected)
    assert len([entry for entry in entries if entry.confirmed_at]) > 0.5 * len(entries)


def test_no_secret_that_was_spoken_is_kept_anywhere(halyard: Session) -> None:
    kept = " ".join(halyard.scalars(select(Transcript.text)))
    kept += " ".join(halyard.scalars(select(SearchDocument.folded)))
    kept += str(halyard.scalars(select(EntryVersion.content)).all())
    assert "[card]" in kept and "[access]" in kept and "[birthday]" in kept
    for secret in ("four five three nine", "seven three one nine", "ninth of february"):
        assert secret not in kept


def test_one_note_belongs_to_no_customer(halyard: Session) -> None:
    homeless = halyard.scalars(select(Recording).where(Recording.customer_id.is_(None))).all()
    assert [recording.state for recording in homeless] == [RecordingState.READY]


def test_written_notes_have_no_sound_and_the_spoken_ones_wait_to_be_heard(
    halyard: Session, filled_settings: Settings
) -> None:
    recordings = halyard.scalars(select(Recording)).all()
    silent = [recording for recording in recordings if recording.chunk_count == 0]
    sounding = [recording for recording in recordings if recording.chunk_count]
    assert len(sounding) == 9 and len({recording.staff_id for recording in sounding}) == 8
    assert {recording.state for recording in silent} == {RecordingState.READY}
    assert {recording.state for recording in sounding} == {RecordingState.WAITING}
    jobs = halyard.scalars(select(Job)).all()
    assert {job.arguments["recording_id"] for job in jobs} == {recording.id for recording in sounding}
    assert {job.state for job in jobs} == {JobState.READY}
    store = RecordingStore(filled_settings.recordings_dir)
    for recording in sounding:
        assert sum(map(len, store.chunks(recording.id, recording.chunk_count or 0))) == halyard.scalar(
            select(func.sum(Chunk.size)).where(Chunk.recording_id == recording.id)
        )


def test_customers_contacts_and_words_of_notes_are_found(halyard: Session) -> None:
    assert find(halyard, "blue hen cafe")[0].title == "Blue Hen Cafe"
    assert "Gianluca Marchetti" in [document.title for document in find(halyard, "gianluca")]
    assert any("leaking" in document.body for document in find(halyard, "keg leaking"))


def test_answered_questions_are_not_asked_again(halyard: Session) -> None:
    asked = halyard.scalar(select(func.count()).select_from(Question)) or 0
    customers = halyard.scalars(select(Customer.id)).all()
    left = [len(unanswered_questions(halyard, customer_id)) for customer_id in customers]
    assert asked >= 6 and max(left) == asked


def test_nobody_of_the_demo_can_sign_in_with_a_known_password(halyard: Session) -> None:
    staff = halyard.scalars(select(Staff)).all()
    assert Counter(person.role for person in staff) == {Role.REP: 8, Role.SUPPORT: 8, Role.MANAGER: 2}
    assert not any(person.password_hash or person.passkeys for person in staff)


def test_filling_twice_changes_nothing(filled: Database, filled_settings: Settings) -> None:
    with filled.reading() as session:
        before = counts(session)
    told = fill_demo(filled, filled_settings)
    with filled.reading() as session:
        assert counts(session) == before
    assert "nothing was changed" in told


def test_a_database_with_real_customers_is_refused_and_left_alone(database: Database, settings: Settings) -> None:
    with database.session() as session:
        session.add(Customer(name="A real customer"))
        session.commit()
    with pytest.raises(DemoRefused, match=r"holds 1 customers already.*VAR_DIR"):
        fill_demo(database, settings)
    with database.reading() as session:
        # Beside the customer only the note that names changed, which triggers write.
        assert {table for table, count in counts(session).items() if count} == {"customer", "name_change"}
        assert counts(session)["customer"] == 1


@pytest.mark.slow
@pytest.mark.postgresql
def test_the_demo_fills_postgresql_too(postgresql_url: str, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, database_url=postgresql_url)
    database = open_database(settings.database)
    try:
        told = fill_demo(database, settings, at=now())
        with database.reading() as session:
            filled_tables = {table for table, count in counts(session).items() if count}
    finally:
        database.close()
    assert told.startswith("The demo company Halyard Foods is in: 150 customers, 8 reps")
    untouched = {"fix", "pairing_code", "passkey", "sign_in_link", "unread_message"}
    untouched |= {"location_choice", "matched_period", "own_place", "position_pause", "position_source"}
    untouched |= {"position_tally", "push_subscription", "reminder"}
    untouched |= {"api_token", "import_change", "import_run", "intake_batch", "learnt_alias", "past_transcript"}
    untouched |= {"complaint_route", "dismissed_offer", "fact_kind"}
    untouched |= {"access_line", "closed_topic", "feed_link", "letter", "panel_origin", "webhook", "webhook_delivery"}
    untouched |= {"duplicate", "merge"}
    untouched |= {"digest", "follow", "handover", "message", "notice", "notice_choice"}
    assert filled_tables >= set(Base.metadata.tables) - untouched


def test_every_rep_has_something_ahead_and_some_customers_are_due(halyard: Session) -> None:
    reps = set(halyard.scalars(select(Staff.id).where(Staff.role == Role.REP)))
    assert set(halyard.scalars(select(Appointment.staff_id).where(Appointment.starts_at > UP_TO))) == reps
    zone = ZoneInfo("America/Chicago")
    rounds = [read_customers(halyard, Asking(rep, UP_TO, zone, 30)) for rep in sorted(reps)]
    lights = Counter(customer.due for customers in rounds for customer in customers if customer.is_mine)
    assert min(lights["red"], lights["amber"], lights["green"]) >= 8, lights

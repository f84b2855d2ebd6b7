"""Export, an empty installation, import: the same counts, the same hashes, the same sound; or nothing at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.base import now
from models.database import Database, open_database
from models.event import Event, record_event
from models.everything import RECORDS
from models.job import Job
from models.recording import Chunk, Recording, RecordingState, Transcript
from models.schema import migrate
from models.staff import Staff
from server.services.archive import making
from server.services.archive.contents import BLANKED, LEFT_OUT, travelling
from server.services.archive.making import LOCKED, make_archive
from server.services.archive.manifest import MANIFEST, NotUsable
from server.services.archive.table_lines import table_sums
from server.services.archive.taking import take_archive
from server.services.notes.kept_sound import mark_of
from server.services.notes.note_index import index_note
from server.services.notes.recording_store import RecordingStore
from server.services.search.searching import search
from server.settings import PROJECT_ROOT
from tests.support.full_tables import fill_every_table
from tests.support.makers import make_customer, make_recording, make_staff

SOUND = [b"first \x00 piece", b"second piece"]


@pytest.fixture
def store(tmp_path: Path) -> RecordingStore:
    return RecordingStore(tmp_path / "from")


@pytest.fixture
def elsewhere(tmp_path: Path) -> RecordingStore:
    return RecordingStore(tmp_path / "to")


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'empty.sqlite3')}")
    yield opened
    opened.close()


def keep_note(database: Database, store: RecordingStore, **about: object) -> str:
    """Keep a note with two pieces of sound; return its id."""
    with database.session() as session:
        ana = session.scalars(select(Staff).where(Staff.name == "Ana Ruiz")).first() or make_staff(session)
        note = make_recording(session, ana, state=RecordingState.READY, chunk_count=len(SOUND), **about)
        for number, data in enumerate(SOUND):
            sha256 = store.save(note.id, number, data)
            session.add(Chunk(recording_id=note.id, number=number, size=len(data), sha256=sha256))
        session.commit()
        return note.id


def sums(database: Database) -> dict[str, object]:
    with database.reading() as session:
        return dict(table_sums(session))


def count_rows(database: Database) -> int:
    with database.reading() as session:
        return sum(session.scalar(text(f'SELECT count(*) FROM "{table.name}"')) or 0 for table in travelling())


def test_every_table_travels_or_is_named_with_the_reason_why_it_stays() -> None:
    tables = {record.__tablename__ for record in RECORDS}
    assert {table.name for table in travelling()} | LEFT_OUT.keys() == tables
    assert all(LEFT_OUT.values())


def test_every_column_of_every_table_comes_back_as_it_was(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    with database.session() as session:
        fill_every_table(session)
        session.commit()
    made = make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    taken = take_archive(empty, elsewhere, tmp_path / "a.zip")
    assert made.rows == taken.rows == 3 * len(travelling())
    assert sums(empty) == sums(database)
    make_archive(empty, elsewhere, "Halyard Foods", tmp_path / "b.zip")
    first, second = (json.loads(zipfile.ZipFile(tmp_path / f"{name}.zip").read(MANIFEST)) for name in "ab")
    assert first["tables"] == second["tables"] and first["sound"] == second["sound"]


def test_what_is_unknown_is_null_again(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    """JSON's own null reads the same and is found by no query for what is unknown: sound still to be silenced."""
    with database.session() as session:
        fill_every_table(session)
        session.commit()
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    take_archive(empty, elsewhere, tmp_path / "a.zip")
    assert nulls(database) == nulls(empty)
    assert nulls(empty)["recording.silenced"] == 1


def nulls(database: Database) -> dict[str, int]:
    """Count for each column that may be unknown in how many rows it is."""
    with database.reading() as session:
        return {
            f"{table.name}.{column.name}": session.scalar(
                text(f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}" IS NULL')
            )
            or 0
            for table in travelling()
            for column in table.columns
            if column.nullable and (table.name, column.name) not in BLANKED
        }


def test_what_was_on_sqlite_goes_on_on_postgresql(
    postgresql_url: str, sqlite_url: str, store: RecordingStore, elsewhere: RecordingStore, tmp_path: Path
) -> None:
    here, there = open_database(sqlite_url), open_database(postgresql_url)
    with here.session() as session:
        fill_every_table(session, 12)
        session.commit()
    make_archive(here, store, "Halyard Foods", tmp_path / "a.zip")
    take_archive(there, elsewhere, tmp_path / "a.zip")
    assert sums(there) == sums(here)
    with there.session() as session:
        record_event(session, "note.kept")  # numbers go on after those that came
        session.commit()
        assert session.scalars(select(Event.id).order_by(Event.id.desc())).first() == 13
    here.close()
    there.close()


def test_the_sound_is_the_same_byte_for_byte_and_a_note_is_found(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    note_id = keep_note(database, store)
    with database.session() as session:
        note = session.get_one(Recording, note_id)
        words = [["cloves", 0.0, 0.5, 1.0]]
        note.transcript = Transcript(text="zanzibar cloves", words=words, seconds=1.0, model="m", is_trial=False)
        index_note(session, note)
        session.commit()
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    take_archive(empty, elsewhere, tmp_path / "a.zip")
    assert list(elsewhere.chunks(note_id, 2)) == SOUND
    with empty.reading() as session:
        assert [found.document.subject_id for found in search(session, "anziba")] == [note_id]


def test_nobody_gets_in_by_what_travelled(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    with database.session() as session:
        fill_every_table(session)
        session.commit()
        secrets = {
            value
            for column in ("staff.password_hash", "device.token_sha256", "webhook.secret", "api_token.token_sha256")
            for value in session.scalars(text(f"SELECT {column.partition('.')[2]} FROM {column.partition('.')[0]}"))
        }
    assert len(secrets) == 9  # phones and programs are known by tokens of one form
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert not any(f"tables/{table}.jsonl" in archive.namelist() for table in LEFT_OUT)
    assert [secret for secret in secrets if secret in everything] == []
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0


def test_sound_that_is_not_silenced_yet_stays_and_silenced_sound_goes(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    stretches = [[0.2, 0.9, "card"]]
    locked = keep_note(database, store, silenced=stretches)
    silenced = keep_note(database, store, silenced=stretches, silenced_at=now())
    with database.reading() as session:
        mark = mark_of(session.get_one(Recording, silenced))
    store.put_silenced(silenced, mark, b"OggS silence")
    made = make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    assert made.silent == {locked: LOCKED}
    taken = take_archive(empty, elsewhere, tmp_path / "a.zip")
    assert taken.silent == {locked: LOCKED}
    assert elsewhere.silenced_path(silenced, mark).read_bytes() == b"OggS silence"
    assert sorted(path.name for path in elsewhere.folder.rglob("*") if path.is_file()) == [f"silenced-{mark}.ogg"]


def test_what_was_still_to_be_heard_is_promised_anew(
    database: Database, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path
) -> None:
    heard, waiting = keep_note(database, store), keep_note(database, store)
    with database.session() as session:
        session.get_one(Recording, waiting).state = RecordingState.WAITING
        session.commit()
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    take_archive(empty, elsewhere, tmp_path / "a.zip")
    with empty.reading() as session:
        assert [job.arguments["recording_id"] for job in session.scalars(select(Job))] == [waiting] != [heard]


def test_a_place_that_holds_something_already_is_left_as_it_is(
    database: Database, store: RecordingStore, tmp_path: Path
) -> None:
    keep_note(database, store)
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    before = sums(database)
    with pytest.raises(NotUsable, match="goes into an empty one"):
        take_archive(database, store, tmp_path / "a.zip")
    assert sums(database) == before


def rewritten(source: Path, target: Path, part: str, change: object) -> Path:
    """Copy an archive with one part changed by a function of its bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.endswith(part) else data)  # type: ignore[operator]
    return target


def of_a_newer_version(told: bytes) -> bytes:
    return json.dumps({**json.loads(told), "schema": "9999"}).encode()


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        ("customer.jsonl", lambda data: data.replace(b"Bellavista", b"Bellavitsa"), "is damaged"),
        ("000001.chunk", lambda data: data[:-1] + b"X", "is damaged"),
        ("sound.jsonl", lambda data: data.replace(b"sound/", b"sound/../../", 1), "is damaged"),
        ("staff.jsonl", lambda data: b'{"id":"x","colour":"red"}\n', "is damaged"),
        (MANIFEST, of_a_newer_version, "newer Rounds"),
        (MANIFEST, lambda data: b'{"format": "another"}', "no archive made by"),
        (MANIFEST, lambda data: b"[]", "no archive made by"),
    ],
)
def test_a_damaged_or_foreign_archive_says_so_and_changes_nothing(
    sqlite_url: str,
    store: RecordingStore,
    elsewhere: RecordingStore,
    empty: Database,
    tmp_path: Path,
    part: str,
    change: object,
    says: str,
) -> None:
    database = open_database(sqlite_url)
    with database.session() as session:
        make_customer(session, "Bellavista Bistro")
        session.commit()
    keep_note(database, store)
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    database.close()
    broken = rewritten(tmp_path / "a.zip", tmp_path / "broken.zip", part, change)
    with pytest.raises(NotUsable, match=says):
        take_archive(empty, elsewhere, broken)
    migrate(empty)
    assert count_rows(empty) == 0
    taken = take_archive(empty, elsewhere, tmp_path / "a.zip")  # the good one goes in after it
    assert taken.sounds == 2


@pytest.mark.parametrize("cut", [0, 10, 2_000])
def test_half_a_file_and_no_file_say_what_to_do(
    sqlite_url: str, store: RecordingStore, elsewhere: RecordingStore, empty: Database, tmp_path: Path, cut: int
) -> None:
    database = open_database(sqlite_url)
    keep_note(database, store)
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    database.close()
    half = tmp_path / "half.zip"
    half.write_bytes((tmp_path / "a.zip").read_bytes()[:cut])
    with pytest.raises(NotUsable, match="damaged"):
        take_archive(empty, elsewhere, half)
    with pytest.raises(NotUsable, match="no file"):
        take_archive(empty, elsewhere, tmp_path / "nowhere.zip")


def test_a_full_disk_leaves_no_half_archive_and_an_old_file_is_never_written_over(
    sqlite_url: str, store: RecordingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sqlite_url)
    keep_note(database, store)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(making.os, "fsync", full)
        make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    assert not list(tmp_path.glob("*.zip")) and not list(tmp_path.glob(".*half"))
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    kept = (tmp_path / "a.zip").read_bytes()
    with pytest.raises(NotUsable, match="is there already"):
        make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == kept
    database.close()


@pytest.mark.slow
def test_the_commands_and_an_import_that_is_killed(sqlite_url: str, store: RecordingStore, tmp_path: Path) -> None:
    def rounds(folder: str, *arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "VAR_DIR": str(tmp_path / folder), "DATABASE_URL": ""}
        command = [sys.executable, "-m", "server", *arguments]
        return subprocess.Popen(
            command, cwd=PROJECT_ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    database = open_database(sqlite_url)
    with database.session() as session:
        fill_every_table(session, 200)
        session.commit()
    make_archive(database, store, "Halyard Foods", tmp_path / "a.zip")
    expected = sums(database)
    database.close()
    killed = rounds("there", "import-archive", str(tmp_path / "a.zip"))
    held = tmp_path / "there" / "rounds.sqlite3-wal"
    while killed.poll() is None and not (held.exists() and held.stat().st_size > 200_000):
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL, "it was done before it could be killed"
    again = rounds("there", "import-archive", str(tmp_path / "a.zip"))
    told = again.communicate()[0]
    assert again.returncode == 0 and "each as it was written" in told and "admin-link" in told
    there = open_database(f"sqlite:///{tmp_path / 'there' / 'rounds.sqlite3'}")
    assert sums(there) == expected
    there.close()
    refused = rounds("there", "import-archive", str(tmp_path / "a.zip"))
    assert "goes into an empty one" in refused.communicate()[0] and refused.returncode == 2
    exported = rounds("there", "export", str(tmp_path / "b.zip"))
    assert "rows, 0 files of sound" in exported.communicate()[0] and exported.returncode == 0

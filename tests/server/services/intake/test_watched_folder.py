"""Files put into the watched folder are taken when they are whole, once, and moved aside when they are safe."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from models.intake_batch import IntakeBatch
from models.recording import Recording
from server.current import Identity, Installation
from server.errors import StorageFull
from server.services.intake.watched_folder import TAKEN, take_from_folder
from tests.support.makers import make_staff
from tests.support.recordings import SAMPLES, WAV, Sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def take(installation: Installation, folder: Path, email: str = "ana@halyard.example") -> int:
    return take_from_folder(installation, folder, email, settled_s=0.0)


def recordings(installation: Installation) -> list[Recording]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Recording).order_by(Recording.source_name)))


def test_a_file_is_taken_and_moved_aside(installation: Installation, ana: Identity, folder: Path) -> None:
    (folder / "20260310_104000.wav").write_bytes(WAV.data)
    assert take(installation, folder) == 1
    (recording,) = recordings(installation)
    assert (recording.staff_id, recording.source, recording.started_from) == (ana.staff_id, "folder", "file_name")
    assert (folder / TAKEN / "20260310_104000.wav").read_bytes() == WAV.data
    assert take(installation, folder) == 0


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_every_format_is_taken_byte_for_byte(
    installation: Installation, ana: Identity, folder: Path, sample: Sample
) -> None:
    (folder / "sound").write_bytes(sample.data)
    assert take(installation, folder) == 1
    (recording,) = recordings(installation)
    chunks = installation.recordings.chunks(recording.id, recording.chunk_count or 0)
    assert b"".join(chunks) == sample.data


def test_a_sub_folder_bears_the_name_of_its_person(installation: Installation, ana: Identity, folder: Path) -> None:
    with installation.database.session() as session:
        people = [
            make_staff(session, "Ben Ode", email="ben@halyard.example"),
            make_staff(session, "Cy Fox", reference="R7"),
        ]
        session.commit()
    for name, sound in (("Ben@halyard.example", WAV), ("r7", SAMPLES["note-07.ogg"]), ("R7", SAMPLES["note-09.webm"])):
        (folder / name / "monday").mkdir(parents=True)
        (folder / name / "monday" / "note").write_bytes(sound.data)
    assert take(installation, folder) == 2
    assert {recording.staff_id for recording in recordings(installation)} == {one.id for one in people}
    assert (folder / "r7" / "monday" / "note").exists()
    assert (folder / TAKEN / "R7" / "monday" / "note").exists()


def test_a_file_that_still_grows_is_left_until_it_is_whole(
    installation: Installation, ana: Identity, folder: Path
) -> None:
    path, is_done = folder / "long.wav", threading.Event()

    def write() -> None:
        with path.open("wb", buffering=0) as file:
            for at in range(0, len(WAV.data), 40_000):
                file.write(WAV.data[at : at + 40_000])
                time.sleep(0.1)
        is_done.set()

    writer = threading.Thread(target=write)
    writer.start()
    taken_early = 0
    while not is_done.is_set():
        taken_early += take_from_folder(installation, folder, "ana@halyard.example", settled_s=2.0)
    writer.join()
    assert taken_early == 0
    assert take(installation, folder) == 1
    (recording,) = recordings(installation)
    chunks = installation.recordings.chunks(recording.id, recording.chunk_count or 0)
    assert b"".join(chunks) == WAV.data


def test_who_was_killed_before_moving_takes_nothing_twice(
    installation: Installation, ana: Identity, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    (folder / "note.wav").write_bytes(WAV.data)
    with monkeypatch.context() as killing:
        killing.setattr("server.services.intake.watched_folder._move_aside", die)
        with pytest.raises(Killed):
            take(installation, folder)
    assert (folder / "note.wav").exists() and take(installation, folder) == 1
    assert len(recordings(installation)) == 1


def test_a_full_disk_leaves_the_file_where_it_is(
    installation: Installation, ana: Identity, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageFull("full")

    (folder / "note.wav").write_bytes(WAV.data)
    monkeypatch.setattr("server.services.notes.recording_store.RecordingStore.save", refuse)
    with pytest.raises(StorageFull):
        take(installation, folder)
    assert (folder / "note.wav").read_bytes() == WAV.data


def test_two_files_of_one_name_are_both_kept(installation: Installation, ana: Identity, folder: Path) -> None:
    for sound in (WAV.data, SAMPLES["note-07.ogg"].data):
        (folder / "note.wav").write_bytes(sound)
        assert take(installation, folder) == 1
    assert sorted(path.name for path in (folder / TAKEN).iterdir()) == ["note (2).wav", "note.wav"]


def test_what_is_no_sound_or_nobodys_stays_and_is_named_once(
    installation: Installation, ana: Identity, folder: Path
) -> None:
    (folder / "list.txt").write_text("milk")
    (folder / "empty.wav").touch()
    (folder / "unknown person").mkdir()
    (folder / "unknown person" / "note.wav").write_bytes(WAV.data)
    (folder / ".hidden.wav").write_bytes(WAV.data)
    (folder / "coming.wav.part").write_bytes(WAV.data)
    for _ in range(3):
        assert take(installation, folder) == 0
    with installation.database.reading() as session:
        (batch,) = session.scalars(select(IntakeBatch))
    named = sorted(problem["name"] for problem in batch.problems)
    assert named == ["empty.wav", "list.txt", "unknown person/note.wav"] and batch.refused == 3
    assert len(list(folder.rglob("*.*"))) == 5


def test_without_a_person_for_the_rest_files_wait(installation: Installation, ana: Identity, folder: Path) -> None:
    (folder / "note.wav").write_bytes(WAV.data)
    assert take(installation, folder, "") == 0
    assert take(installation, folder) == 1

"""An archive is taken in bulk: each sound once, however often it is broken off and begun again."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.job import Job
from models.recording import Recording
from server.current import Identity, Installation
from server.services.intake.archive import Step, take_archive
from server.services.notes.recording_intake import HEAR_LATER
from tests.support.encoded_audio import encode, tone
from tests.support.recordings import SAMPLES, WAV


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of recordings, one of them twice, with a ZIP file and other things in it."""
    folder = tmp_path / "archive"
    (folder / "2026").mkdir(parents=True)
    (folder / "20260310_104000.wav").write_bytes(WAV.data)
    (folder / "2026" / "copy of it.wav").write_bytes(WAV.data)
    (folder / "2026" / "note.ogg").write_bytes(SAMPLES["note-07.ogg"].data)
    (folder / "2026" / "read me.txt").write_text("old notes")
    (folder / "2026" / "empty.mp3").touch()
    return folder


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for number, name in enumerate(names, start=1):
            member = zipfile.ZipInfo(name, (2026, 3, 10, 10, 40, 0))
            made.writestr(member, encode(tone(0.5 + number / 10), "wav", "pcm_s16le"))
    return path


def recordings(installation: Installation) -> list[Recording]:
    with installation.database.reading() as session:
        return list(session.scalars(select(Recording).order_by(Recording.source_name)))


def test_each_sound_of_a_folder_is_taken_once(installation: Installation, ana: Identity, archive: Path) -> None:
    batch = take_archive(installation, ana, [archive])
    assert (batch.total, batch.taken, batch.known, batch.refused) == (4, 2, 1, 1)
    assert [problem["name"] for problem in batch.problems] == ["2026/empty.mp3"] and batch.ended_at is not None
    assert {recording.source for recording in recordings(installation)} == {"archive"}


def test_beginning_again_takes_nothing_twice_and_keeps_the_count(
    installation: Installation, ana: Identity, archive: Path
) -> None:
    class Killed(BaseException):
        pass

    def die(step: Step) -> None:
        if step.done == 2:
            raise Killed

    with pytest.raises(Killed):
        take_archive(installation, ana, [archive], tell=die)
    assert len(recordings(installation)) == 1 or len(recordings(installation)) == 2
    batch = take_archive(installation, ana, [archive])
    again = take_archive(installation, ana, [archive])
    assert batch.id == again.id and batch.taken == again.taken == len(recordings(installation)) == 2


def test_a_zip_file_is_read_without_unpacking_it(installation: Installation, ana: Identity, tmp_path: Path) -> None:
    path = zipped(tmp_path / "old.zip", "a/one.wav", "a/two.wav", "__MACOSX/a/._one.wav", "list.csv")
    batch = take_archive(installation, ana, [path])
    assert (batch.total, batch.taken) == (2, 2)
    assert {recording.started_at for recording in recordings(installation)} == {
        datetime(2026, 3, 10, 15, 40, tzinfo=UTC)
    }


def test_a_damaged_member_is_named_and_the_others_are_taken(
    installation: Installation, ana: Identity, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "old.zip", "one.wav", "two.wav")
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    batch = take_archive(installation, ana, [path])
    assert (batch.taken, batch.refused) == (1, 1) and "damaged" in batch.problems[0]["problem"]


def test_only_what_was_spoken_since_a_day_is_taken(installation: Installation, ana: Identity, archive: Path) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
    os.utime(archive / "2026" / "note.ogg", (long_ago, long_ago))
    batch = take_archive(installation, ana, [archive], since=datetime(2026, 3, 1, tzinfo=UTC))
    assert (batch.taken, len(recordings(installation))) == (1, 1)


def test_a_single_file_is_taken_whatever_it_is_called(
    installation: Installation, ana: Identity, tmp_path: Path
) -> None:
    (tmp_path / "dictation").write_bytes(WAV.data)
    assert take_archive(installation, ana, [tmp_path / "dictation"]).taken == 1
    assert recordings(installation)[0].mime_type == "audio/wav"


def test_old_sound_waits_behind_fresh_notes(installation: Installation, ana: Identity, archive: Path) -> None:
    take_archive(installation, ana, [archive])
    with installation.database.reading() as session:
        kinds = session.execute(select(Job.kind, func.count()).group_by(Job.kind)).all()
    assert [tuple(kind) for kind in kinds] == [(HEAR_LATER, 2)]


def test_progress_is_told_for_every_piece(installation: Installation, ana: Identity, archive: Path) -> None:
    steps: list[Step] = []
    take_archive(installation, ana, [archive], tell=steps.append)
    assert [(step.done, step.total) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [step.problem is not None for step in steps].count(True) == 1

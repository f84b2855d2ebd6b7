"""A whole sound file becomes one recording, is on disk before it is acknowledged, and is heard like every note."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from models.base import now
from models.job import Job
from models.recording import Chunk, CustomerSource, Recording, RecordingSource, RecordingState, StartedFrom
from models.visit import Visit
from server.current import Identity, Installation
from server.errors import Problem
from server.services.intake.start_time import Told
from server.services.intake.whole_file import WholeFile, take_file
from tests.server.services.intake.conftest import hear_all
from tests.support.encoded_audio import encode, tone
from tests.support.makers import TUESDAY_MORNING, make_customer, make_staff
from tests.support.recordings import SAMPLES, WAV

WEBM = SAMPLES["webm-opus-24k"]


def a_file(data: bytes = WEBM.data, **more: object) -> WholeFile:
    values = {"name": "note.webm", "told": Told(said_at=TUESDAY_MORNING), **more}
    return WholeFile(io.BytesIO(data), RecordingSource.POST, **values)  # type: ignore[arg-type]


def read(installation: Installation, recording_id: str) -> Recording:
    with installation.database.reading() as session:
        found = session.get_one(Recording, recording_id)
        assert found.transcript is None or found.transcript.text
        return found


def test_a_file_is_heard_like_a_note_of_the_phone(installation: Installation, ana: Identity) -> None:
    taken = take_file(installation, ana, a_file())
    assert taken.is_new and hear_all(installation) == 1
    recording = read(installation, taken.recording_id)
    assert (recording.state, recording.source, recording.source_name) == ("ready", "post", "note.webm")
    assert (recording.started_at, recording.started_from) == (TUESDAY_MORNING, StartedFrom.SAID)
    assert "olive oil" in recording.transcript.text  # type: ignore[union-attr]


def test_a_file_is_kept_byte_for_byte(installation: Installation, ana: Identity) -> None:
    data = encode(tone(100), "wav", "pcm_s16le")
    taken = take_file(installation, ana, a_file(data, name="long.wav"))
    count = read(installation, taken.recording_id).chunk_count or 0
    assert count > 2 and b"".join(installation.recordings.chunks(taken.recording_id, count)) == data


def test_the_same_sound_of_the_same_person_is_one_recording(installation: Installation, ana: Identity) -> None:
    first = take_file(installation, ana, a_file())
    again = take_file(installation, ana, a_file(name="copy of note.webm"))
    assert (again.recording_id, again.is_new) == (first.recording_id, False)
    with installation.database.session() as session:
        ben = make_staff(session, "Ben Ode")
        session.commit()
    other = take_file(installation, Identity(ben.id, ben.name, ana.role), a_file())
    assert other.is_new and other.recording_id != first.recording_id


def test_the_same_file_many_times_at_once_is_one_recording(installation: Installation, ana: Identity) -> None:
    taken, ready = [], threading.Barrier(6)

    def send() -> None:
        ready.wait()
        taken.append(take_file(installation, ana, a_file()))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.is_new for one in taken) == [False] * 5 + [True]
    with installation.database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(kind)) for kind in (Recording, Chunk, Job)]
    assert counts == [1, 1, 1]


def test_who_was_killed_between_disk_and_row_begins_again_in_the_same_place(
    installation: Installation, ana: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as killing:
        killing.setattr("server.services.intake.whole_file._promise", die)
        with pytest.raises(Killed):
            take_file(installation, ana, a_file())
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Recording)) == 0
    taken = take_file(installation, ana, a_file())
    assert taken.is_new
    assert b"".join(installation.recordings.chunks(taken.recording_id, 1)) == WEBM.data
    files = [path for path in installation.recordings.folder.rglob("*") if path.is_file()]
    assert len(files) == 1


FORMATS: dict[str, Callable[[], bytes]] = {
    "audio/mpeg": lambda: encode(tone(1), "mp3", "libmp3lame"),
    "audio/aac": lambda: encode(tone(1), "adts", "aac"),
    "audio/flac": lambda: encode(tone(1), "flac", "flac"),
    "audio/amr": lambda: encode(tone(1, 8000), "amr", "libopencore_amrnb", 8000),
    "audio/mp4": lambda: encode(tone(1), "3gp", "aac"),
    "audio/wav": lambda: WAV.data,
    "audio/ogg": lambda: SAMPLES["note-07.ogg"].data,
    "audio/webm": lambda: WEBM.data,
}


@pytest.mark.parametrize("wrong", [None, "application/octet-stream", "audio/x-nonsense", "text/plain"])
@pytest.mark.parametrize("mime_type", FORMATS)
def test_the_first_bytes_tell_what_a_missing_or_meaningless_type_does_not(
    installation: Installation, ana: Identity, mime_type: str, wrong: str | None
) -> None:
    taken = take_file(installation, ana, a_file(FORMATS[mime_type](), name="sound", declared_type=wrong))
    assert read(installation, taken.recording_id).mime_type == mime_type


def test_a_wrong_type_and_ending_do_not_keep_a_file_from_being_heard(installation: Installation, ana: Identity) -> None:
    taken = take_file(installation, ana, a_file(name="note.mp3", declared_type="audio/mpeg"))
    hear_all(installation)
    recording = read(installation, taken.recording_id)
    assert (recording.mime_type, recording.state) == ("audio/webm", "ready")


def test_what_cannot_be_heard_is_kept_and_said(installation: Installation, ana: Identity) -> None:
    data = b"this is no sound at all" * 100
    taken = take_file(installation, ana, a_file(data, name="letter.txt", declared_type="text/plain"))
    hear_all(installation)
    recording = read(installation, taken.recording_id)
    assert recording.state == RecordingState.UNDECODABLE and "kept as it came" in (recording.problem or "")
    assert b"".join(installation.recordings.chunks(taken.recording_id, 1)) == data


def test_an_empty_file_and_one_that_is_too_large_are_refused_in_words(
    installation: Installation, ana: Identity
) -> None:
    with pytest.raises(Problem, match="empty"):
        take_file(installation, ana, a_file(b""))
    small = replace(installation, settings=replace(installation.settings, recording_limit_mb=1))
    with pytest.raises(Problem, match="Send it in parts") as refused:
        take_file(small, ana, a_file(bytes(1024 * 1024 + 1)))
    assert refused.value.status == 413
    assert not installation.recordings.folder.exists()


def test_it_finds_the_visit_by_its_time(installation: Installation, ana: Identity) -> None:
    with installation.database.session() as session:
        customer = make_customer(session, "Golden Spoon")
        arrived_at = TUESDAY_MORNING - timedelta(minutes=30)
        visit = Visit(
            staff_id=ana.staff_id,
            customer_id=customer.id,
            arrived_at=arrived_at,
            left_at=TUESDAY_MORNING,
            probability=1,
        )
        session.add(visit)
        session.commit()
    taken = take_file(installation, ana, a_file(told=Told(), name="20260310_104100.webm"))
    hear_all(installation)
    recording = read(installation, taken.recording_id)
    assert (recording.visit_id, recording.started_from) == (visit.id, StartedFrom.FILE_NAME)


def test_a_customer_that_is_said_stays(installation: Installation, ana: Identity) -> None:
    with installation.database.session() as session:
        customer = make_customer(session, "Golden Spoon")
        session.commit()
    taken = take_file(installation, ana, a_file(customer_id=customer.id))
    hear_all(installation)
    recording = read(installation, taken.recording_id)
    assert (recording.customer_id, recording.customer_source) == (customer.id, CustomerSource.PERSON)


def known_from(installation: Installation, ana: Identity, **more: object) -> tuple[str, datetime, str | None]:
    taken = take_file(installation, ana, a_file(**{"name": "sound.webm", **more}))  # type: ignore[arg-type]
    recording = read(installation, taken.recording_id)
    return str(recording.started_from), recording.started_at, recording.problem


def test_the_surest_time_is_taken_and_a_guess_is_said(installation: Installation, ana: Identity) -> None:
    mailed_at, changed_at = TUESDAY_MORNING + timedelta(hours=1), TUESDAY_MORNING + timedelta(days=2)
    both = Told(mailed_at=mailed_at, file_time_at=changed_at)
    found = known_from(installation, ana, told=both, name="20260310_104000.webm")
    assert found == ("file_name", TUESDAY_MORNING, None)
    source, at, problem = known_from(installation, ana, told=both, data=WAV.data)
    assert (source, at) == ("file_time", changed_at) and "last changed" in (problem or "")


def test_the_mails_time_counts_where_the_name_tells_the_same_day(installation: Installation, ana: Identity) -> None:
    told = Told(mailed_at=TUESDAY_MORNING)
    assert known_from(installation, ana, told=told, name="AUD-20260310-WA0001.webm")[:2] == ("mail", TUESDAY_MORNING)
    other_day = known_from(installation, ana, told=told, name="AUD-20260309-WA0001.wav", data=WAV.data)
    assert other_day[0] == "file_day" and "noon is a guess" in (other_day[2] or "")


def test_without_any_time_the_arrival_stands_and_a_time_to_come_is_not_believed(
    installation: Installation, ana: Identity
) -> None:
    before = now()
    source, at, problem = known_from(installation, ana, told=Told(), name="20990101_120000.webm")
    assert source == "arrival" and before - timedelta(seconds=1) <= at <= now() and "arrival" in (problem or "")


def test_a_time_that_was_said_stands_whatever_it_is(installation: Installation, ana: Identity) -> None:
    long_ago = datetime(1999, 5, 1, tzinfo=UTC)
    assert known_from(installation, ana, told=Told(said_at=long_ago))[:2] == ("said", long_ago)

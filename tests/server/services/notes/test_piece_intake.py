"""A spoken piece taken in the short way leaves the rows that the long way leaves, and what is odd is left to that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from models.base import new_id
from models.job import Job, JobState
from models.recording import Chunk, Recording, RecordingSource, RecordingState
from models.staff import Role
from server.current import Identity, Installation
from server.errors import Forbidden
from server.services.notes import recording_intake as intake
from server.services.notes.piece_intake import PieceKept, keep_spoken_piece, look_before
from server.settings import Settings
from tests.support.makers import TUESDAY_MORNING, make_staff


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    yield opened
    opened.database.close()


@pytest.fixture
def ana(installation: Installation) -> Identity:
    with installation.database.session() as session:
        staff = make_staff(session)
        session.commit()
        return Identity(staff.id, staff.name, Role.REP)


@pytest.fixture
def spoken(installation: Installation, ana: Identity) -> str:
    """A recording whose first piece came the long way."""
    with installation.database.session() as session:
        recording, _new = intake.begin_recording(
            session, new_id(), ana, mime_type="audio/webm", started_at=TUESDAY_MORNING
        )
        intake.note_chunk(session, recording, 0, 4, "zero")
        session.commit()
        return recording.id


def keep(installation: Installation, recording_id: str, number: int, by: Identity) -> PieceKept | None:
    return keep_spoken_piece(installation.database, recording_id, number, 3, f"sha {number}", by)


def counted(kept: PieceKept | None) -> tuple[int, tuple[int, ...]]:
    assert kept is not None
    return kept.counted.received, kept.counted.missing


def test_pieces_in_any_order_are_counted_with_what_is_missing(
    installation: Installation, spoken: str, ana: Identity
) -> None:
    assert counted(keep(installation, spoken, 1, ana)) == (2, ())
    assert counted(keep(installation, spoken, 4, ana)) == (2, (2, 3))
    assert counted(keep(installation, spoken, 3, ana)) == (2, (2,))
    assert counted(keep(installation, spoken, 2, ana)) == (5, ())
    with installation.database.reading() as session:
        chunks = session.scalars(select(Chunk).order_by(Chunk.number)).all()
        assert [(one.number, one.size, one.sha256) for one in chunks[1:]] == [(n, 3, f"sha {n}") for n in range(1, 5)]
        recording = session.get_one(Recording, spoken)
        assert intake.count_chunks(session, recording).received == 5
        assert session.scalars(select(Job.state)).all() == [JobState.READY]


def test_what_is_odd_goes_the_long_way_and_leaves_nothing_behind(
    installation: Installation, spoken: str, ana: Identity
) -> None:
    other = Identity(new_id(), "Tom", Role.REP)
    assert keep(installation, spoken, 0, ana) is None  # held already
    assert keep(installation, spoken, 1, other) is None
    assert keep(installation, new_id(), 1, ana) is None
    for change in (
        update(Recording).values(state=RecordingState.READY),
        update(Recording).values(state=RecordingState.RECEIVING, source=RecordingSource.SHARE),
        update(Recording).values(source=RecordingSource.PHONE, silenced_at=TUESDAY_MORNING),
    ):
        change_rows(installation, change)
        assert keep(installation, spoken, 1, ana) is None
    change_rows(installation, update(Recording).values(silenced_at=None))
    change_rows(installation, update(Job).values(state=JobState.PARKED))  # nobody hears it: it must be woken
    assert keep(installation, spoken, 1, ana) is None
    with installation.database.reading() as session:
        assert session.scalars(select(Chunk.number)).all() == [0]


def test_what_is_known_of_a_piece_before_it_is_stored(installation: Installation, spoken: str, ana: Identity) -> None:
    before = look_before(installation.database, spoken, 0, ana)
    assert (before.held_sha256, before.held_bytes, before.is_silenced, before.is_spoken_now) == (
        "zero",
        4,
        False,
        False,
    )
    assert not look_before(installation.database, spoken, 1, ana).is_spoken_now  # the one before came this instant
    change_rows(installation, update(Chunk).values(received_at=TUESDAY_MORNING))
    assert look_before(installation.database, spoken, 1, ana).is_spoken_now
    assert look_before(installation.database, new_id(), 1, ana).held_bytes == 0
    with pytest.raises(Forbidden):
        look_before(installation.database, spoken, 1, Identity(new_id(), "Tom", Role.REP))


def change_rows(installation: Installation, change: object) -> None:
    with installation.database.session() as session:
        session.execute(change)  # type: ignore[call-overload]
        session.commit()

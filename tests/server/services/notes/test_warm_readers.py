"""What reads a note is made ready before the note is there, and again when the company's names changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from models.entry import Entry
from models.event import Event
from server.current import Installation
from server.services.notes.warm_readers import WarmReaders
from server.settings import Settings
from tests.support.makers import make_customer


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    yield opened
    opened.database.close()


def test_readers_are_made_ready_once_for_each_state_of_the_names(installation: Installation) -> None:
    readers = WarmReaders(installation)
    assert [readers.warm(), readers.warm()] == [True, False]
    with installation.database.session() as session:
        make_customer(session, name="Harbour Deli")
        session.commit()
    assert [readers.warm(), readers.warm()] == [True, False]


def test_making_readers_ready_writes_nothing(installation: Installation) -> None:
    with installation.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Event))
    WarmReaders(installation).warm()
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == before
        assert session.scalar(select(func.count()).select_from(Entry)) == 0

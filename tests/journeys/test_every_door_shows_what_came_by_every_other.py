"""Written through any door, seen at every other: all pairs."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from models.job import claim
from server.current import Installation
from server.services.notes.hearing import Hearing
from server.services.notes.recording_intake import HEAR
from server.services.notes.speech import chosen_speech_model
from tests.support.doors import Doors, word_of
from voice.ears import Ears


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is seen does not depend on the database: one kind is enough."""
    return sqlite_url


def test_what_is_written_through_any_door_is_seen_at_every_other(app: Flask) -> None:
    installation: Installation = app.extensions["rounds"]
    with Ears() as ears:

        def hear() -> None:
            with installation.database.session() as session:
                job = claim(session, "test", (HEAR,))
                session.commit()
            assert job is not None
            model = chosen_speech_model(installation.settings)
            Hearing(installation, job, ears, model, threading.Event().is_set).run()

        doors = Doors(app, hear)
        missing = []
        for door, write in doors.ways_in.items():
            customer = doors.add_customer()
            words = {place: word_of(door, place) for place in doors.ways_to_see}
            for place, see in doors.ways_to_see.items():
                assert words[place] not in see(customer, words[place]).casefold()
            write(customer)
            for place, see in doors.ways_to_see.items():
                if words[place] not in see(customer, words[place]).casefold():
                    missing.append((door, place))
    assert missing == []
    assert len(doors.ways_in) * len(doors.ways_to_see) == 35

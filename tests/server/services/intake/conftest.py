"""An installation with a rep, into which files come."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from models.job import claim
from models.staff import Role
from server.current import Identity, Installation
from server.services.notes.hearing import Hearing
from server.services.notes.recording_intake import HEAR, HEAR_LATER
from server.services.notes.speech import chosen_speech_model
from server.settings import Settings
from tests.support.makers import make_customer, make_staff
from voice.ears import Ears


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    yield opened
    opened.database.close()


@pytest.fixture
def ana(installation: Installation) -> Identity:
    with installation.database.session() as session:
        staff = make_staff(session, email="ana@halyard.example")
        make_customer(session, "Blue Harbor Cafe")
        session.commit()
        return Identity(staff.id, staff.name, Role.REP)


def hear_all(installation: Installation) -> int:
    """Do what a worker does until nothing is due; return how many were heard."""
    heard = 0
    model = chosen_speech_model(installation.settings)
    with Ears() as ears:
        while True:
            with installation.database.session() as session:
                job = claim(session, "test", (HEAR, HEAR_LATER))
                session.commit()
            if job is None:
                return heard
            Hearing(installation, job, ears, model, threading.Event().is_set).run()
            heard += 1

"""Silenced sound is played and downloaded in the place of the original, which no phone can bring back."""

from __future__ import annotations

import pytest
from flask import Flask

from models.base import new_id, now
from models.database import Database
from models.recording import Recording
from server.services.notes.kept_sound import mark_of
from tests.server.api.conftest import Phone
from tests.server.api.test_recordings_api import announce, complete, send
from tests.support.recordings import OGG

STRETCH = [1.0, 2.0, "card"]


@pytest.fixture
def silenced(phone: Phone, house: Database, app: Flask) -> str:
    """A recording whose sound was silenced; the two pieces of the original are gone."""
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"one")
    send(phone, recording_id, 1, b"two")
    complete(phone, recording_id, 2)
    with house.session() as session:
        recording = session.get_one(Recording, recording_id)
        recording.silenced, recording.silenced_at = [STRETCH], now()
        store = app.extensions["rounds"].recordings
        store.put_silenced(recording_id, mark_of(recording), OGG.data)
        store.forget_all_but_silenced(recording_id, mark_of(recording))
        session.commit()
    return recording_id


def chunks_on_disk(app: Flask, recording_id: str) -> list[str]:
    return [path.name for path in app.extensions["rounds"].recordings.path(recording_id, 0).parent.glob("*.chunk*")]


def test_the_silenced_sound_is_downloaded_under_its_own_ending(phone: Phone, silenced: str) -> None:
    answer = phone.get(f"/api/recordings/{silenced}/audio")
    assert (answer.data, answer.mimetype) == (OGG.data, "audio/ogg")
    assert answer.headers["Content-Disposition"].endswith('.ogg"')


def test_a_stretch_is_cut_from_the_silenced_sound(phone: Phone, silenced: str) -> None:
    answer = phone.get(f"/api/recordings/{silenced}/clip?from_s=1&to_s=2")
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")


def test_what_is_silent_is_told_by_kind_and_seconds(phone: Phone, silenced: str) -> None:
    shown = phone.get(f"/api/recordings/{silenced}").json or {}
    assert shown["silenced"] == [{"from_s": 1.0, "to_s": 2.0, "kind": "card"}]


@pytest.mark.parametrize("body", [b"one", b"another under its number"])
def test_a_piece_sent_again_is_acknowledged_and_not_stored(
    phone: Phone, app: Flask, silenced: str, body: bytes
) -> None:
    assert send(phone, silenced, 0, body)["received"] == 2
    assert chunks_on_disk(app, silenced) == []
    assert (phone.get(f"/api/recordings/{silenced}").json or {})["problem"] is None


def test_sound_with_a_secret_is_locked_until_it_is_silenced(phone: Phone, house: Database, silenced: str) -> None:
    with house.session() as session:
        session.get_one(Recording, silenced).silenced_at = None
        session.commit()
    for path in ("audio", "clip?from_s=0&to_s=1"):
        answer = phone.get(f"/api/recordings/{silenced}/{path}")
        assert (answer.status_code, (answer.json or {})["type"].rsplit("/", 1)[-1]) == (409, "sound-locked")
    assert (phone.get(f"/api/recordings/{silenced}").json or {})["has_sound"] is False

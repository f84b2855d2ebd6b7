"""Phones learn which models there are, and fetch the small one in pieces, once."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import Database
from models.job import Job
from models.staff import Staff
from tests.server.api.conftest import Phone
from tests.support.makers import make_recording
from voice.recognizer.model import is_model_folder
from voice.speech_models import TRIAL_MODEL_PATH


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Models lie on disk: one kind of database is enough."""
    return sqlite_url


def install_copy(app: Flask, name: str) -> None:
    shutil.copytree(TRIAL_MODEL_PATH, app.extensions["rounds"].settings.models_dir / name)


def fetch(phone: Phone, url: str, **headers: str) -> TestResponse:
    """Fetch all of a file, and close it."""
    answer = phone.client.get(url, headers={**phone.headers, **headers})
    answer.get_data()
    answer.close()
    return answer


def test_the_installed_models_are_listed_with_language_and_version(phone: Phone, app: Flask) -> None:
    install_copy(app, "vosk-model-small-de-0.15")
    listed = (phone.get("/api/speech-models").json or {})["models"]
    known = [(one["name"], one["language"], one["is_default"]) for one in listed]
    assert known == [("vosk-model-small-de-0.15", "de", False), (TRIAL_MODEL_PATH.name, "en", True)]
    assert [one["version"] == "0.15" for one in listed] == [True, False]


def test_the_phone_model_is_what_its_sha256_says_and_unpacks_to_a_model(phone: Phone, tmp_path: Path) -> None:
    told = phone.get("/api/phone-model").json or {}
    body = fetch(phone, told["url"]).data
    assert (len(body), hashlib.sha256(body).hexdigest()) == (told["size_bytes"], told["sha256"])
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        assert {name.split("/")[0] for name in archive.getnames()} == {told["name"]}
        archive.extractall(tmp_path, filter="data")
    assert is_model_folder(tmp_path / told["name"])
    assert "Trial" in told["words_missing_note"]


def test_a_broken_download_goes_on_and_a_held_model_is_not_sent_again(phone: Phone) -> None:
    url = (phone.get("/api/phone-model").json or {})["url"]
    whole = fetch(phone, url)
    part = fetch(phone, url, **{"Range": "bytes=1000-1999", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.data) == (206, whole.data[1000:2000])
    held = fetch(phone, url, **{"If-None-Match": whole.headers["ETag"]})
    assert (held.status_code, held.data) == (304, b"")


def test_packing_twice_gives_the_same_bytes(phone: Phone, app: Flask) -> None:
    first = phone.get("/api/phone-model").json or {}
    shutil.rmtree(app.extensions["rounds"].settings.phone_model_dir)
    assert phone.get("/api/phone-model").json == first


def test_a_rep_gets_the_small_model_of_their_own_language(phone: Phone, app: Flask, house: Database) -> None:
    install_copy(app, "vosk-model-small-de-0.15")
    with house.session() as session:
        session.get_one(Staff, phone.staff_id).language = "de"
        session.commit()
    told = phone.get("/api/phone-model").json or {}
    assert (told["name"], told["language"], told["version"]) == ("vosk-model-small-de-0.15", "de", "0.15")


def test_a_language_without_a_small_model_is_said(phone: Phone, house: Database) -> None:
    with house.session() as session:
        session.get_one(Staff, phone.staff_id).language = "fr"
        session.commit()
    answer = phone.get("/api/phone-model")
    assert (answer.status_code, (answer.json or {})["type"].rsplit("/")[-1]) == (404, "no-phone-model")


def test_strangers_and_old_addresses_get_no_model(phone: Phone) -> None:
    url = (phone.get("/api/phone-model").json or {})["url"]
    assert phone.client.get(url).status_code == 401
    assert phone.get("/api/phone-model/" + "0" * 64 + ".tar.gz").status_code == 404


def test_a_rep_says_in_which_language_they_speak(phone: Phone, app: Flask) -> None:
    install_copy(app, "vosk-model-small-de-0.15")
    assert phone.get("/api/own-language").json == {
        "language": None,
        "model": TRIAL_MODEL_PATH.name,
        "is_understood": True,
        "problem": None,
    }
    german = phone.put("/api/own-language", json={"language": "DE"}).json or {}
    assert (german["language"], german["model"]) == ("de", "vosk-model-small-de-0.15")
    assert (german["is_understood"], german["problem"]) == (False, None)
    french = phone.put("/api/own-language", json={"language": "fr"}).json or {}
    assert "No speech model for French (fr)" in french["problem"]
    assert phone.put("/api/own-language", json={"language": "x!"}).status_code == 422
    assert (phone.put("/api/own-language", json={"language": None}).json or {})["language"] is None


def test_a_note_is_promised_to_be_heard_again_by_whoever_may_change_it(
    pair: Callable[..., Phone], app: Flask, house: Database
) -> None:
    install_copy(app, "vosk-model-small-de-0.15")
    ana, ben = pair("Ana Ruiz"), pair("Ben Ode")
    with house.session() as session:
        recording = make_recording(session, session.get_one(Staff, ana.staff_id), chunk_count=1)
        session.commit()
    path = f"/api/recordings/{recording.id}/transcription"
    assert ben.post(path, json={}).status_code == 403
    assert ana.post(path, json={"model": "vosk-model-none"}).status_code == 404
    assert ana.post(path, json={"language": "not one"}).status_code == 422
    for wish in ({}, {"model": "vosk-model-small-de-0.15"}):
        assert ana.post(path, json=wish).status_code == 202
    with house.reading() as session:
        (job,) = session.scalars(select(Job).where(Job.kind == "hear_again"))
        assert job.arguments == {"recording_id": recording.id, "model": "vosk-model-small-de-0.15", "language": None}


def test_a_note_without_sound_cannot_be_heard_again(phone: Phone, house: Database) -> None:
    with house.session() as session:
        recording = make_recording(session, session.get_one(Staff, phone.staff_id), chunk_count=0)
        session.commit()
    assert phone.post(f"/api/recordings/{recording.id}/transcription", json={}).status_code == 409

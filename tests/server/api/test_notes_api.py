"""Programs send whole recordings with a token: exactly once, in the right name, whatever format they use."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.base import new_id, now
from models.database import Database
from models.recording import Recording
from models.staff import Role, Staff
from server.services.people.api_token import WRITE_NOTES, WRITE_NOTES_OF_ANYBODY, make_token, revoke_token
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_staff
from tests.support.recordings import SAMPLES, WAV, Sample

WEBM = SAMPLES["webm-opus-24k"]
AT = "2026-03-10T15:40:00Z"


@dataclass(frozen=True)
class Program:
    """Something that sends notes with a token."""

    client: FlaskClient
    headers: dict[str, str]
    staff_id: str
    token_id: str

    def send(
        self, data: bytes = WEBM.data, name: str = "note.webm", key: str | None = None, **fields: str
    ) -> TestResponse:
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        form: dict[str, Any] = {**fields, "audio": (io.BytesIO(data), name)}
        return self.client.post("/api/notes", headers=headers, data=form)


@pytest.fixture
def program(client: FlaskClient, house: Database) -> Callable[..., Program]:
    """Make a member of staff with a token."""

    def make(scope: str = WRITE_NOTES, name: str = "Ana Ruiz", email: str = "ana@halyard.example") -> Program:
        with house.session() as session:
            staff = make_staff(session, name, Role.REP, email=email)
            token, written = make_token(session, None, staff.id, "Recorder", [scope])
            session.commit()
            return Program(client, {"Authorization": f"Bearer {written}"}, staff.id, token.id)

    return make


def kept(house: Database) -> list[Recording]:
    with house.reading() as session:
        return list(session.scalars(select(Recording)))


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_recording_in_any_format_is_taken_as_a_form(
    program: Callable[..., Program], house: Database, app: Flask, sample: Sample
) -> None:
    answer = program().send(sample.data, f"note{sample.mime_type[6:9]}", started_at=AT)
    assert answer.status_code == 201, answer.text
    (recording,) = kept(house)
    told = answer.json or {}
    assert (told["id"], told["state"], told["started_from"]) == (recording.id, "waiting", "said")
    assert recording.mime_type.split(";")[0] == sample.mime_type.split(";")[0]
    chunks = app.extensions["rounds"].recordings.chunks(recording.id, recording.chunk_count or 0)
    assert b"".join(chunks) == sample.data


def test_a_recording_is_taken_as_the_whole_body(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    path = f"/api/notes?started_at={AT}&lat=41.88&lon=-87.65&name=walk.wav"
    answer = ana.client.post(path, headers={**ana.headers, "Content-Type": "audio/wav"}, data=WAV.data)
    assert answer.status_code == 201, answer.text
    (recording,) = kept(house)
    assert (recording.staff_id, recording.source, recording.source_name) == (ana.staff_id, "post", "walk.wav")
    assert recording.mime_type == "audio/wav"


def test_sound_that_curl_sends_without_a_type_is_taken(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    kind = "application/x-www-form-urlencoded"
    answer = ana.client.post("/api/notes", headers=ana.headers, data=WAV.data, content_type=kind)
    assert answer.status_code == 201
    assert [recording.mime_type for recording in kept(house)] == ["audio/wav"]


def test_the_same_sound_again_is_answered_and_kept_once(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    first, again = ana.send(), ana.send(name="other name.webm")
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json or {})["id"] == (again.json or {})["id"]
    assert len(kept(house)) == 1


def test_a_key_may_be_repeated_with_its_own_sound_only(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    first, again = ana.send(key="monday-1"), ana.send(key="monday-1")
    other = ana.send(WAV.data, "other.wav", key="monday-1")
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 409]
    assert (other.json or {})["type"].endswith("/key-reused")
    assert ana.send(key="monday-2").status_code == 200  # the same sound is the same note, whatever it is called
    assert len(kept(house)) == 1


def test_a_token_for_all_names_gives_the_note_to_its_person(program: Callable[..., Program], house: Database) -> None:
    server = program(WRITE_NOTES_OF_ANYBODY, "Recording Server", "server@halyard.example")
    with house.session() as session:
        ben = make_staff(session, "Ben Ode", email="ben@halyard.example")
        session.commit()
    assert server.send(staff="Ben@Halyard.example").status_code == 201
    assert [recording.staff_id for recording in kept(house)] == [ben.id]
    unknown = server.send(staff="nobody@halyard.example")
    assert (unknown.status_code, (unknown.json or {})["type"].rsplit("/")[-1]) == (404, "staff-unknown")


def test_a_token_for_one_name_sends_in_no_other(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    program(name="Ben Ode", email="ben@halyard.example")
    refused = ana.send(staff="ben@halyard.example")
    assert (refused.status_code, (refused.json or {})["type"].rsplit("/")[-1]) == (403, "scope-missing")
    assert ana.send(staff="ana@halyard.example").status_code == 201
    assert [recording.staff_id for recording in kept(house)] == [ana.staff_id]


def test_only_a_valid_token_opens_this_door(
    program: Callable[..., Program], phone: Phone, client: FlaskClient, house: Database
) -> None:
    ana = program()
    data = {"audio": (io.BytesIO(WEBM.data), "note.webm")}
    assert client.post("/api/notes", data=data).status_code == 401
    of_phone = phone.post("/api/notes", data={"audio": (io.BytesIO(WEBM.data), "note.webm")})
    assert (of_phone.json or {})["type"].endswith("/token-unknown")
    assert client.get("/api/today", headers=ana.headers).status_code == 401  # and it opens no other
    with house.session() as session:
        revoke_token(session, None, ana.token_id)
        session.commit()
    assert (ana.send().json or {})["type"].endswith("/token-revoked")
    assert kept(house) == []


def test_the_token_of_somebody_who_left_is_refused(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    with house.session() as session:
        session.get_one(Staff, ana.staff_id).left_at = now()
        session.commit()
    assert ana.send().status_code == 401


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"started_at": "yesterday"}, "started_at"),
        ({"started_at": "2026-03-10T15:40:00"}, "timezone"),
        ({"lat": "41.88"}, "lat and lon together"),
        ({"lat": "141.88", "lon": "0"}, "lat"),
        ({"lat": "nan", "lon": "0"}, "lat"),
        ({"customer_id": "7"}, "customer_id"),
        ({"language": "klingon language"}, "tag"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    program: Callable[..., Program], house: Database, fields: dict[str, str], said: str
) -> None:
    answer = program().send(**fields)
    assert answer.status_code == 422 and said in (answer.json or {})["detail"]
    assert answer.mimetype == "application/problem+json"
    assert kept(house) == []


def test_a_customer_unknown_here_is_said(program: Callable[..., Program], house: Database) -> None:
    ana = program()
    assert ana.send(customer_id=new_id()).status_code == 404
    with house.session() as session:
        customer = make_customer(session)
        session.commit()
    assert ana.send(customer_id=customer.id).status_code == 201
    assert [recording.customer_id for recording in kept(house)] == [customer.id]


def test_a_form_without_sound_and_an_empty_one_are_refused(program: Callable[..., Program]) -> None:
    ana = program()
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        without = ana.client.post("/api/notes", headers=ana.headers, data={"started_at": AT}, content_type=kind)
        assert without.status_code == 422 and "audio" in (without.json or {})["detail"]
    assert ana.send(b"").status_code == 422


def test_too_many_in_a_short_time_are_asked_to_wait(program: Callable[..., Program]) -> None:
    ana = program()
    answers = [ana.client.post("/api/notes?lat=1", headers=ana.headers, data=b"x") for _ in range(140)]
    codes = [answer.status_code for answer in answers]
    assert set(codes[:120]) == {422} and codes[-1] == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert program(name="Ben Ode", email="ben@halyard.example").send().status_code == 201  # others are let in


def test_a_recording_larger_than_a_chunk_may_be_is_taken(program: Callable[..., Program], house: Database) -> None:
    data = WAV.data + bytes(20 * 1024 * 1024)
    ana = program()
    assert ana.client.post("/api/notes", headers=ana.headers, data=data, content_type="audio/wav").status_code == 201
    with house.reading() as session:
        assert session.scalar(select(func.sum(Recording.chunk_count))) == 21

"""Whatever a phone, or somebody who has one, may send: a clear answer, never a fault of the server."""

from __future__ import annotations

import json
import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from models.base import new_id
from server.errors import answer_unexpected
from tests.server.api.conftest import Phone

ANNOUNCED = {"mime_type": "audio/webm", "started_at": "2026-03-10T15:40:00Z"}


@pytest.mark.parametrize(
    ("clock", "shown"),
    [
        ("0001-01-01T00:00:00+14:00", "1900-01-01"),
        ("9999-12-31T23:59:59-14:00", "9000-01-01"),
        ("1970-01-01T00:00:00Z", "1970-01-01"),
    ],
)
def test_a_note_is_kept_whatever_the_phones_clock_says(phone: Phone, clock: str, shown: str) -> None:
    path = f"/api/recordings/{new_id()}"
    begun = phone.put(path, json={**ANNOUNCED, "started_at": clock})
    assert begun.status_code == 201
    assert begun.json is not None
    assert begun.json["started_at"].startswith(shown)
    assert "clock" in begun.json["problem"]
    assert phone.put(f"{path}/chunks/0", data=b"sound").status_code == 200
    ended = phone.put(f"{path}/completion", json={"chunk_count": 1, "ended_at": clock})
    assert (ended.json or {})["state"] == "waiting"


@pytest.mark.parametrize(
    ("mime_type", "told"),
    [
        ("audio/webm;codecs=opus", "audio/webm"),
        ("audio/x\r\nX-Evil: 1", "application/octet-stream"),
        ("audio/日本", "application/octet-stream"),
        ("audio/é", "application/octet-stream"),
        ("audio/<script>", "application/octet-stream"),
        ("audio/", "application/octet-stream"),
        ("text/html", "application/octet-stream"),
    ],
)
def test_a_recording_can_be_downloaded_whatever_its_type_is_called(phone: Phone, mime_type: str, told: str) -> None:
    path = f"/api/recordings/{new_id()}"
    assert phone.put(path, json={**ANNOUNCED, "mime_type": mime_type}).status_code == 201
    phone.put(f"{path}/chunks/0", data=b"sound")
    answer = phone.get(f"{path}/audio")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"sound", told)
    assert answer.headers["Content-Disposition"].isascii()
    assert "X-Evil" not in answer.headers


def test_a_piece_from_far_ahead_is_kept_and_a_bounded_list_is_asked_for(phone: Phone) -> None:
    path = f"/api/recordings/{new_id()}"
    phone.put(path, json=ANNOUNCED)
    answer = phone.put(f"{path}/chunks/200000", data=b"far").json or {}
    assert answer["received"] == 0
    assert answer["missing"] == list(range(5000))
    assert (phone.put(f"{path}/chunks/0", data=b"near").json or {})["missing"][0] == 1


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"mime_type":' + "9" * 6000 + "}",
        b'{"mime_type":"\xff\xfe"}',
        '{"mime_type":"\\ud800","started_at":"2026-03-10T15:40:00Z"}',
        '{"mime_type":"audio/\\u0000","started_at":"2026-03-10T15:40:00Z"}',
        "null",
        "",
    ],
)
def test_a_body_that_is_none_is_refused_in_words(phone: Phone, body: str | bytes) -> None:
    answer = phone.put(f"/api/recordings/{new_id()}", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"


def test_half_a_character_cannot_get_into_a_correction(phone: Phone) -> None:
    change = {"op": "set", "item_id": "x", "attribute": "about", "value": "\ud800"}
    answer = phone.post(
        f"/api/entries/{new_id()}/versions", data=json.dumps({"id": new_id(), "changes": [change]}),
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "surrogate" in (answer.json or {})["detail"]


def test_a_disk_too_full_for_the_database_is_said_as_well(app: Flask) -> None:
    full = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
    with app.test_request_context("/api/fixes", method="POST"):
        answer = answer_unexpected(full)
    assert (answer.status_code, (answer.json or {})["type"].rpartition("/")[2]) == (507, "storage-full")
    assert "stays on the phone" in (answer.json or {})["detail"]

"""Recordings come in chunk by chunk, in any order and any number of times; none is lost, none refused."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from models.base import new_id, now
from models.database import Database
from models.job import Job, JobState
from models.recording import Chunk, Recording
from tests.server.api.conftest import Phone

STARTED = "2026-03-10T15:40:00Z"
ANNOUNCED = {"mime_type": "audio/webm;codecs=opus", "started_at": STARTED}


def announce(phone: Phone, recording_id: str, **more: Any) -> None:
    answer = phone.put(f"/api/recordings/{recording_id}", json={**ANNOUNCED, **more})
    assert answer.status_code in (200, 201), answer.text


def send(phone: Phone, recording_id: str, number: int, data: bytes) -> dict[str, Any]:
    answer = phone.put(f"/api/recordings/{recording_id}/chunks/{number}", data=data, content_type="audio/webm")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def complete(phone: Phone, recording_id: str, count: int) -> dict[str, Any]:
    sent = {"chunk_count": count, "ended_at": "2026-03-10T15:40:30Z"}
    answer = phone.put(f"/api/recordings/{recording_id}/completion", json=sent)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_a_chunk_is_on_disk_byte_for_byte_when_it_is_acknowledged(phone: Phone, app: Flask) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"\x00\xffsound")
    assert app.extensions["rounds"].recordings.read(recording_id, 0) == b"\x00\xffsound"


def test_announcing_twice_is_harmless(phone: Phone) -> None:
    recording_id = new_id()
    first = phone.put(f"/api/recordings/{recording_id}", json=ANNOUNCED)
    again = phone.put(f"/api/recordings/{recording_id}", json=ANNOUNCED)
    assert (first.status_code, again.status_code) == (201, 200)


def test_a_chunk_sent_twice_is_kept_once(phone: Phone, house: Database) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    assert send(phone, recording_id, 0, b"one") == send(phone, recording_id, 0, b"one")
    with house.reading() as session:
        chunk = session.get_one(Chunk, (recording_id, 0))
        assert (chunk.size, chunk.rival_sha256) == (3, None)


def test_sound_shared_from_another_app_says_where_it_came_from(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id, source="share", source_name="Voice\x00 memo\n" + "a" * 400)
    answer = phone.get(f"/api/recordings/{recording_id}").json or {}
    assert answer["source"] == "share"
    assert answer["source_name"] == ("Voice memo " + "a" * 400)[:300]


@pytest.mark.parametrize(("source", "heard_as"), [("share", "audio/ogg"), ("phone", "audio/mpeg")])
def test_a_shared_file_is_heard_as_what_its_first_bytes_say(
    phone: Phone, house: Database, source: str, heard_as: str
) -> None:
    recording_id = new_id()
    announce(phone, recording_id, source=source, mime_type="audio/mpeg", source_name="PTT-20260310-WA0001.mp3")
    send(phone, recording_id, 0, b"OggS" + bytes(60))
    with house.reading() as session:
        assert session.get_one(Recording, recording_id).mime_type == heard_as


def test_what_is_spoken_on_the_phone_says_so_and_nothing_of_what_is_not_known_yet(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    answer = phone.get(f"/api/recordings/{recording_id}").json or {}
    known = [answer[name] for name in ("source", "source_name", "language", "model", "silenced")]
    assert known == ["phone", None, None, None, None]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_chunks_in_any_order_are_counted_and_gaps_named(phone: Phone, house: Database, order: tuple[int, ...]) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    for number in order:
        answer = send(phone, recording_id, number, f"chunk {number}".encode())
    assert answer == {"received": 3, "missing": [], "live_text": ""}


def test_a_gap_is_named_and_asked_for(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"zero")
    assert send(phone, recording_id, 3, b"three")["missing"] == [1, 2]
    assert complete(phone, recording_id, 5) == {"state": "waiting_for_chunks", "missing": [1, 2, 4]}
    for number in (1, 2, 4):
        send(phone, recording_id, number, b"late")
    assert complete(phone, recording_id, 5) == {"state": "waiting", "missing": []}


def test_a_chunk_that_overtakes_its_announcement_is_kept(phone: Phone, house: Database) -> None:
    recording_id = new_id()
    assert send(phone, recording_id, 0, b"early")["received"] == 1
    announce(phone, recording_id)
    with house.reading() as session:
        assert session.get_one(Recording, recording_id).mime_type == ANNOUNCED["mime_type"]


def test_a_different_chunk_of_the_same_number_is_kept_beside_the_first(
    phone: Phone, app: Flask, house: Database
) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"first")
    send(phone, recording_id, 0, b"other")
    store = app.extensions["rounds"].recordings
    assert store.read(recording_id, 0) == b"first"
    rivals = list(store.path(recording_id, 0).parent.glob("*.rival"))
    assert [rival.read_bytes() for rival in rivals] == [b"other"]
    with house.reading() as session:
        assert "both are kept" in (session.get_one(Recording, recording_id).problem or "")


def test_an_empty_chunk_is_taken(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    assert send(phone, recording_id, 0, b"")["received"] == 1


def test_storing_a_chunk_promises_that_it_will_be_heard(phone: Phone, house: Database) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"sound")
    with house.reading() as session:
        job = session.query(Job).one()
        assert (job.kind, job.state, job.arguments) == ("hear", JobState.READY, {"recording_id": recording_id})


def test_somebody_elses_phone_cannot_add_to_a_recording(pair: Callable[..., Phone]) -> None:
    ana, bo = pair("Ana"), pair("Bo")
    recording_id = new_id()
    announce(ana, recording_id)
    path = f"/api/recordings/{recording_id}"
    for answer in (
        bo.put(path, json=ANNOUNCED),
        bo.put(f"{path}/chunks/0", data=b"x"),
        bo.put(f"{path}/completion", json={"chunk_count": 1, "ended_at": STARTED}),
    ):
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"mime_type": "audio/webm"},
        {"mime_type": "audio/webm", "started_at": "yesterday"},
        {"mime_type": "audio/webm", "started_at": "2026-03-10T15:40:00"},
        {"mime_type": 7, "started_at": STARTED},
        {"mime_type": "audio/webm", "started_at": STARTED, "position": {"lat": 91, "lon": 0}},
        {"mime_type": "audio/webm", "started_at": STARTED, "visit_id": "../../etc/passwd"},
    ],
)
def test_a_wrong_announcement_is_refused_in_words(phone: Phone, sent: dict[str, object]) -> None:
    answer = phone.put(f"/api/recordings/{new_id()}", json=sent)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert "does not fit" in (answer.json or {})["detail"]


@pytest.mark.parametrize("recording_id", ["x", "..", "1234", "0192f0c1-7b1e-7c3a-9d52-3f1f0e7a9b1g"])
def test_an_id_that_is_none_is_not_found(phone: Phone, recording_id: str) -> None:
    assert phone.put(f"/api/recordings/{recording_id}/chunks/0", data=b"x").status_code == 404


def test_a_note_is_kept_where_the_phone_does_not_know_how_sharp_its_place_is(phone: Phone) -> None:
    place = {"lat": 41.88, "lon": -87.65, "accuracy_m": -1}
    assert phone.put(f"/api/recordings/{new_id()}", json={**ANNOUNCED, "position": place}).status_code == 201


def test_a_clock_that_is_ahead_is_flagged_not_refused(phone: Phone) -> None:
    answer = phone.put(f"/api/recordings/{new_id()}", json={**ANNOUNCED, "started_at": "2031-01-01T00:00:00Z"})
    assert answer.status_code == 201
    assert "clock" in (answer.json or {})["problem"]


def test_the_recording_can_be_downloaded_as_it_came(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    for number, data in enumerate([b"\x1aE\xdf\xa3", b"", b"more"]):
        send(phone, recording_id, number, data)
    answer = phone.get(f"/api/recordings/{recording_id}/audio")
    assert answer.data == b"\x1aE\xdf\xa3more"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_stretch_of_what_is_no_sound_cannot_be_played_and_says_why(phone: Phone) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"no sound at all")
    answer = phone.get(f"/api/recordings/{recording_id}/clip?from_s=0&to_s=1")
    assert answer.status_code == 422
    assert "cannot be played" in (answer.json or {})["detail"]


@pytest.mark.parametrize(
    "stretch", ["", "?from_s=a&to_s=b", "?from_s=2&to_s=1", "?from_s=-1&to_s=1", "?from_s=nan&to_s=1"]
)
def test_a_stretch_that_is_none_is_refused_in_words(phone: Phone, stretch: str) -> None:
    assert phone.get(f"/api/recordings/{new_id()}/clip{stretch}").status_code == 422


MB = 1024 * 1024


def with_settings(app: Flask, **changed: Any) -> None:
    held = app.extensions["rounds"]
    store = held.recordings
    if "disk_reserve_mb" in changed:
        store = replace(store, reserve_bytes=changed["disk_reserve_mb"] * MB)
    app.extensions["rounds"] = replace(held, settings=replace(held.settings, **changed), recordings=store)


def test_a_note_over_the_limit_of_size_keeps_and_hears_its_beginning_and_leaves_the_rest_on_the_phone(
    phone: Phone, app: Flask, house: Database
) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    with_settings(app, recording_limit_mb=1)
    piece = bytes(MB // 2)
    for number in range(2):
        send(phone, recording_id, number, piece)
    refused = phone.put(f"/api/recordings/{recording_id}/chunks/2", data=b"more", content_type="audio/webm")
    assert refused.status_code == 413
    assert "the rest stays on the phone" in (refused.json or {})["detail"]
    assert send(phone, recording_id, 1, piece)["received"] == 2  # what is held is acknowledged again
    note = phone.get(f"/api/recordings/{recording_id}").json or {}
    assert note["state"] == "waiting"
    assert "larger than 1 MB" in note["problem"]
    assert phone.get(f"/api/recordings/{recording_id}/audio").data == piece * 2
    with house.reading() as session:
        assert session.get_one(Recording, recording_id).chunk_count == 2


def test_a_note_that_was_too_large_goes_on_once_the_limit_is_raised(phone: Phone, app: Flask) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    with_settings(app, recording_limit_mb=1)
    send(phone, recording_id, 0, bytes(MB))
    assert phone.put(f"/api/recordings/{recording_id}/chunks/1", data=b"more").status_code == 413
    with_settings(app, recording_limit_mb=2)
    assert send(phone, recording_id, 1, b"more")["received"] == 2
    assert complete(phone, recording_id, 2) == {"state": "waiting", "missing": []}


def test_sound_leaves_a_reserve_on_the_disk_and_the_phone_is_told_to_wait(phone: Phone, app: Flask) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    with_settings(app, disk_reserve_mb=1_000_000_000)
    answer = phone.put(f"/api/recordings/{recording_id}/chunks/0", data=b"sound", content_type="audio/webm")
    assert (answer.status_code, (answer.json or {})["type"].rpartition("/")[2]) == (507, "storage-full")
    assert "sent again by itself" in (answer.json or {})["detail"]
    with_settings(app, disk_reserve_mb=0)
    assert send(phone, recording_id, 0, b"sound")["received"] == 1


def test_a_full_disk_is_said_and_nothing_half_is_left(
    phone: Phone, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = new_id()
    announce(phone, recording_id)

    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    answer = phone.put(f"/api/recordings/{recording_id}/chunks/0", data=b"sound")
    monkeypatch.undo()
    assert answer.status_code == 507
    assert "stays on the phone" in (answer.json or {})["detail"]
    folder = app.extensions["rounds"].recordings.path(recording_id, 0).parent
    assert list(folder.iterdir()) == []
    assert send(phone, recording_id, 0, b"sound")["received"] == 1


def test_the_answer_to_a_piece_that_is_spoken_now_brings_its_words(phone: Phone, house: Database) -> None:
    recording_id = new_id()
    announce(phone, recording_id)
    send(phone, recording_id, 0, b"zero")
    spoken_at_its_pace(house, recording_id)
    hearing = threading.Timer(0.1, show_words, (house, recording_id, "met priya"))
    hearing.start()
    answer = send(phone, recording_id, 1, b"one")
    hearing.join()
    assert answer["live_text"] == "met priya"


def test_pieces_that_were_kept_on_the_phone_are_answered_without_waiting_for_words(
    phone: Phone, house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(*_asked: object) -> str:
        raise AssertionError("it waited for words")

    monkeypatch.setattr("server.services.notes.live_answer.LiveAnswers.await_words", wait)
    recording_id = new_id()
    announce(phone, recording_id)
    for number in range(3):
        send(phone, recording_id, number, b"kept")
    spoken_at_its_pace(house, recording_id)
    send(phone, recording_id, 2, b"kept")  # a piece that is held already says nothing new
    complete(phone, recording_id, 4)
    assert send(phone, recording_id, 3, b"kept")["live_text"] == ""


def spoken_at_its_pace(house: Database, recording_id: str) -> None:
    with house.session() as session:
        came = update(Chunk).where(Chunk.recording_id == recording_id)
        session.execute(came.values(received_at=now() - timedelta(seconds=1)))
        session.commit()


def show_words(house: Database, recording_id: str, words: str) -> None:
    with house.session() as session:
        session.get_one(Recording, recording_id).live_text = words
        session.commit()

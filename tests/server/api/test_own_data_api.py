"""What left the phone, counted for the person alone; and the trail of whoever keeps one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.base import new_id, now
from models.database import Database
from models.recording import Recording
from models.staff import Role
from tests.server.api.conftest import Phone

ZONE = ZoneInfo("America/Chicago")


def send(phone: Phone, minutes_ago: int = 1, **change: Any) -> None:
    at = (now() - timedelta(minutes=minutes_ago)).isoformat()
    fix = {"id": new_id(), "at": at, "lat": 41.88, "lon": -87.65, "accuracy_m": 8, **change}
    assert phone.post("/api/fixes", json={"fixes": [fix]}).status_code == 200


def today_of(phone: Phone) -> dict[str, Any]:
    found: dict[str, Any] = phone.get("/api/what-left?days=2").get_json()["days"][0]
    return found


def test_each_day_is_there_newest_first_also_an_empty_one(phone: Phone) -> None:
    days = phone.get("/api/what-left").get_json()["days"]
    today = now().astimezone(ZONE).date()
    assert [day["on"] for day in days] == [(today - timedelta(days=back)).isoformat() for back in range(14)]
    assert days[0] == {
        "on": today.isoformat(),
        "sources": [],
        "positions_held": 0,
        "visits": 0,
        "recordings": 0,
        "spoken_s": 0.0,
    }


def test_what_came_what_was_refused_and_what_is_held_is_counted_in_words(phone: Phone) -> None:
    send(phone, 3)
    send(phone, 2, lat=0, lon=0)
    phone.put("/api/location-choice", json={"mode": "none"})
    send(phone, 1)
    said = today_of(phone)
    (source,) = said["sources"]
    assert (source["source"], source["name"]) == ("web", "Positions from this app")
    assert (source["received"], source["refused"], source["flagged"], source["discarded"]) == (3, 1, 1, 2)
    assert said["positions_held"] == 0


def test_the_same_position_sent_twice_counts_once(phone: Phone) -> None:
    at = (now() - timedelta(minutes=5)).isoformat()
    for _ in range(3):
        send(phone, at=at)
    assert (today_of(phone)["sources"][0]["received"], today_of(phone)["positions_held"]) == (1, 1)


def test_notes_and_their_positions_are_counted(phone: Phone, house: Database) -> None:
    begun = {"mime_type": "audio/webm", "started_at": now().isoformat(), "position": {"lat": 41.88, "lon": -87.65}}
    path = f"/api/recordings/{new_id()}"
    assert [phone.put(path, json=begun).status_code for _ in range(2)] == [201, 200]
    said = today_of(phone)
    assert (said["recordings"], said["sources"][0]["source"], said["sources"][0]["received"]) == (1, "note", 1)


def test_a_note_spoken_while_switched_off_is_kept_without_its_position(phone: Phone, house: Database) -> None:
    phone.put("/api/location-choice", json={"mode": "none"})
    begun = {"mime_type": "audio/webm", "started_at": now().isoformat(), "position": {"lat": 41.88, "lon": -87.65}}
    note_id = new_id()
    assert phone.put(f"/api/recordings/{note_id}", json=begun).status_code == 201
    with house.reading() as session:
        note = session.get_one(Recording, note_id)
    assert (note.lat, note.lon) == (None, None)
    assert today_of(phone)["sources"][0]["refused"] == 1


def test_nobody_counts_somebody_else_s(phone: Phone, pair: Callable[..., Phone]) -> None:
    send(phone)
    boss = pair("Vera Boss", Role.ADMIN)
    assert today_of(boss)["sources"] == []


def test_a_trail_is_there_only_for_whom_chose_to_keep_one(phone: Phone, pair: Callable[..., Phone]) -> None:
    send(phone, 1)
    on = (now() - timedelta(minutes=1)).astimezone(ZONE).date().isoformat()
    said = phone.get(f"/api/trail?on={on}").get_json()
    assert (said["is_kept"], said["positions"]) == (False, [])
    phone.put("/api/location-choice", json={"mode": "trail"})
    assert len(phone.get(f"/api/trail?on={on}").get_json()["positions"]) == 1
    assert pair("Vera Boss", Role.MANAGER).get(f"/api/trail?on={on}").get_json()["positions"] == []


@pytest.mark.parametrize("asked", ["what-left?days=0", "what-left?days=1000", "what-left?days=x", "trail?on=yesterday"])
def test_a_question_that_makes_no_sense_is_refused_in_words(phone: Phone, asked: str) -> None:
    answer = phone.get(f"/api/{asked}")
    assert answer.status_code == 422 and answer.get_json()["detail"]

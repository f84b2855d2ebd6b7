"""A person's own choice: kept, answered, and obeyed; nobody else's business."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from models.base import new_id, now
from models.staff import Role
from server.current import KEY
from tests.server.api.conftest import Phone

EVERY_DAY = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00"}]
EARLY = [{"days": ["mon", "fri"], "from": "05:30", "to": "13:00"}, {"days": ["sat"], "from": "22:00", "to": "02:00"}]


def choice(phone: Phone) -> dict[str, Any]:
    found: dict[str, Any] = phone.get("/api/location-choice").get_json()
    return found


def test_without_a_word_visits_only_in_the_company_s_hours(phone: Phone) -> None:
    assert choice(phone) == {
        "mode": "visits",
        "hours": None,
        "company_hours": EVERY_DAY,
        "pause": None,
        "is_taking": True,
        "why_not": None,
        "places": [],
    }


def test_mode_and_own_hours_are_kept_and_given_back_as_sent(phone: Phone) -> None:
    answer = phone.put("/api/location-choice", json={"mode": "trail", "hours": EARLY})
    assert (answer.status_code, answer.get_json()["mode"], answer.get_json()["hours"]) == (200, "trail", EARLY)
    assert choice(phone)["hours"] == EARLY
    assert phone.put("/api/location-choice", json={"mode": "visits", "hours": None}).get_json()["hours"] is None


def test_switched_off_says_so_in_words(phone: Phone) -> None:
    said = phone.put("/api/location-choice", json={"mode": "none"}).get_json()
    assert (said["is_taking"], said["why_not"]) == (False, "You chose that no position is taken.")


def test_outside_own_hours_the_reason_names_them(phone: Phone) -> None:
    yesterday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(now().weekday() - 3) % 7]
    hours = [{"days": [yesterday], "from": "08:00", "to": "09:00"}]
    said = phone.put("/api/location-choice", json={"mode": "visits", "hours": hours}).get_json()
    assert (said["is_taking"], said["why_not"]) == (False, f"Outside your hours ({yesterday.title()} 08:00-09:00).")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"mode": "speed"},
        {"mode": "visits", "hours": []},
        {"mode": "visits", "hours": [{"days": [], "from": "08:00", "to": "09:00"}]},
        {"mode": "visits", "hours": [{"days": ["noday"], "from": "08:00", "to": "09:00"}]},
        {"mode": "visits", "hours": [{"days": ["mon"], "from": "8", "to": "09:00"}]},
        {"mode": "visits", "hours": [{"days": ["mon"], "from": "25:00", "to": "09:00"}]},
        {"mode": "visits", "hours": [{"days": ["mon"], "from": "08:00", "to": "08:00"}]},
        {"mode": "visits", "hours": [{"days": ["mon"], "from": "24:00", "to": "08:00"}]},
        {"mode": "visits", "hours": "always"},
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_in_words_and_changes_nothing(
    phone: Phone, sent: dict[str, Any]
) -> None:
    before = choice(phone)
    answer = phone.put("/api/location-choice", json=sent)
    assert answer.status_code == 422 and answer.get_json()["detail"]
    assert choice(phone) == before


def test_a_pause_begins_and_ends(phone: Phone) -> None:
    pause_id, began_at = new_id(), now()
    said = phone.put(f"/api/pauses/{pause_id}", json={"began_at": began_at.isoformat(), "until": None}).get_json()
    assert (said["is_taking"], said["why_not"]) == (False, "You paused positions.")
    assert (said["pause"]["id"], said["pause"]["until"]) == (pause_id, None)
    ended = {"began_at": began_at.isoformat(), "until": None, "ended_at": now().isoformat()}
    assert [phone.put(f"/api/pauses/{pause_id}", json=ended).get_json()["pause"] for _ in range(2)] == [None, None]


def test_a_pause_with_an_end_ends_by_itself(phone: Phone) -> None:
    until = (now() + timedelta(hours=1)).isoformat()
    said = phone.put(f"/api/pauses/{new_id()}", json={"began_at": now().isoformat(), "until": until}).get_json()
    assert said["pause"]["until"] is not None
    earlier = (now() - timedelta(hours=3)).isoformat()
    over = {"began_at": earlier, "until": (now() - timedelta(hours=2)).isoformat()}
    assert phone.put(f"/api/pauses/{said['pause']['id']}", json=over).get_json()["pause"] is None


def test_a_pause_begun_by_a_clock_that_is_ahead_begins_at_once(phone: Phone) -> None:
    ahead = (now() + timedelta(hours=3)).isoformat()
    assert phone.put(f"/api/pauses/{new_id()}", json={"began_at": ahead}).get_json()["is_taking"] is False


@pytest.mark.parametrize("path", ["/api/pauses/17", "/api/own-places/home"])
def test_an_id_that_is_none_is_not_found(phone: Phone, path: str) -> None:
    body = {"began_at": now().isoformat(), "kind": "home", "lat": 1, "lon": 2}
    assert phone.put(path, json=body).status_code == 404


def test_own_places_are_given_changed_and_deleted_by_their_owner_alone(
    phone: Phone, pair: Callable[..., Phone]
) -> None:
    place_id, boss = new_id(), pair("Vera Boss", Role.ADMIN)
    home = {"kind": "home", "lat": 41.9, "lon": -87.7}
    assert phone.put(f"/api/own-places/{place_id}", json=home).get_json() == {"id": place_id, **home}
    assert choice(phone)["places"] == [{"id": place_id, **home}]
    assert choice(boss)["places"] == []
    assert boss.put(f"/api/own-places/{place_id}", json=home).status_code == 403
    assert boss.client.delete(f"/api/own-places/{place_id}", headers=boss.headers).status_code == 403
    answers = [phone.client.delete(f"/api/own-places/{place_id}", headers=phone.headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert choice(phone)["places"] == []


def test_somebody_else_s_pause_cannot_be_changed(phone: Phone, pair: Callable[..., Phone]) -> None:
    pause_id, sent = new_id(), {"began_at": now().isoformat()}
    phone.put(f"/api/pauses/{pause_id}", json=sent)
    boss = pair("Vera Boss", Role.MANAGER)
    assert boss.put(f"/api/pauses/{pause_id}", json=sent).status_code == 403
    assert choice(boss)["pause"] is None


def test_two_phones_of_one_person_share_the_choice(phone: Phone, pair: Callable[..., Phone], app: Any) -> None:
    from models.staff import Staff
    from tests.support.makers import make_phone

    with app.extensions[KEY].database.session() as session:
        _, headers = make_phone(session, session.get_one(Staff, phone.staff_id), "Tablet")
        session.commit()
    tablet = Phone(phone.client, headers, phone.staff_id, "")
    tablet.put("/api/location-choice", json={"mode": "none"})
    assert choice(phone)["mode"] == "none"

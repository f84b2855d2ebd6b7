"""OwnTracks is answered with the nearest customers as regions when it needs others, and else with nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from models.base import now
from models.location_choice import LocationChoice, LocationMode
from models.position_source import PositionSource
from tests.server.ingest.conftest import OwnTracksPhone
from tests.support.makers import make_customer
from tests.support.rounds_on_the_road import BELLAVISTA, MARCHETTI

ANDROID = "Owntracks-Android/gp/420503000"
IOS = "OwnTracks/18.4.1 CFNetwork/1410.0.3 Darwin/22.6.0"
NORTH_500_M = 0.0045


def say(phone: OwnTracksPhone, user_agent: str = ANDROID, **more: Any) -> list[dict[str, Any]]:
    message = {"_type": "location", "lat": 41.88, "lon": -87.65, "tst": int(now().timestamp()), "acc": 9, **more}
    answer = phone.post(json.dumps(message).encode(), **{"User-Agent": user_agent})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()
    return found


def waypoints(answer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    command = answer[-1]
    assert (command["_type"], command["action"]) == ("cmd", "setWaypoints")
    assert command["waypoints"]["_type"] == "waypoints"
    found: list[dict[str, Any]] = command["waypoints"]["waypoints"]
    return found


def add_customers(phone: OwnTracksPhone, number: int) -> None:
    with phone.database.session() as session:
        for i in range(number):
            make_customer(session, f"Cafe {i:02d}", lat=41.9 + i * 0.01, lon=-87.65)
        session.commit()


def test_the_first_position_is_answered_with_the_nearest_eighteen(owntracks: OwnTracksPhone) -> None:
    add_customers(owntracks, 30)
    regions = waypoints(say(owntracks))
    assert len(regions) == 18
    assert regions[0] == {
        "_type": "waypoint",
        "tst": 1_000_000_000,
        "rid": owntracks.customer_id,
        "desc": "Bellavista Bistro",
        "rad": 100,
        "lat": BELLAVISTA[0],
        "lon": BELLAVISTA[1],
    }
    assert [region["desc"] for region in regions[1:]] == [f"Cafe {i:02d}" for i in range(17)]
    assert [region["tst"] for region in regions] == list(range(1_000_000_000, 1_000_000_018))


def test_an_iphone_forgets_the_regions_before_for_it_watches_twenty_only(owntracks: OwnTracksPhone) -> None:
    answer = say(owntracks, IOS)
    assert [command["action"] for command in answer] == ["clearWaypoints", "setWaypoints"]


def test_the_same_regions_are_not_sent_again(owntracks: OwnTracksPhone) -> None:
    add_customers(owntracks, 30)
    at = int(now().timestamp())
    assert say(owntracks, tst=at) != []
    assert [say(owntracks, lat=41.88 + step * 0.0004, tst=at - step - 1) for step in range(4)] == [[]] * 4


def test_regions_change_where_the_nearest_are_others_and_not_sooner(owntracks: OwnTracksPhone) -> None:
    add_customers(owntracks, 60)
    say(owntracks, lat=42.2001)
    assert say(owntracks, lat=42.2001 + NORTH_500_M) == []
    far = waypoints(say(owntracks, lat=42.3))
    assert "Cafe 40" in [region["desc"] for region in far]


def test_going_to_and_fro_over_a_border_sends_nothing(owntracks: OwnTracksPhone) -> None:
    add_customers(owntracks, 60)
    at = int(now().timestamp())
    say(owntracks, lat=42.2049, tst=at)
    sent = [say(owntracks, lat=lat, tst=at - i - 1) for i, lat in enumerate([42.2051, 42.2049] * 4)]
    assert sent == [[]] * 8


def test_a_customer_with_another_place_is_sent_anew(owntracks: OwnTracksPhone) -> None:
    say(owntracks)
    add_customers(owntracks, 1)
    owntracks.client.application.extensions["rounds"].company_map._check_every_s = 0.0
    assert len(waypoints(say(owntracks, lat=41.8801))) == 2


def test_a_message_that_comes_again_for_want_of_an_answer_gets_its_regions_again(owntracks: OwnTracksPhone) -> None:
    at = int(now().timestamp())
    first = say(owntracks, tst=at)
    assert waypoints(first) == waypoints(say(owntracks, tst=at))
    assert say(owntracks, tst=at + 1) == []


@pytest.mark.parametrize(
    "more",
    [
        {"tst": 1773151200},
        {"lat": 0, "lon": 0},
        {"lat": "north"},
        {"tst": 4102444800},
        {"_type": "status"},
        {"_type": "transition", "event": "enter", "desc": "Home"},
        {"user_agent": "curl/8.5"},
        {"user_agent": "Overland/1.4.2 (iPhone; iOS 17.4.1)"},
    ],
    ids=["late", "nowhere", "unreadable", "of the future", "no position", "a crossing", "a script", "another app"],
)
def test_only_where_a_phone_is_at_the_moment_is_answered_with_regions(
    owntracks: OwnTracksPhone, more: dict[str, Any]
) -> None:
    assert say(owntracks, **more) == []


def test_whoever_lets_no_position_be_taken_gets_no_regions(owntracks: OwnTracksPhone) -> None:
    with owntracks.database.session() as session:
        staff_id = owntracks.device().staff_id
        session.add(LocationChoice(staff_id=staff_id, mode=LocationMode.NONE))
        session.commit()
    assert say(owntracks) == []
    with owntracks.database.reading() as session:
        (source,) = session.scalars(select(PositionSource)).all()
    assert (source.regions_key, source.last_at) == (None, None)
    assert "Not kept" in (source.last_problem or "")


def test_nothing_but_a_hash_remembers_which_regions_were_put(owntracks: OwnTracksPhone) -> None:
    say(owntracks)
    with owntracks.database.reading() as session:
        (source,) = session.scalars(select(PositionSource)).all()
    assert source.regions_key is not None and len(source.regions_key) == 64


def test_a_colon_in_a_name_makes_no_beacon_of_it(owntracks: OwnTracksPhone) -> None:
    with owntracks.database.session() as session:
        make_customer(session, "Deli: East", lat=MARCHETTI[0], lon=MARCHETTI[1])
        session.commit()
    assert [region["desc"] for region in waypoints(say(owntracks))] == ["Bellavista Bistro", "Deli  East"]


def test_android_names_a_region_and_its_customer_is_found(owntracks: OwnTracksPhone) -> None:
    with owntracks.database.session() as session:
        make_customer(session, "Bellavista Bistro", lat=42.4, lon=-87.65)
        session.commit()
    crossing = {"_type": "transition", "event": "enter", "desc": "Bellavista Bistro", "acc": 20, "t": "l"}
    owntracks.say(**crossing, tst=1773151300, lat=BELLAVISTA[0], lon=BELLAVISTA[1])
    owntracks.say(**{**crossing, "desc": "Home"}, tst=1773151400, lat=BELLAVISTA[0], lon=BELLAVISTA[1])
    assert [fix.region_id for fix in owntracks.fixes()] == [owntracks.customer_id, "Home"]

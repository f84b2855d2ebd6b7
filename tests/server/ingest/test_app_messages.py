"""Whatever bytes come through whichever door, reading them ends in positions that can be stored or in a reason."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.position_source import PositionApp
from server.app import create_app
from server.ingest import gpslogger_message, overland_message, owntracks_message, traccar_message
from server.ingest.values import SPEEDS, Message, Unread, instant, number, text, without_speed
from server.services.positions.position_source import make_source
from server.settings import Settings
from tests.support.makers import make_customer, make_phone, make_staff

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
Reader = Callable[[bytes, bytes], list[Message]]
READERS: dict[str, Reader] = {
    "owntracks": lambda query, body: owntracks_message.read_body(body),
    "overland": lambda query, body: overland_message.read_body(body),
    "traccar": lambda query, body: traccar_message.read_request(query, body, AT),
    "gpslogger": gpslogger_message.read_request,
}
NAMES = (
    "_type lat lon lng latitude longitude tst t acc accuracy event rid desc vel speed spd timestamp time id deviceid "
    "location locations coords properties geometry coordinates action type arrival_date departure_date "
    "horizontal_accuracy valid device_id customer at token"
).split()
WORDS = ("location", "transition", "visit", "trip", "enter", "2026-03-10T14:00:00Z", "1773151200", "41.88,-87.65", "0")
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
junk = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=12,
)
fields = st.dictionaries(st.sampled_from(NAMES), scalars, max_size=8)
bodies = st.one_of(
    st.binary(max_size=120),
    junk.map(lambda content: json.dumps(content).encode()),
    st.lists(junk, max_size=3).map(lambda several: json.dumps({"locations": several}).encode()),
    fields.map(lambda said: urlencode({name: str(value) for name, value in said.items()}, errors="replace").encode()),
)
queries = fields.map(lambda said: urlencode({name: str(value) for name, value in said.items()}, errors="replace"))


def is_storable(found: Message) -> bool:
    if isinstance(found, Unread):
        return bool(found.reason) and len(found.reason) <= 200
    texts = (found.trigger, found.region_event, found.region_id)
    "".join(texts).encode()
    are_finite = math.isfinite(found.lat) and math.isfinite(found.lon) and math.isfinite(found.accuracy_m or 0.0)
    return are_finite and found.at.tzinfo is not None and all(len(one) <= 50 for one in texts)


@pytest.mark.parametrize("which", READERS)
@hypothesis_settings(deadline=None, max_examples=150)
@given(query=queries | st.text(max_size=40), body=bodies)
def test_whatever_comes_is_read_or_given_a_reason(which: str, query: str, body: bytes) -> None:
    assert all(is_storable(found) for found in READERS[which](query.encode("utf-8", "replace"), body))


@hypothesis_settings(deadline=None)
@given(junk)
def test_no_value_is_more_than_it_is(value: object) -> None:
    read = number(value)
    assert read is None or math.isfinite(read)
    at = instant(value)
    assert at is None or 1971 <= at.year <= 9000
    assert "\x00" not in text(value)
    text(value).encode()


@hypothesis_settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["lat", "vel", "speed", "spd", "coords"]), junk, max_size=4))
def test_no_speed_is_left_however_deep(content: dict[str, object]) -> None:
    left = without_speed(content, json.dumps(content).encode()).decode()
    assert not any(f'"{name}":' in left for name in SPEEDS)


class Doors:
    """One application for all examples, with a phone that has every app."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        with app.extensions["rounds"].database.session() as session:
            staff = make_staff(session)
            device, _headers = make_phone(session, staff)
            make_customer(session)
            self.tokens = {str(one): make_source(session, device.id, one) for one in PositionApp}
            session.commit()


@pytest.fixture
def doors(database_url: str, tmp_path: Path) -> Iterator[Doors]:
    app = create_app(Settings(var_dir=tmp_path / "var", database_url=database_url))
    yield Doors(app)
    app.extensions["rounds"].database.close()


@pytest.mark.slow
@hypothesis_settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(["owntracks", "overland", "traccar", "gpslogger", "automation/arrived", "automation/left"]),
    method=st.sampled_from(["GET", "POST"]),
    query=queries | st.text(max_size=40),
    body=bodies,
)
def test_no_request_is_an_error_of_the_server(doors: Doors, path: str, method: str, query: str, body: bytes) -> None:
    which, _, rest = path.partition("/")
    token = f"{doors.tokens[which]}/{rest}".rstrip("/")
    answer = doors.client.open(f"/ingest/{which}/{token}?{quote(query, safe='=&%')}", method=method, data=body)
    expected = (200, 405) if method == "GET" and which in ("owntracks", "overland") else (200,)
    assert answer.status_code in expected


def test_the_readers_see_what_was_made_for_them() -> None:
    position = {"lat": 41.88, "lon": -87.65, "tst": 1773151200, "time": 1773151200, "timestamp": 1773151200}
    bodies_for = {
        "owntracks": {**position, "_type": "location"},
        "overland": {
            "locations": [{"geometry": {"coordinates": [-87.65, 41.88]}, "properties": {"timestamp": 1773151200}}]
        },
        "traccar": position,
        "gpslogger": position,
    }
    for which, content in bodies_for.items():
        (found,) = READERS[which](b"", json.dumps(content).encode())
        assert not isinstance(found, Unread) and (found.lat, found.lon, found.at) == (41.88, -87.65, AT), which

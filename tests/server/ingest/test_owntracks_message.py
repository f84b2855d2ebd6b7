"""Whatever bytes come, reading them ends in positions that can be stored or in a reason."""

from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from server.ingest.owntracks_message import read_body
from server.ingest.values import Unread
from server.services.positions.position_intake import Reading

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from(["_type", "lat", "lon", "tst", "acc", "t", "event", "rid", "desc", "vel"])
kinds = st.sampled_from(["location", "transition", "waypoints", "encrypted", "other"])
numbers = st.integers() | st.floats() | st.text(max_size=8)
messages = st.builds(
    lambda kind, near, rest: {"_type": kind, "event": "enter", **near, **rest},
    kinds,
    st.fixed_dictionaries({}, optional={"lat": numbers, "lon": numbers, "tst": numbers, "acc": numbers}),
    st.dictionaries(names, junk, max_size=3),
)


def is_storable(found: Reading | Unread) -> bool:
    if isinstance(found, Unread):
        return bool(found.reason) and len(found.reason) <= 200
    texts = (found.trigger, found.region_event, found.region_id)
    "".join(texts).encode()
    numbers_are_finite = math.isfinite(found.lat) and math.isfinite(found.lon)
    return numbers_are_finite and found.at.tzinfo is not None and all(len(text) <= 50 for text in texts)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_given_a_reason(body: bytes) -> None:
    assert all(is_storable(found) for found in read_body(body))


@given(messages | junk)
def test_any_json_is_read_or_given_a_reason(message: object) -> None:
    assert all(is_storable(found) for found in read_body(json.dumps(message).encode()))

"""Bad positions are named, healed or left out; they never make a visit and never raise."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visits.cleaning import find_faults
from visits.clocks import read_clock
from visits.detector import detect
from visits.types import Fix

NOW = 1_791_240_000.0


def near_same(a, b):
    assert [v.customer_id for v in a] == [v.customer_id for v in b]
    for one, two in zip(a, b, strict=True):
        assert one.arrive_s == pytest.approx(two.arrive_s, abs=5.0)
        assert one.leave_s == pytest.approx(two.leave_s, abs=5.0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lat": math.nan}, "not a number"),
        ({"lon": math.inf}, "not a number"),
        ({"at_s": math.nan}, "not a number"),
        ({"lat": 91.0}, "out of range"),
        ({"lon": -181.0}, "out of range"),
        ({"lat": 0.0, "lon": 0.0}, "0/0"),
        ({"accuracy_m": 60_000.0}, "worse than 5 km"),
        ({"at_s": NOW + 7200.0, "received_s": None}, "in the future"),
    ],
)
def test_an_impossible_fix_is_named_with_its_reason_and_changes_nothing(change, reason, anna_day, town):
    bad = replace(anna_day[100], **change)
    (fault,) = find_faults([*anna_day, bad], now_s=NOW)
    assert fault[0] == bad or math.isnan(bad.at_s + bad.lat)
    assert reason in fault[1]
    assert detect([*anna_day, bad], town, now_s=NOW) == detect(anna_day, town, now_s=NOW)


def test_a_sound_day_has_no_faults(anna_day):
    assert find_faults(anna_day, now_s=NOW) == []


def test_a_jump_of_kilometres_and_back_is_left_out(anna_day, town, at):
    lat, lon = at(9000.0, 9000.0)
    k = 400
    jumped = [*anna_day[:k], replace(anna_day[k], lat=lat, lon=lon), *anna_day[k + 1 :]]
    ((fix, reason),) = find_faults(jumped, now_s=NOW)
    assert (fix.lat, fix.lon) == (lat, lon)
    assert "jumped" in reason
    near_same(detect(jumped, town), detect(anna_day, town))


@pytest.mark.parametrize("wrong_s", [-180.0, 95.0, 3600.0, -7200.0, 3.2e7, -3.2e7])
def test_a_wrong_clock_is_healed_by_the_time_of_receipt(wrong_s, anna_day, town):
    shifted = [replace(f, at_s=f.at_s + wrong_s) for f in anna_day]
    near_same(detect(shifted, town), detect(anna_day, town))


def test_a_day_that_arrives_a_week_late_keeps_its_times(anna_day, town):
    late = [replace(f, received_s=anna_day[-1].at_s + 7 * 86400 + 0.01 * n) for n, f in enumerate(anna_day)]
    assert read_clock(late).offset_s == 0.0
    near_same(detect(late, town), detect(anna_day, town))


def test_a_phone_without_receipt_times_is_believed(anna_day, town):
    near_same(detect([replace(f, received_s=None) for f in anna_day], town), detect(anna_day, town))


def test_a_second_phone_left_at_home_makes_no_visit_and_hides_none(anna_day, town, at):
    lat, lon = at(-3000.0, 0.0)
    mine = [replace(f, device="new") for f in anna_day]
    left = [
        replace(f, device="old", lat=lat, lon=lon, at_s=f.at_s + 3.0, received_s=f.at_s + 4.0) for f in anna_day[::30]
    ]
    assert [v.customer_id for v in detect(mine + left, town) if v.customer_id] == ["bakery", "school"]


def test_a_receipt_at_no_moment_speaks_against_no_fix(anna_day, town):
    strange = [replace(f, received_s=math.inf) for f in anna_day[:3]]
    assert find_faults([*strange, *anna_day[3:]]) == []


def test_a_far_trip_that_does_not_come_back_is_no_jump(anna_day, at):
    start = anna_day[0]  # metres below: a phone that slept while it rode a train
    far_m = (0.0, 9000.0, 9100.0, 17000.0, 17100.0, 17200.0)
    trip = []
    for step, x in enumerate(far_m):
        lat, lon = at(x, 0.0)
        at_s = start.at_s + 100.0 * step
        trip.append(replace(start, lat=lat, lon=lon, at_s=at_s, received_s=at_s + 1.0))
    assert find_faults(trip) == []


ANY = st.floats(allow_nan=True, allow_infinity=True)
WILD = st.builds(
    Fix,
    rep=st.sampled_from(["anna", "ben"]),
    at_s=st.one_of(ANY, st.floats(1.7e9, 1.8e9)),
    lat=st.one_of(ANY, st.floats(41.8, 41.9)),
    lon=st.one_of(ANY, st.floats(-87.7, -87.6)),
    accuracy_m=st.one_of(st.none(), ANY, st.floats(1.0, 300.0)),
    received_s=st.one_of(st.none(), ANY, st.floats(1.7e9, 1.8e9)),
    trigger=st.sampled_from(["", "v", "p", "c", "talk", "?"]),
    region_event=st.sampled_from(["", "enter", "leave"]),
    region_id=st.sampled_from(["", "bakery", "nobody"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fixes=st.lists(WILD, max_size=30))
def test_whatever_comes_nothing_is_raised_and_no_phantom_storm(fixes, town):
    visits = detect(fixes, town)
    assert len([v for v in visits if v.customer_id]) <= max(1, len(fixes))
    for visit in visits:
        assert visit.arrive_s <= visit.leave_s
        assert 0.0 <= visit.probability <= 1.0
    assert all(reason for _, reason in find_faults(fixes))


def test_hundreds_of_random_positions_over_the_town_give_hardly_a_visit(town, at):
    import random

    chance = random.Random(3)
    storm = []
    for k in range(600):
        lat, lon = at(chance.uniform(-6000, 6000), chance.uniform(-6000, 6000))
        storm.append(Fix("anna", 1_791_208_800.0 + 30.0 * k, lat, lon, 20.0, 1_791_208_801.0 + 30.0 * k))
    assert len([v for v in detect(storm, town) if v.customer_id]) <= 2

"""Days on which phones, clocks and people did what they do: nothing is lost, and nothing is silently wrong."""

import itertools
from dataclasses import replace

import pytest

from tests.visits.conftest import MONDAY_NINE, lat_lon
from visits.detector import detect
from visits.types import Company, Fix, SpokenNote

DAY_S = 86_400.0


def named(visits):
    return [v.customer_id for v in visits if v.customer_id]


def times(visits):
    return [(v.customer_id, v.arrive_s, v.leave_s) for v in visits if v.customer_id]


def assert_same_visits(visits, others, within_s=5.0):
    assert named(visits) == named(others)
    for (_, arrive, leave), (_, other_arrive, other_leave) in zip(times(visits), times(others), strict=True):
        assert arrive == pytest.approx(other_arrive, abs=within_s)
        assert leave == pytest.approx(other_leave, abs=within_s)


@pytest.mark.parametrize("wrong_s", [-300.0, 240.0, 3600.0, -7 * 3600.0, -30 * DAY_S, 2 * 365 * DAY_S])
def test_of_two_phones_one_with_a_wrong_clock_gives_the_visits_of_one(wrong_s, anna_day, town):
    right = [replace(f, device="right") for f in anna_day]
    wrong = [replace(f, device="wrong", at_s=f.at_s + wrong_s + 4.0, received_s=f.received_s + 4.0) for f in anna_day]
    assert_same_visits(detect(right + wrong, town), detect(right, town), within_s=60.0)


@pytest.mark.parametrize("behind_s", [2 * DAY_S, 9 * DAY_S])
def test_a_phone_days_behind_never_makes_visits_come_and_go_as_its_fixes_trickle_in(behind_s, anna_day, town):
    right = [replace(f, device="right") for f in anna_day]
    wrong = [replace(f, device="wrong", at_s=f.at_s - behind_s, received_s=f.received_s + 1.0) for f in anna_day]
    both = sorted(right + wrong, key=lambda f: f.received_s)
    seen = []
    for k in range(len(both) // 2, len(both), 60):
        seen.append(named(detect(both[:k], town)))
    assert all(a == b[: len(a)] for a, b in itertools.pairwise(seen))
    assert named(detect(both, town)) == ["bakery", "school"]


def test_a_clock_set_right_in_the_middle_of_the_day_doubles_nothing(anna_day, town):
    k = next(n for n, f in enumerate(anna_day) if f.at_s > MONDAY_NINE + 4000.0)
    jumped = [replace(f, at_s=f.at_s - 9 * 3600.0) for f in anna_day[:k]] + anna_day[k:]
    assert sorted(named(detect(jumped, town))) == ["bakery", "school"]


def test_a_phone_left_in_the_car_still_finds_the_customer(phone, town):
    day = phone().stay(20).drive(35.0, 20.0).stay(25, inside=False).drive(4000.0, -1500.0).stay(20, inside=False)
    visits = detect(day.drive(-3000.0, 0.0).stay(20).fixes, town)
    likely = [v.alternatives[0][0] for v in visits if v.alternatives]
    assert likely == ["bakery", "school"]


def test_jumps_of_kilometres_for_minutes_in_a_stay_do_not_cut_it(phone, town):
    day = phone().stay(20).visit(0.0, 0.0, 40).drive(-3000.0, 0.0).stay(20)
    inside = [n for n, f in enumerate(day.fixes) if MONDAY_NINE + 2400.0 < f.at_s < MONDAY_NINE + 2700.0]
    lat, lon = lat_lon(7000.0, -5000.0)
    jumped = [replace(f, lat=lat, lon=lon) if n in inside[:12] else f for n, f in enumerate(day.fixes)]
    assert_same_visits(detect(jumped, town), detect(day.fixes, town), within_s=30.0)


def test_positions_of_0_0_now_and_then_change_nothing(anna_day, town):
    holes = [replace(f, lat=0.0, lon=0.0) for f in anna_day[::9]]
    rest = [f for n, f in enumerate(anna_day) if n % 9]
    assert detect(holes + rest, town) == detect(rest, town)


def test_a_day_a_week_late_keeps_its_place_beside_today(anna_day, town):
    now = anna_day[-1].at_s + 7 * DAY_S
    late = [replace(f, received_s=now + 0.02 * n) for n, f in enumerate(anna_day)]
    today = [replace(f, at_s=f.at_s + 7 * DAY_S, received_s=f.received_s + 7 * DAY_S) for f in anna_day]
    visits = detect(today + late, town)
    assert named(visits) == ["bakery", "school"] * 2
    assert_same_visits(visits[: len(visits) // 2], detect(anna_day, town))


def test_a_phone_handed_to_another_rep_gives_each_their_own(anna_day, phone, town):
    ben = phone(rep="ben", at_s=anna_day[-1].at_s + 600.0).stay(10).visit(2000.0, 500.0, 25).drive(-3000.0, 0.0)
    shared = [replace(f, device="one") for f in anna_day + ben.stay(20).fixes]
    town = replace(town, places=tuple(replace(p, owner_rep=None) for p in town.places))
    visits = detect(shared, town)
    assert [v.customer_id for v in visits if v.rep == "anna" and v.customer_id] == ["bakery", "school"]
    assert [v.alternatives[0][0] for v in visits if v.rep == "ben" and v.alternatives] == ["cafe"]


@pytest.mark.parametrize(
    "instant", [1_793_516_400.0, 1_773_054_000.0]
)  # 2026-11-01 and 03-08, an hour before the change
def test_a_change_of_summer_time_moves_no_visit(instant, phone, town):
    town = replace(town, places=tuple(replace(p, opens_h=None, closes_h=None) for p in town.places))
    day = phone(at_s=instant).stay(40).visit(0.0, 0.0, 50).drive(-3000.0, 0.0).stay(30)
    plain = phone().stay(40).visit(0.0, 0.0, 50).drive(-3000.0, 0.0).stay(30)
    (changed,), (usual,) = (times(detect(d.fixes, town)) for d in (day, plain))
    assert changed[2] - changed[1] == pytest.approx(usual[2] - usual[1], abs=1.0)


def test_hours_are_on_the_wall_clock_on_the_day_summer_time_ends(phone, town):
    opens_at_nine = tuple(replace(p, opens_h=9.0, closes_h=17.0) for p in town.places)
    at_nine_wall = MONDAY_NINE + 27 * DAY_S + 3600.0  # 2026-11-01 09:00 in Chicago, an hour later by UTC
    day = phone(at_s=at_nine_wall).stay(10).visit(0.0, 0.0, 20).drive(-3000.0, 0.0).stay(20)
    (bakery,) = [v for v in detect(day.fixes, replace(town, places=opens_at_nine)) if v.customer_id]
    assert "outside opening hours" not in bakery.reasons


def test_a_note_on_a_phone_with_a_wrong_clock_still_names_its_visit(phone, town):
    day = phone().stay(20).visit(2055.0, 500.0, 20)
    said = SpokenNote("anna", day.at_s - 60.0, "bistro")
    day.drive(-3000.0, 0.0).stay(20)
    wrong = [replace(f, at_s=f.at_s - 5400.0) for f in day.fixes]
    assert named(detect(wrong, town, [said])) == ["bistro"]


def test_a_pin_300_m_wrong_is_offered_and_a_note_names_it(phone, town):
    """Before anything is learnt a visit 300 m from the pin must at least be a question or an answer to a note."""
    lonely = replace(
        town, places=(*town.places, replace(town.places[0], customer_id="far", lat=lat_lon(0.0, 6000.0)[0]))
    )
    day = phone().stay(20).visit(240.0, 6180.0, 25)
    note = SpokenNote("anna", day.at_s - 60.0, "far")
    day.drive(-3000.0, 0.0).stay(20)
    silent = [v for v in detect(day.fixes, lonely) if v.arrive_s > MONDAY_NINE + 1200.0]
    assert any("far" in [c for c, _ in v.alternatives] for v in silent)
    assert "far" in named(detect(day.fixes, lonely, [note]))


def test_a_phone_that_reports_the_same_place_all_night_makes_no_visits(town, at):
    lat, lon = at(-3000.0, 0.0)
    night = [Fix("anna", MONDAY_NINE + 900.0 * k, lat, lon, 20.0, MONDAY_NINE + 900.0 * k + 1.0) for k in range(96)]
    assert named(detect(night, Company(town.places, town.reps))) == []

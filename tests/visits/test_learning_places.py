"""What a person confirmed teaches where a customer is, and one mistake does not spoil it."""

import itertools
import random
from zoneinfo import ZoneInfoNotFoundError

import pytest

from tests.visits.conftest import MONDAY_NINE, lat_lon
from visits.distance import distance_m
from visits.learning import ConfirmedVisit, learn_place

ZONE = "America/Chicago"
PIN = lat_lon(0.0, 0.0)
REAL = lat_lon(240.0, 180.0)  # 300 m from the pin


def visit(x=240.0, y=180.0, day=0, spread_m=8.0, fix_count=60, minutes=30, at_s=MONDAY_NINE, **more):
    lat, lon = lat_lon(x, y)
    begin = at_s + 86_400.0 * day
    return ConfirmedVisit(begin, begin + 60.0 * minutes, lat, lon, spread_m, fix_count, **more)


def around(x, y, count, error_m=15.0, seed=3):
    chance = random.Random(seed)
    return [visit(x + chance.gauss(0, error_m), y + chance.gauss(0, error_m), day=k) for k in range(count)]


def off_m(learnt, place=REAL):
    return distance_m(learnt.lat, learnt.lon, *place)


def test_five_visits_bring_a_pin_that_is_300_m_wrong_to_its_place():
    learnt = learn_place(PIN, around(240.0, 180.0, 5), ZONE)
    assert off_m(learnt) < 20.0
    assert learnt.moved_m == pytest.approx(300.0, abs=20.0)
    assert learnt.evidence == 5


@pytest.mark.parametrize("x", [200.0, 350.0, 700.0, 5000.0])
def test_one_visit_far_from_the_pin_does_not_move_it(x):
    assert off_m(learn_place(PIN, [visit(x, 0.0)], ZONE), PIN) < 30.0


def test_two_visits_that_agree_outvote_the_pin():
    assert off_m(learn_place(PIN, around(240.0, 180.0, 2), ZONE)) < 40.0


@pytest.mark.parametrize("wrong", [(5000.0, -2000.0), (-150.0, 60.0), (320.0, 240.0)])
def test_one_wrong_confirmation_among_right_ones_is_left_aside(wrong):
    learnt = learn_place(PIN, [*around(240.0, 180.0, 4), visit(*wrong, day=9)], ZONE)
    assert off_m(learnt) < 35.0


def test_a_right_pin_stays_when_one_of_two_confirmations_was_wrong():
    learnt = learn_place(PIN, [visit(6.0, -9.0), visit(200.0, 100.0, day=1)], ZONE)
    assert off_m(learnt, PIN) < 25.0


def test_the_order_of_visits_changes_nothing():
    visits = [*around(240.0, 180.0, 3), visit(-100.0, 0.0, day=7)]
    assert len({learn_place(PIN, order, ZONE) for order in itertools.permutations(visits)}) == 1


def test_a_customer_without_a_pin_is_where_it_was_visited():
    learnt = learn_place(None, [visit()], ZONE)
    assert off_m(learnt) < 1.0
    assert learnt.moved_m == 0.0


def test_without_any_position_nothing_is_learnt_of_the_place_but_the_hours():
    nowhere = ConfirmedVisit(MONDAY_NINE, MONDAY_NINE + 1800.0, fix_count=0)
    assert learn_place(None, [nowhere], ZONE) is None
    learnt = learn_place(PIN, [nowhere] * 5, ZONE)
    assert (learnt.lat, learnt.lon, learnt.evidence) == (*PIN, 0)
    assert (learnt.usual_from_h, learnt.usual_to_h) == (8.5, 10.0)


def test_a_phone_left_in_the_car_counts_less_than_one_taken_inside():
    inside, car = around(240.0, 180.0, 2, error_m=5.0), [visit(300.0, 180.0, day=5, parked_outside=True)]
    as_car = learn_place(PIN, inside + car, ZONE)
    as_inside = learn_place(PIN, [*inside, visit(300.0, 180.0, day=5)], ZONE)
    assert off_m(as_car) < off_m(as_inside)


def test_a_large_site_has_a_long_reach():
    yard = [visit(240.0 + dx, 180.0 + dy, day=k) for k, (dx, dy) in enumerate([(70, 0), (-70, 0), (0, 70), (0, -70)])]
    wide, narrow = learn_place(REAL, yard * 2, ZONE), learn_place(REAL, around(240.0, 180.0, 8, error_m=4.0), ZONE)
    assert wide.radius_m > 2.0 * narrow.radius_m
    assert narrow.radius_m >= 12.0


def test_the_entrance_is_learnt_where_reps_went_in_several_times():
    door = lat_lon(270.0, 180.0)
    assert learn_place(PIN, [visit(day=0, entrance=door), visit(day=1)], ZONE).entrance is None
    learnt = learn_place(PIN, [visit(day=k, entrance=door) for k in range(3)], ZONE)
    assert distance_m(*learnt.entrance, *door) < 1.0


def test_usual_hours_are_local_and_wide_enough_for_all_visits_seen():
    visits = [*(visit(day=k) for k in range(4)), visit(day=8, at_s=MONDAY_NINE + 3.2 * 3600, minutes=40)]
    learnt = learn_place(PIN, visits, ZONE)
    assert (learnt.usual_from_h, learnt.usual_to_h) == (8.5, 13.5)
    assert learn_place(PIN, visits[1:], ZONE).usual_from_h is None


def test_hours_over_midnight_stay_together():
    night = MONDAY_NINE + 13.5 * 3600  # 22:30
    early, late = visit(day=0, at_s=night), visit(day=1, at_s=night + 2 * 3600, minutes=60)
    learnt = learn_place(PIN, [early, late] * 3, ZONE)
    assert (learnt.usual_from_h, learnt.usual_to_h) == (22.0, 2.0)


def test_hours_keep_to_the_clock_on_the_wall_when_summer_time_ends():
    before, after = visit(day=25), visit(day=30, at_s=MONDAY_NINE + 3600.0)  # 1 November 2026 lies between
    assert learn_place(PIN, [before, after] * 3, ZONE).usual_from_h == 8.5


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        learn_place(PIN, [visit()], "Mars/Olympus")

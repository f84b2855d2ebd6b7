"""A rep who travels on foot, and one who walks from the car to a door."""

import itertools

import pytest

from visits.cleaning import track
from visits.detector import detect
from visits.types import Company
from visits.walks import afoot

NOWHERE = Company(())


@pytest.fixture
def stroll(phone):
    """Give four stops on foot, the second of four minutes, some 150 m apart, the first an hour's walk from any car."""
    return phone().stay(12).walk(-2850.0, 0.0).stay(4).walk(-2850.0, 160.0).stay(10).walk(-2700.0, 250.0).stay(20)


def test_short_stops_on_a_walk_are_stops_of_their_own(stroll):
    visits = detect(stroll.fixes, NOWHERE)
    assert len(visits) == 4
    assert [visit.leave_s - visit.arrive_s for visit in visits] == pytest.approx([720, 240, 600, 1200], abs=75)


def test_the_way_between_stops_on_foot_belongs_to_none(stroll):
    times = [(visit.arrive_s, visit.leave_s) for visit in detect(stroll.fixes, NOWHERE)]
    for (_, left_s), (arrived_s, _) in itertools.pairwise(times):
        assert arrived_s - left_s > 60.0


def test_a_walk_near_a_car_is_no_travelling_on_foot(phone):
    day = phone().drive(0.0, 0.0).stay(12).walk(150.0, 0.0).stay(3).walk(150.0, 160.0).stay(10).drive(4000.0, 0.0)
    on_foot, going = afoot(track(day.fixes))
    assert not on_foot.any()
    assert not going.any()


def test_a_walk_is_told_from_standing_by_the_way_and_not_by_errors_of_the_position(stroll, phone):
    on_foot, going = afoot(track(stroll.fixes))
    assert on_foot.all()
    assert 15 < going.sum() < 60
    _, still = afoot(track(phone(error_m=12.0).stay(90).fixes))
    assert not still.any()


def test_few_fixes_do_not_tell_a_walk(phone):
    _, going = afoot(track(phone(step_s=60.0).stay(10).walk(-2000.0, 0.0).stay(10).fixes))
    assert not going.any()

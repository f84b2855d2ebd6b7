"""Legs: where a stretch may be cut, so that what has ended need not be looked at again."""

import random

import pytest

from visits.cleaning import stretches
from visits.legs import AROUND_S, SHORTEST_LEG_S, legs


@pytest.fixture
def long_day(phone):
    """Give a day of six visits with drives of some minutes, a fix every five seconds."""
    day = phone(step_s=5.0).stay(20)
    for k in range(6):
        day.visit(4000.0 * (k % 2), 500.0 * k, 12.0)
    return day.drive(-3000.0, 0.0).stay(20).fixes


def test_a_dense_day_falls_into_legs_that_hold_every_fix_once(long_day):
    found = legs(long_day)
    assert len(found) >= 4
    assert [fix for leg in found for fix in leg] == long_day


def test_a_stay_is_never_cut(long_day):
    for before, after in zip(legs(long_day), legs(long_day)[1:], strict=False):
        cut = after[0].at_s
        near = [fix for fix in before + after if abs(fix.at_s - cut) <= 60.0]
        assert max(abs(a.lat - b.lat) + abs(a.lon - b.lon) for a in near for b in near) > 0.003
    inside = legs(long_day[: len(legs(long_day)[0])])
    assert len(inside) == 1


def test_cuts_after_a_cut_depend_on_what_comes_after_it_only(long_day):
    found = legs(long_day)
    for k in range(1, len(found)):
        assert legs([fix for leg in found[k:] for fix in leg]) == found[k:]


def test_a_cut_once_made_stays_while_the_day_goes_on(long_day):
    whole = [leg[0].at_s for leg in legs(long_day)]
    for count in range(50, len(long_day), 97):
        so_far = [leg[0].at_s for leg in legs(long_day[:count])]
        assert so_far == [at_s for at_s in whole if at_s <= so_far[-1]]
        assert long_day[count - 1].at_s - so_far[-1] >= (AROUND_S / 2 if len(so_far) > 1 else 0.0)


def test_a_long_drive_gives_legs_of_ten_minutes(phone):
    day = phone(step_s=5.0).drive(60_000.0, 0.0, speed_mps=20.0).fixes
    lengths = [leg[-1].at_s - leg[0].at_s for leg in legs(day)]
    assert all(SHORTEST_LEG_S - 10.0 <= length <= SHORTEST_LEG_S + 10.0 for length in lengths[:-1])


def test_few_fixes_far_apart_stay_one_leg(phone):
    assert len(legs(phone(step_s=120.0).stay(60).visit(0.0, 0.0, 20).drive(-3000.0, 0.0).stay(60).fixes)) == 1


def test_jumping_about_in_a_room_is_no_drive(phone):
    day = phone(step_s=5.0, error_m=60.0, chance=random.Random(4)).stay(240)
    (whole,) = stretches(day.fixes)
    assert len(legs(whole)) == 1

"""What one stop of a day says about its neighbours."""

import pytest

from visits.day import Draft, weigh_day
from visits.detector import detect
from visits.matching import HOME, NOBODY, Candidate


def stop(k, chance=1.0, **weights):
    candidates = [Candidate(name, weight, 0.0) for name, weight in weights.items()]
    return Draft(1000.0 * k, 1000.0 * k + 600.0, candidates, chance, lambda customers: None)


def nobody(k, weight, **beside):
    candidates = [Candidate(name, 0.2, 60.0, near) for name, near in beside.items()]
    return Draft(1000.0 * k, 1000.0 * k + 600.0, [*candidates, Candidate(NOBODY, weight, 0.0)], 1.0, lambda c: None)


def test_a_lone_stop_keeps_its_weights():
    (shares,) = weigh_day([stop(0, bakery=3.0, **{NOBODY: 1.0})])
    assert dict(shares)["bakery"] == pytest.approx(0.75, abs=0.001)
    assert weigh_day([]) == []


def test_a_doubtful_stop_counts_as_nobodys():
    (shares,) = weigh_day([stop(0, chance=0.4, bakery=3.0)])
    assert dict(shares)["bakery"] == pytest.approx(0.4, abs=0.001)


def test_of_two_stops_in_a_row_the_surer_keeps_the_customer():
    first, second = weigh_day([stop(0, bakery=2.0, **{NOBODY: 1.0}), stop(1, bakery=99.0, **{NOBODY: 1.0})])
    assert dict(first)["bakery"] < 0.2
    assert dict(second)["bakery"] > 0.95


def test_a_customer_may_come_again_after_another_visit():
    day = [stop(0, bakery=9.0, **{NOBODY: 1.0}), stop(1, cafe=99.0), stop(2, bakery=9.0, **{NOBODY: 1.0})]
    first, _, last = weigh_day(day)
    assert dict(first)["bakery"] == pytest.approx(0.9, abs=0.01)
    assert dict(last)["bakery"] == pytest.approx(0.9, abs=0.01)


def test_home_between_two_visits_forgets_the_first():
    day = [stop(0, bakery=9.0, **{NOBODY: 1.0}), stop(1, **{HOME: 1.0}), stop(2, bakery=9.0, **{NOBODY: 1.0})]
    assert dict(weigh_day(day)[2])["bakery"] > 0.85


@pytest.mark.parametrize("later", [True, False])
def test_a_stop_beside_the_customer_just_before_or_next_is_likelier_nobodys(later):
    lunch = [nobody(1, 0.2, bakery=5.0)]
    visit = [stop(2 if later else 0, bakery=99.0)]
    alone = dict(weigh_day(lunch)[0])[NOBODY]
    together = weigh_day(lunch + visit if later else visit + lunch)
    assert dict(together[0 if later else 1])[NOBODY] > alone + 0.2


def test_lunch_beside_the_next_customer_is_no_visit(phone, town):
    day = phone().stay(20).drive(90.0, 60.0).walk(80.0, 95.0).stay(30).walk(90.0, 60.0)
    day.drive(400.0, 300.0).drive(40.0, 0.0).walk(0.0, 0.0)
    arrived = day.at_s
    day.stay(25).walk(40.0, 0.0).drive(-3000.0, 0.0).stay(20)
    (bakery,) = [v for v in detect(day.fixes, town) if v.customer_id]
    assert bakery.arrive_s == pytest.approx(arrived, abs=120)


def test_a_drive_between_two_stops_parts_them_however_short_it_is(phone, town):
    day = phone().stay(20).drive(2005.0, 440.0).walk(2000.0, 500.0).stay(20).walk(2005.0, 440.0)
    day.drive(2250.0, 300.0).drive(2115.0, 440.0).walk(2110.0, 500.0).stay(20).walk(2115.0, 440.0)
    day.drive(-3000.0, 0.0).stay(20)
    assert [v.customer_id for v in detect(day.fixes, town) if v.customer_id] == ["cafe", "bistro"]


def test_ten_minutes_indoors_are_no_waiting_in_the_car(phone, town):
    day = phone().stay(20).drive(60.0, 0.0).stay(0.5, inside=False).walk(0.0, 0.0)
    day.stay(12).walk(60.0, 0.0).stay(5, inside=False)
    left = day.at_s - 300.0
    day.drive(-3000.0, 0.0).stay(20)
    (bakery,) = [v for v in detect(day.fixes, town) if v.customer_id]
    assert bakery.leave_s == pytest.approx(left, abs=120)

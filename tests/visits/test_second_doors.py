"""Two visits next door to one another in one long stay."""

import pytest

from visits.detector import detect
from visits.types import Appointment, Company, SpokenNote


@pytest.fixture
def long_stay(phone):
    """Give a day of few fixes with 80 minutes between two doors, and when the stay began and ended."""
    day = phone(step_s=240.0).stay(30).drive(-1500.0, 0.0).drive(2000.0, 500.0)
    began = day.at_s
    day.silent(80)._fix(15.0)
    ended = day.at_s
    day.drive(2500.0, -900.0).drive(-3000.0, 0.0).stay(30)
    return day.fixes, began, ended


def test_the_neighbours_appointment_in_a_long_stay_makes_two_visits(long_stay, town):
    fixes, began, ended = long_stay
    rows = (Appointment("anna", "cafe", began, began + 1800), Appointment("anna", "bistro", ended - 2400, ended))
    first, second = [v for v in detect(fixes, Company(town.places, town.reps, rows)) if v.customer_id]
    assert (first.customer_id, second.customer_id) == ("cafe", "bistro")
    assert first.leave_s < second.arrive_s
    assert "next door" in second.reasons
    assert any(reason.startswith("appointment at ") for reason in second.reasons)


def test_a_note_in_the_middle_leaves_the_second_half_open_and_asks(long_stay, town):
    fixes, began, _ = long_stay
    halves = [v for v in detect(fixes, town, [SpokenNote("anna", began + 2000.0, "cafe")]) if v.alternatives]
    assert halves[0].customer_id == "cafe"
    assert halves[0].leave_s == pytest.approx(began + 2000.0, abs=120)
    assert halves[1].ask
    assert {customer for customer, _ in halves[1].alternatives} >= {"cafe", "bistro"}


def test_a_long_stay_without_a_neighbour_stays_one_visit(phone, town):
    day = phone(step_s=240.0).stay(30).drive(-1500.0, 0.0).drive(0.0, 0.0)
    day.silent(80)._fix(15.0)
    day.drive(2500.0, -900.0).drive(-3000.0, 0.0).stay(30)
    assert [v.customer_id for v in detect(day.fixes, town) if v.customer_id] == ["bakery"]

"""What the detector makes of plain days."""

from dataclasses import replace

import pytest

from visits.detector import detect, stretch_start
from visits.types import Appointment, Company, PastVisits, SpokenNote


def named(visits):
    return [v.customer_id for v in visits if v.customer_id]


def test_a_plain_day_gives_its_two_visits_with_times_within_a_minute(anna_day, town):
    bakery, school = [v for v in detect(anna_day, town) if v.customer_id]
    assert (bakery.customer_id, school.customer_id) == ("bakery", "school")
    assert bakery.leave_s - bakery.arrive_s == pytest.approx(20 * 60, abs=90)
    assert school.leave_s - school.arrive_s == pytest.approx(30 * 60, abs=90)


def test_a_visit_says_why_in_words_a_rep_understands(anna_day, town):
    bakery = next(v for v in detect(anna_day, town) if v.customer_id == "bakery")
    assert "m from the door" in bakery.reasons[0]
    assert "your customer" in bakery.reasons
    assert bakery.probability > 0.8
    assert not bakery.ask
    assert bakery.alternatives[0][0] == "bakery"


def test_home_is_no_visit_even_beside_a_customer(phone, town, at):
    beside_home = replace(town.places[0], customer_id="kiosk", lat=at(-2950.0, 0.0)[0], lon=at(-2950.0, 0.0)[1])
    company = Company((*town.places, beside_home), town.reps)
    day = phone().stay(60).visit(0.0, 0.0, 20).drive(-3000.0, 0.0).stay(60)
    assert named(detect(day.fixes, company)) == ["bakery"]


def test_a_red_light_in_front_of_a_customer_is_no_visit(phone, town):
    day = phone().stay(20).drive(0.0, 10.0).stay(1.5, inside=False).drive(4000.0, -1500.0).drive(-3000.0, 0.0).stay(20)
    assert named(detect(day.fixes, town)) == []


def test_driving_past_every_two_seconds_makes_no_visit(phone, town):
    day = phone(step_s=2.0).stay(10).drive(6000.0, 0.0).drive(-3000.0, 20.0).stay(10)
    assert named(detect(day.fixes, town)) == []


def test_a_stop_far_from_every_customer_stays_without_a_name(phone, town):
    day = phone().stay(20).drive(-1200.0, 2500.0).stay(25).drive(-3000.0, 0.0).stay(20)
    stops = detect(day.fixes, town)
    assert [v.customer_id for v in stops] == [None]
    assert stops[0].alternatives == ()


def test_walking_next_door_makes_two_visits(phone, town):
    day = phone().stay(20).drive(1960.0, 500.0).walk(2000.0, 500.0).stay(20).walk(2110.0, 500.0).stay(25)
    day.walk(1960.0, 500.0).drive(-3000.0, 0.0).stay(20)
    assert named(detect(day.fixes, town)) == ["cafe", "bistro"]


def test_waiting_in_the_car_is_not_counted_as_visit(phone, town):
    day = phone().stay(20).drive(60.0, 0.0).stay(6, inside=False).walk(0.0, 0.0)
    entered = day.at_s
    day.stay(15).walk(60.0, 0.0).drive(-3000.0, 0.0).stay(20)
    (bakery,) = [v for v in detect(day.fixes, town) if v.customer_id]
    assert bakery.arrive_s == pytest.approx(entered, abs=90)


def test_two_fixes_a_long_way_apart_in_time_are_enough_for_a_stop(phone, town):
    day = phone(step_s=240.0).stay(30).drive(-1500.0, 0.0).drive(5.0, 0.0)
    day.silent(28)._fix(15.0)
    day.drive(2500.0, -900.0).drive(-3000.0, 0.0).stay(30)
    assert named(detect(day.fixes, town)) == ["bakery"]


def test_a_note_names_a_stop_that_no_fix_shows(phone, town):
    day = phone(step_s=20.0).stay(30).drive(2500.0, -900.0)
    day.silent(40)
    note = SpokenNote("anna", day.at_s - 240.0, "school")
    day.x, day.y = 3000.0, -900.0
    day.drive(-3000.0, 0.0).stay(30)
    school = next(v for v in detect(day.fixes, town, [note]) if v.customer_id == "school")
    assert "named in your note" in school.reasons
    assert school.leave_s <= note.ended_s + 1


def test_a_named_note_decides_between_neighbours(phone, town):
    day = phone().stay(20).visit(2055.0, 500.0, 20)
    note = SpokenNote("anna", day.at_s - 60.0, "bistro")
    day.drive(-3000.0, 0.0).stay(20)
    assert named(detect(day.fixes, town, [note])) == ["bistro"]
    other = replace(note, named_customer_id="cafe")
    assert named(detect(day.fixes, town, [other])) == ["cafe"]


def test_an_appointment_and_history_decide_between_neighbours(phone, town):
    day = phone().stay(20).drive(2095.0, 500.0).walk(2055.0, 500.0)
    arrived = day.at_s
    day.stay(25).walk(2095.0, 500.0).drive(-3000.0, 0.0).stay(20)
    for customer in ("cafe", "bistro"):
        company = Company(
            town.places,
            town.reps,
            (Appointment("anna", customer, arrived, arrived + 1800),),
            (PastVisits("anna", customer, 6),),
        )
        visit = next(v for v in detect(day.fixes, company) if v.customer_id)
        assert visit.customer_id == customer
        assert any(reason.startswith("appointment at ") for reason in visit.reasons)
        assert "6 visits in the last 90 days" in visit.reasons


def test_between_equal_neighbours_the_rep_is_asked(phone, town):
    day = phone().stay(20).visit(2055.0, 500.0, 20).drive(-3000.0, 0.0).stay(20)
    (stop,) = [v for v in detect(day.fixes, town) if v.alternatives]
    assert stop.ask
    assert {customer for customer, _ in stop.alternatives[:2]} == {"cafe", "bistro"}
    assert len(stop.alternatives) <= 4


def test_a_stay_is_open_until_the_rep_has_left(phone, town):
    day = phone().stay(20).drive(40.0, 0.0).walk(0.0, 0.0).stay(20)
    (staying,) = [v for v in detect(day.fixes, town) if v.customer_id]
    assert staying.is_open
    day.walk(40.0, 0.0).drive(2000.0, -900.0)
    (left,) = [v for v in detect(day.fixes, town) if v.customer_id]
    assert not left.is_open


def test_two_reps_are_kept_apart(anna_day, town):
    bens = [replace(f, rep="ben") for f in anna_day]
    both = detect(anna_day + bens, town)
    assert [v for v in both if v.rep == "anna"] == detect(anna_day, town)
    assert [v for v in both if v.rep == "ben"] == detect(bens, town)


def test_a_visit_over_midnight_stays_whole(phone, town):
    day = phone(at_s=1_791_208_800.0 + 13.5 * 3600).stay(40).visit(0.0, 0.0, 120).drive(-3000.0, 0.0).stay(30)
    late = Company(tuple(replace(p, opens_h=None, closes_h=None) for p in town.places), town.reps)
    (bakery,) = [v for v in detect(day.fixes, late) if v.customer_id]
    assert bakery.leave_s - bakery.arrive_s == pytest.approx(7200, abs=120)


def test_reloading_from_the_stretch_start_gives_the_same_newest_visits(phone, town):
    monday = phone().stay(30).visit(0.0, 0.0, 20).drive(-3000.0, 0.0).stay(30)
    monday.silent(13 * 60).stay(30).visit(4000.0, -1500.0, 25).drive(-3000.0, 0.0).stay(20)
    start = stretch_start(monday.fixes)
    assert start is not None
    newest = [f for f in monday.fixes if f.at_s >= start or f.received_s >= start]
    assert len(newest) < len(monday.fixes)
    assert detect(newest, town) == [v for v in detect(monday.fixes, town) if v.arrive_s >= start]


def test_nothing_in_gives_nothing_out(town):
    assert detect([], town) == []
    assert stretch_start([]) is None
    assert detect([], Company(())) == []


def test_a_company_without_customers_or_reps_still_sees_stops(anna_day):
    stops = detect(anna_day, Company(()))
    assert len(stops) >= 2
    assert named(stops) == []


def test_an_unknown_time_zone_is_refused_by_name():
    with pytest.raises(ValueError, match="Mars/Olympus"):
        Company((), zone="Mars/Olympus")

"""The company as the engine knows it follows its records."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.appointment import Appointment
from models.customer import Customer, Site
from models.location_choice import OwnPlace
from server.services.visits.visit_reading import read_visits
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import (
    BELLAVISTA,
    MARCHETTI,
    TUESDAY_9_AM,
    morning,
)

TWO_STAYS = morning((BELLAVISTA, 30), (MARCHETTI, 25))


def test_a_customer_without_a_position_is_never_visited_and_breaks_nothing(rep: Rep) -> None:
    with rep.database.session() as session:
        session.add(Customer(name="Nowhere Cafe", sites=[Site(street="unknown")]))
        session.add(Customer(name="No Site At All"))
        session.commit()
    rep.send(TWO_STAYS.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_site_that_moved_counts_at_its_new_place(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    with rep.database.session() as session:
        moved = session.scalars(select(Site).where(Site.customer_id == rep.marchetti)).one()
        moved.lat, moved.lon = 41.8700, -87.6300
        session.commit()
    day_after = morning(((41.8700, -87.6300), 30), start=TUESDAY_9_AM + timedelta(days=1))
    rep.send(day_after.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_the_history_of_a_day_does_not_hold_the_day_itself(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    assert rep.company_map.current(TWO_STAYS.end).history == ()
    (row, _) = sorted(rep.company_map.current(TWO_STAYS.end + timedelta(days=1)).history, key=lambda h: h.customer_id)
    assert (row.rep, row.visits_90d) == (rep.by.staff_id, 1)


def test_a_merged_customer_s_place_counts_for_who_took_it_up(rep: Rep) -> None:
    with rep.database.session() as session:
        session.get_one(Customer, rep.bellavista).merged_into_id = rep.marchetti
        session.commit()
    rep.send(morning((BELLAVISTA, 30)).readings)
    assert rep.customers_seen() == [rep.marchetti]


def test_a_customer_that_has_left_is_not_visited_and_its_old_visits_stay_readable(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    with rep.database.session() as session:
        session.get_one(Customer, rep.bellavista).left_at = TUESDAY_9_AM + timedelta(hours=8)
        session.commit()
    rep.send(morning((BELLAVISTA, 30), start=TUESDAY_9_AM + timedelta(days=1)).readings)
    assert rep.customers_seen() == [rep.bellavista, None]
    with rep.database.reading() as session:
        (old, _) = read_visits(session, rep.visits())
    assert old.customer is not None and old.customer.name == "Bellavista Bistro"


def test_what_was_learnt_of_a_place_and_the_diary_reach_the_engine(rep: Rep) -> None:
    rep.company_map.current(TUESDAY_9_AM)
    with rep.database.session() as session:
        site = session.scalars(select(Site).where(Site.customer_id == rep.bellavista)).one()
        site.reach_m, site.usual_from_h, site.usual_to_h = 45.0, 8.5, 11.0
        times = {"starts_at": TUESDAY_9_AM, "ends_at": TUESDAY_9_AM + timedelta(hours=1)}
        kept = Appointment(staff_id=rep.by.staff_id, customer_id=rep.bellavista, **times)
        off = Appointment(staff_id=rep.by.staff_id, customer_id=rep.marchetti, cancelled_at=TUESDAY_9_AM, **times)
        session.add_all([kept, off])
        session.commit()
    company = rep.company_map.current(TUESDAY_9_AM)
    (place,) = company.sites[rep.bellavista]
    assert (place.radius_m, place.opens_h, place.closes_h) == (45.0, 7.5, 12.0)
    assert [one.customer_id for one in company.appointments] == [rep.bellavista]


def test_the_places_that_people_gave_as_their_own_are_in_it_at_once(rep: Rep) -> None:
    assert rep.company_map.current(TUESDAY_9_AM).reps == ()
    with rep.database.session() as session:
        session.add(OwnPlace(staff_id=rep.by.staff_id, kind="home", lat=41.9, lon=-87.7))
        session.add(OwnPlace(staff_id=rep.by.staff_id, kind="office", lat=41.8, lon=-87.6))
        session.commit()
    (known,) = rep.company_map.current(TUESDAY_9_AM).reps
    assert (known.id, known.home, known.office) == (rep.by.staff_id, (41.9, -87.7), (41.8, -87.6))


def test_a_stop_at_home_is_no_visit_at_the_customer_next_door(rep: Rep) -> None:
    with rep.database.session() as session:
        session.add(OwnPlace(staff_id=rep.by.staff_id, kind="home", lat=BELLAVISTA[0], lon=BELLAVISTA[1]))
        session.commit()
    rep.send(morning((BELLAVISTA, 30)).readings)
    assert all(visit.probability < 0.8 for visit in rep.visits() if visit.customer_id == rep.bellavista)

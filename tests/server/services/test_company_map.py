"""The company as the engine knows it follows its records."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.customer import Customer, Site
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

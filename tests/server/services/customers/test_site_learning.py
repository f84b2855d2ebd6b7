"""A customer's place is learnt from what people confirmed, beside the imported pin, and unlearnt with their word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer, Site
from models.job import Job
from models.staff import Role
from models.visit import Decision, Origin, Visit
from server.current import Identity
from server.services.customers.site_learning import LEARN, learn_sites, learnt_in_words
from server.services.customers.table_import import import_tables
from server.services.visits.visit_decision import Word, decide_visit
from tests.support.makers import make_customer, make_staff
from visits.distance import distance_m

ZONE = "America/Chicago"
PIN = (41.88, -87.65)
TRUE = (41.8822, -87.6485)  # some 270 m away
NINE = now().replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=30)


@pytest.fixture
def by(session: Session) -> Identity:
    ana = make_staff(session)
    return Identity(ana.id, ana.name, Role.REP)


@pytest.fixture
def customer_id(session: Session) -> str:
    customer = make_customer(session, lat=PIN[0], lon=PIN[1])
    session.flush()
    return customer.id


def site_of(session: Session, customer_id: str) -> Site:
    session.flush()
    session.expire_all()
    return session.scalars(select(Site).where(Site.customer_id == customer_id)).one()


def stay(session: Session, by: Identity, customer_id: str | None, day: int, **more: Any) -> Visit:
    at = NINE + timedelta(days=day)
    wobble = ((day * 7) % 5 - 2) * 4e-5
    values: dict[str, Any] = {"lat": TRUE[0] + wobble, "lon": TRUE[1] - wobble, "spread_m": 10.0, "fix_count": 40}
    values |= {"probability": 0.6, "arrived_at": at, "left_at": at + timedelta(minutes=30), **more}
    visit = Visit(staff_id=by.staff_id, customer_id=customer_id, **values)
    session.add(visit)
    session.flush()
    return visit


def confirmed(session: Session, by: Identity, customer_id: str, days: int = 5) -> list[Visit]:
    visits = [stay(session, by, customer_id, day) for day in range(days)]
    for visit in visits:
        decide_visit(session, visit.id, by, Word(Decision.CONFIRMED))
    learn_sites(session, customer_id, ZONE)
    session.flush()
    return visits


def test_confirmed_visits_heal_a_pin_and_the_pin_is_kept(session: Session, by: Identity, customer_id: str) -> None:
    confirmed(session, by, customer_id)
    site = site_of(session, customer_id)
    assert site.lat is not None and site.lon is not None
    assert distance_m(site.lat, site.lon, *TRUE) < 30
    assert (site.pin_lat, site.pin_lon) == PIN
    assert site.learnt_from == 5 and site.learnt_at is not None and site.reach_m is not None
    assert (site.usual_from_h is None) == (site.usual_to_h is None)
    away_m = distance_m(*PIN, site.lat, site.lon)
    assert learnt_in_words(site) == f"position learnt from 5 visits, {away_m:.0f} m from the address's pin"


def test_a_word_leaves_a_job_for_each_customer_it_is_about(session: Session, by: Identity, customer_id: str) -> None:
    other = make_customer(session, "Hotel Marchetti").id
    visit = stay(session, by, customer_id, 0)
    decide_visit(session, visit.id, by, Word(Decision.CHANGED, other))
    session.flush()
    taught = {job.arguments["customer_id"] for job in session.scalars(select(Job).where(Job.kind == LEARN))}
    assert taught == {customer_id, other}


def test_what_was_taken_back_is_forgotten(session: Session, by: Identity, customer_id: str) -> None:
    for visit in confirmed(session, by, customer_id):
        decide_visit(session, visit.id, by, Word(Decision.DELETED))
    learn_sites(session, customer_id, ZONE)
    site = site_of(session, customer_id)
    assert (site.lat, site.lon, site.learnt_from, site.reach_m) == (*PIN, 0, None)
    assert learnt_in_words(site) is None


def test_what_nobody_confirmed_or_only_a_note_tells_teaches_no_place(
    session: Session, by: Identity, customer_id: str
) -> None:
    for day in range(5):
        stay(session, by, customer_id, day, probability=0.99)
        stay(session, by, customer_id, day, origin=Origin.NOTE, decision=Decision.CONFIRMED)
    learn_sites(session, customer_id, ZONE)
    assert (site_of(session, customer_id).lat, site_of(session, customer_id).lon) == PIN


def test_each_of_two_sites_learns_from_the_visits_near_it(session: Session, by: Identity, customer_id: str) -> None:
    far = (41.95, -87.70)
    session.add(Site(customer_id=customer_id, lat=far[0], lon=far[1], created_at=now() + timedelta(seconds=1)))
    confirmed(session, by, customer_id)
    session.flush()
    session.expire_all()
    sites = session.scalars(select(Site).where(Site.customer_id == customer_id).order_by(Site.created_at)).all()
    assert [site.learnt_from for site in sites] == [5, 0]
    assert (sites[1].lat, sites[1].lon) == far


def test_a_merged_customer_s_visits_teach_who_took_it_up(session: Session, by: Identity, customer_id: str) -> None:
    gone = make_customer(session, "Old name").id
    for day in range(4):
        stay(session, by, gone, day, decision=Decision.CONFIRMED)
    session.get_one(Customer, gone).merged_into_id = customer_id
    session.flush()
    learn_sites(session, customer_id, ZONE)
    assert site_of(session, customer_id).learnt_from == 4


def import_at(session: Session, folder: Path, lat: float, lon: float, street: str = "12 Elm Street") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "customers.csv").write_text(f"id,name,street,lat,lon\nC1,Bellavista Bistro,{street},{lat},{lon}\n")
    assert import_tables(session, folder).refused == ()
    session.flush()


def test_importing_again_moves_the_pin_and_not_what_was_learnt(session: Session, by: Identity, tmp_path: Path) -> None:
    import_at(session, tmp_path, *PIN)
    (customer_id,) = session.scalars(select(Customer.id))
    confirmed(session, by, customer_id)
    healed = (site_of(session, customer_id).lat, site_of(session, customer_id).lon)
    import_at(session, tmp_path, PIN[0] + 0.0005, PIN[1], street="14 Elm Street")
    site = site_of(session, customer_id)
    assert (site.lat, site.lon) == healed
    assert (site.pin_lat, site.street, site.learnt_from) == (PIN[0] + 0.0005, "14 Elm Street", 5)


def test_a_pin_that_jumps_far_away_says_that_the_customer_moved(session: Session, by: Identity, tmp_path: Path) -> None:
    import_at(session, tmp_path, *PIN)
    (customer_id,) = session.scalars(select(Customer.id))
    confirmed(session, by, customer_id)
    import_at(session, tmp_path, 41.95, -87.70)
    assert (site_of(session, customer_id).lat, site_of(session, customer_id).learnt_from) == (41.95, 0)
    learn_sites(session, customer_id, ZONE)
    assert site_of(session, customer_id).lat == 41.95


def test_a_site_nobody_learnt_of_follows_the_table(session: Session, tmp_path: Path) -> None:
    import_at(session, tmp_path, *PIN)
    import_at(session, tmp_path, 41.9, -87.6)
    (customer_id,) = session.scalars(select(Customer.id))
    site = site_of(session, customer_id)
    assert (site.lat, site.lon, site.pin_lat, site.pin_lon) == (41.9, -87.6, 41.9, -87.6)


def test_a_plain_pin_says_nothing_and_a_place_without_a_pin_only_where_it_is_from() -> None:
    assert learnt_in_words(Site(learnt_from=0, lat=41.88, lon=-87.65, pin_lat=41.88, pin_lon=-87.65)) is None
    assert learnt_in_words(Site(learnt_from=1, lat=41.88, lon=-87.65)) == "position learnt from 1 visit"

"""A rep who must choose is offered those around, nearest first, or those found by a few letters."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.base import now
from models.customer import Customer
from models.database import Database
from tests.server.api.conftest import Phone
from tests.support.makers import make_contact, make_customer


@pytest.fixture(autouse=True)
def known(house: Database) -> None:
    with house.session() as session:
        make_customer(session, "Far Diner", lat=41.95)
        make_contact(session, make_customer(session, "Near Bistro", lat=41.881), "Paolo Conti")
        make_customer(session, "Other Town Grill", lat=45.0)
        session.commit()


def names(phone: Phone, query: str) -> list[str]:
    return [place["name"] for place in (phone.get(f"/api/customers?{query}").json or {})["customers"]]


def test_those_around_come_nearest_first(phone: Phone) -> None:
    assert names(phone, "lat=41.88&lon=-87.65") == ["Near Bistro", "Far Diner"]


def test_a_distance_is_told_in_metres(phone: Phone) -> None:
    places = (phone.get("/api/customers?lat=41.88&lon=-87.65").json or {})["customers"]
    assert places[0]["distance_m"] == pytest.approx(111.2, abs=0.5)


def test_a_few_letters_find_customers_anywhere_also_by_their_people(phone: Phone) -> None:
    assert names(phone, "q=grill") == ["Other Town Grill"]
    assert names(phone, "q=paolo") == ["Near Bistro"]


@pytest.mark.parametrize("query", ["lat=100&lon=0", "lat=x&lon=0", "lat=nan&lon=0"])
def test_a_position_that_is_none_is_refused_in_words(phone: Phone, query: str) -> None:
    assert phone.get(f"/api/customers?{query}").status_code == 422


def test_merged_and_departed_customers_are_not_offered(phone: Phone, house: Database) -> None:
    with house.session() as session:
        by_name = {customer.name: customer for customer in session.scalars(select(Customer))}
        by_name["Near Bistro"].merged_into_id = by_name["Far Diner"].id
        by_name["Other Town Grill"].left_at = now()
        session.commit()
    assert names(phone, "lat=41.88&lon=-87.65") == ["Far Diner"]
    assert names(phone, "q=grill") == names(phone, "q=near") == []

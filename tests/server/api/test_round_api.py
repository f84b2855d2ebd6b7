"""The round tells who is near and due without a network: today's books, one's own first, and only when it changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from models.appointment import Appointment
from models.base import new_id, now
from models.customer import Customer, Site
from models.database import Database
from models.visit import Decision, Visit
from tests.server.api.conftest import Phone
from tests.server.pages.query_counter import queries
from tests.support.makers import make_customer


def add_customer(house: Database, name: str, **more: Any) -> str:
    with house.session() as session:
        customer_id = make_customer(session, name, **more).id
        session.commit()
        return customer_id


def add_visit(house: Database, phone: Phone, customer_id: str, days_ago: float, **more: Any) -> None:
    at = now() - timedelta(days=days_ago)
    with house.session() as session:
        session.add(
            Visit(staff_id=phone.staff_id, customer_id=customer_id, arrived_at=at, left_at=at, probability=0.9, **more)
        )
        session.commit()


def customers(phone: Phone) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in phone.get("/api/round").get_json()["customers"]}


def test_ones_own_customers_come_first_then_names(phone: Phone, house: Database) -> None:
    other, mine = add_customer(house, "Aroma Cafe"), add_customer(house, "Zum Hirschen", owner_id=phone.staff_id)
    assert list(customers(phone)) == [mine, other]
    assert [one["is_mine"] for one in customers(phone).values()] == [True, False]
    assert customers(phone)[other]["lat"] == 41.88


def test_due_is_green_then_amber_then_red(phone: Phone, house: Database) -> None:
    days = {"green": 20, "amber": 25, "red": 32}  # a day to spare, for the hour that summer time takes
    ids = {light: add_customer(house, light, owner_id=phone.staff_id) for light in days}
    for light, days_ago in days.items():
        add_visit(house, phone, ids[light], days_ago)
    found = customers(phone)
    assert {light: found[ids[light]]["due"] for light in days} == {light: light for light in days}
    assert all(found[one]["visit_interval_days"] == 30 for one in ids.values())


def test_an_interval_of_its_own_counts_and_0_is_never(phone: Phone, house: Database) -> None:
    often = add_customer(house, "Often", visit_interval_days=7)
    never = add_customer(house, "Never", owner_id=phone.staff_id, visit_interval_days=0)
    somebody_elses = add_customer(house, "Somebody else's")
    for customer_id in (often, never, somebody_elses):
        add_visit(house, phone, customer_id, 10)
    found = customers(phone)
    assert found[often]["due"] == "red"
    assert found[never]["due"] is None and found[never]["visit_interval_days"] is None
    assert found[somebody_elses]["due"] is None
    assert found[somebody_elses]["last_visit_on"] is not None


def test_a_visit_that_was_none_does_not_count(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house, "Bellavista")
    add_visit(house, phone, customer_id, 3, decision=Decision.DELETED)
    add_visit(house, phone, customer_id, 2, withdrawn_at=now())
    assert customers(phone)[customer_id]["last_visit_on"] is None


def test_merged_and_departed_customers_are_left_out(phone: Phone, house: Database) -> None:
    kept = add_customer(house, "Kept")
    add_customer(house, "Merged", merged_into_id=kept)
    add_customer(house, "Left", left_at=now())
    assert list(customers(phone)) == [kept]


def test_only_ones_own_coming_appointments_are_told(phone: Phone, house: Database, pair: Callable[..., Phone]) -> None:
    customer_id, ben = add_customer(house, "Bellavista"), pair("Ben Okafor")
    at = now() + timedelta(hours=3)
    with house.session() as session:
        for staff_id, title, more in (
            (phone.staff_id, "Tasting", {}),
            (phone.staff_id, "Called off", {"cancelled_at": now()}),
            (ben.staff_id, "Ben's", {}),
        ):
            times = {"starts_at": at, "ends_at": at + timedelta(hours=1)}
            session.add(Appointment(staff_id=staff_id, customer_id=customer_id, title=title, **times, **more))
        session.commit()
    assert [one["title"] for one in phone.get("/api/round").get_json()["appointments"]] == ["Tasting"]


def test_what_did_not_change_is_not_sent_again(phone: Phone, house: Database) -> None:
    add_customer(house, "Bellavista")
    first = phone.get("/api/round")
    asked = {**phone.headers, "If-None-Match": first.headers["ETag"]}
    again = phone.client.get("/api/round", headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    add_customer(house, "Hotel Marchetti")
    assert phone.client.get("/api/round", headers=asked).status_code == 200


def test_two_thousand_customers_take_as_many_queries_as_one(phone: Phone, house: Database) -> None:
    add_customer(house, "First", owner_id=phone.staff_id)
    phone.get("/api/round")
    with queries(house.engine) as alone:
        phone.get("/api/round")
    with house.session() as session:
        ids = [new_id() for _ in range(2100)]
        session.add_all(Customer(id=one, name=f"Customer {number}") for number, one in enumerate(ids))
        session.flush()
        session.add_all(Site(customer_id=one, lat=41.0, lon=-87.0) for one in ids)
        session.commit()
    with queries(house.engine) as many:
        found = phone.get("/api/round").get_json()["customers"]
    assert len(found) == 2000 and found[0]["name"] == "First"
    assert len(many) == len(alone)

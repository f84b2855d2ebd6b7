"""Who is calling is found by a number in any form; all whom it may be are listed, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact, Customer
from server.services.touchpoints.caller import callers_by_email, callers_by_phone, is_same_number

WRITTEN = "(312) 555-0197"


def add(session: Session, name: str, phone: str | None = None, **more: object) -> Customer:
    customer = Customer(name=name, phone=phone, **more)
    session.add(customer)
    session.flush()
    return customer


@pytest.mark.parametrize(
    "asked",
    ["(312) 555-0197", "312-555-0197", "3125550197", "+1 312 555 0197", "0013125550197", "1.312.555.0197", "555 0197"],
)
def test_a_number_is_found_in_any_form(session: Session, asked: str) -> None:
    add(session, "Bellavista Bistro", WRITTEN)
    assert [caller.customer for caller in callers_by_phone(session, asked, "US")] == ["Bellavista Bistro"]


@pytest.mark.parametrize(
    "asked", ["(773) 555-0197", "+49 312 5550197", "0197", "", "call me", "555-0198", "٣١٢٥٥٥٠١٩٧"]
)
def test_another_number_finds_nobody(session: Session, asked: str) -> None:
    add(session, "Bellavista Bistro", WRITTEN)
    assert callers_by_phone(session, asked, "US") == []


def test_a_shared_line_lists_the_house_and_its_people(session: Session) -> None:
    house = add(session, "Bellavista Bistro", WRITTEN)
    other = add(session, "Bella Bar", "+13125550197")
    maria, gone = (
        Contact(customer_id=house.id, name="Maria Conti", role="chef", phone=WRITTEN),
        Contact(customer_id=house.id, name="Paolo Conti", phone=WRITTEN, left_at=now()),
    )
    session.add_all([maria, gone])
    session.flush()
    found = callers_by_phone(session, "312 555 0197", "US")
    assert [(one.customer_id, one.contact, one.role) for one in found] == [
        (other.id, "", ""),
        (house.id, "", ""),
        (house.id, "Maria Conti", "chef"),
    ]


def test_a_merged_or_departed_customer_does_not_call(session: Session) -> None:
    kept = add(session, "Bellavista Bistro")
    add(session, "Bellavista", WRITTEN, merged_into_id=kept.id)
    add(session, "Bella Old", WRITTEN, left_at=now())
    assert callers_by_phone(session, WRITTEN, "US") == []


def test_a_changed_number_is_found_by_the_new_one_only(session: Session) -> None:
    customer = add(session, "Bellavista Bistro", WRITTEN)
    customer.phone = "(312) 555-0123"
    session.flush()
    assert callers_by_phone(session, WRITTEN, "US") == []
    assert len(callers_by_phone(session, "3125550123", "US")) == 1


def test_a_mail_address_is_found_whatever_its_case(session: Session) -> None:
    house = add(session, "Bellavista Bistro")
    session.add(Contact(customer_id=house.id, name="Maria Conti", email="Maria@Bellavista.example"))
    session.flush()
    assert [one.contact for one in callers_by_email(session, " maria@bellavista.EXAMPLE ")] == ["Maria Conti"]
    assert callers_by_email(session, "paolo@bellavista.example") == callers_by_email(session, "  ") == []


def test_the_country_tells_numbers_apart() -> None:
    assert is_same_number("030 901820", "+49 30 901820", "DE")
    assert not is_same_number("030 901820", "+43 30 901820", "DE")
    assert not is_same_number("nobody", "+49 30 901820", "DE")

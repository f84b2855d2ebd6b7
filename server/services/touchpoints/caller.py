"""Who is calling: customers and people by a telephone number in any form, or by a mail address; all that fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.customer import Contact, Customer, is_customer
from models.phone_number import phone_key

MOST_COMPARED = 500
MOST_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Caller:
    """One who may be calling: a customer, and a person there where the number or address is theirs."""

    customer_id: str
    customer: str
    contact_id: str | None
    contact: str
    role: str
    written: str


def callers_by(session: Session, phone: str, email: str, country: str) -> list[Caller]:
    """Return who has this number; where nobody has, or none is told, who has this mail address."""
    return callers_by_phone(session, phone, country) or callers_by_email(session, email)


def told_number(raw: str) -> str:
    """Return a number as somebody's link tells it: a plus that was not encoded has become a space."""
    tidy = raw.strip()
    return f"+{tidy}" if raw.startswith(" ") and tidy[:1].isdigit() else tidy


def callers_by_phone(session: Session, phone: str, country: str) -> list[Caller]:
    """Return who has this number, customers before their people; on a shared line these are several.

    `country` is the one (ISO 3166, two letters) whose numbers are written without a country code.
    """
    key = phone_key(phone)
    if key is None:
        return []
    people = _people_with(session, Contact.phone, Contact.phone_key == key)
    found = [*_customers_with(session, key), *people]
    return [caller for caller in found if is_same_number(phone, caller.written, country)][:MOST_SHOWN]


def callers_by_email(session: Session, email: str) -> list[Caller]:
    """Return who has this mail address, in capitals or not."""
    key = email.strip().lower()
    return _people_with(session, Contact.email, Contact.email_key == key)[:MOST_SHOWN] if key else []


def is_same_number(one: str, other: str, country: str) -> bool:
    """Tell whether two written numbers reach the same telephone, as far as what is written says it.

    Without a country code a number is taken for one of `country`; one without an area code fits in every area.
    """
    import phonenumbers as numbers  # a megabyte of tables that few requests need

    try:
        match = numbers.is_number_match(_parsed(one, country), _parsed(other, country))
    except numbers.NumberParseException:
        return False
    return bool(
        match in (numbers.MatchType.EXACT_MATCH, numbers.MatchType.NSN_MATCH, numbers.MatchType.SHORT_NSN_MATCH)
    )


def _parsed(written: str, country: str) -> Any:
    import phonenumbers as numbers

    tidy = written.strip()
    return numbers.parse("+" + tidy[2:] if tidy.startswith("00") else tidy, country)


def _customers_with(session: Session, key: str) -> list[Caller]:
    query = select(Customer.id, Customer.name, Customer.phone).where(is_customer(), Customer.phone_key == key)
    rows = session.execute(query.order_by(Customer.name, Customer.id).limit(MOST_COMPARED))
    return [Caller(customer_id, name, None, "", "", phone or "") for customer_id, name, phone in rows]


def _people_with(session: Session, way: InstrumentedAttribute[str | None], is_it: ColumnElement[bool]) -> list[Caller]:
    query = (
        select(Customer.id, Customer.name, Contact.id, Contact.name, Contact.role, way)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(is_customer(), Contact.left_at.is_(None), is_it)
        .order_by(Contact.name, Contact.id)
        .limit(MOST_COMPARED)
    )
    return [Caller(*row[:5], row[5] or "") for row in session.execute(query)]

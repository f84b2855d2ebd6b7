"""Contacts as search finds them: by name, role, customer, mail and number."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.customer import Contact, Customer
from models.search import SearchKind
from server.services.search.name_index import index_name


def index_contact(session: Session, contact: Contact, customer: Customer) -> None:
    """Let a contact be found by what is known of them by now. The caller commits."""
    body = words_of_contact(contact.role, customer.name, contact.email, contact.phone)
    index_name(session, SearchKind.CONTACT, contact.id, customer.id, contact.name, body)


def words_of_contact(role: str, customer: str, email: str | None, phone: str | None) -> str:
    """Return by what a contact is found beside the name."""
    return " ".join([role, customer, email or "", *ways_to_find(phone)])


def ways_to_find(phone: str | None) -> list[str]:
    """Return a number as it is written and as it is typed, without signs."""
    digits = "".join(character for character in phone or "" if character.isdigit())
    return [phone, digits] if phone and digits else []

"""People at customers as address cards: vCard 4.0 (RFC 6350) and, for older programs, 3.0 (RFC 2426)."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from models.customer import Contact, Customer, is_customer
from models.staff import Role, Staff
from server.services.feeds.folded_lines import escape, folded

MOST = 5000


def cards_of(session: Session, reader: Staff, version: str, site: str) -> str:
    """Return the cards of the people whom somebody looks after; of all, for those who look after none by role."""
    query = (
        select(Contact).join(Contact.customer).options(contains_eager(Contact.customer).selectinload(Customer.sites))
    )
    query = query.where(is_customer(), Contact.left_at.is_(None), or_(Contact.phone != "", Contact.email != ""))
    if reader.role == Role.REP:
        query = query.where(Customer.owner_id == reader.id)
    people = session.scalars(query.order_by(Customer.name, Contact.name, Contact.id).limit(MOST))
    return "".join(card(person, version, site) for person in people)


def card(contact: Contact, version: str, site: str) -> str:
    """Return one person's card in version "4.0" or "3.0"."""
    *given, family = contact.name.split() or [""]
    is_newest = version == "4.0"
    telephone = "TEL;VALUE=text;TYPE=work:" if is_newest else "TEL;TYPE=WORK,VOICE:"
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"UID:{'urn:uuid:' if is_newest else ''}{contact.id}",
        f"FN:{escape(contact.name)}",
        f"N:{escape(family)};{escape(' '.join(given))};;;",
        f"ORG:{escape(contact.customer.name)}",
    ]
    lines += [f"TITLE:{escape(contact.role)}"] if contact.role else []
    lines += [telephone + escape(contact.phone)] if contact.phone else []
    lines += [f"EMAIL;TYPE={'work' if is_newest else 'INTERNET'}:{escape(contact.email)}"] if contact.email else []
    for place in contact.customer.sites[:1]:
        parts = (place.street, place.city, place.state, place.postcode)
        lines.append(f"ADR;TYPE=work:;;{';'.join(map(escape, parts))};")
    lines += [f"URL:{site}/customers/{contact.customer_id}"] if site else []
    return folded([*lines, "END:VCARD"])

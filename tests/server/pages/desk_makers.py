"""Makers of records for tests of the staff pages: people with names, notes with words and facts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.customer import Contact, Customer, Site
from models.entry import Entry, EntryVersion
from models.event import record_event
from models.recording import CustomerSource, Recording, RecordingState, Transcript
from models.search import SearchKind, index_for_search
from models.staff import Role, Staff
from models.visit import Visit
from server.services.notes.entry_content import with_item_ids

WORD_S = 0.4


def make_staff(session: Session, name: str = "Ana Ruiz", role: Role = Role.REP, **details: Any) -> Staff:
    details.setdefault("email", f"{name.split()[0].lower()}@halyard.example")
    staff = Staff(name=name, role=role, **details)
    session.add(staff)
    session.flush()
    return staff


def make_customer(session: Session, name: str = "Bellavista Bistro", **details: Any) -> Customer:
    details.setdefault("kind", "restaurant")
    details.setdefault("phone", "(312) 555-0197")
    customer = Customer(name=name, **details)
    customer.sites.append(Site(street="812 W Randolph St", city="Chicago", state="IL", postcode="60607"))
    session.add(customer)
    session.flush()
    index_for_search(
        session,
        SearchKind.CUSTOMER,
        customer.id,
        title=name,
        body=f"{customer.kind} 812 W Randolph St Chicago {customer.phone}",
        customer_id=customer.id,
    )
    return customer


def make_contact(session: Session, customer: Customer, name: str = "Maria Conti", role: str = "chef") -> Contact:
    contact = Contact(customer_id=customer.id, name=name, role=role, phone="(312) 555-0144")
    session.add(contact)
    session.flush()
    index_for_search(
        session, SearchKind.CONTACT, contact.id, title=name, body=f"{role} {customer.name}", customer_id=customer.id
    )
    return contact


def make_visit(session: Session, staff: Staff, customer: Customer | None, **details: Any) -> Visit:
    arrived_at: datetime = details.pop("arrived_at", now() - timedelta(minutes=40))
    details.setdefault("left_at", arrived_at + timedelta(minutes=30))
    visit = Visit(
        staff_id=staff.id,
        customer_id=customer.id if customer else None,
        arrived_at=arrived_at,
        probability=1,
        **details,
    )
    session.add(visit)
    session.flush()
    return visit


def make_recording(session: Session, staff: Staff, customer: Customer | None = None, **details: Any) -> Recording:
    details.setdefault("started_at", now() - timedelta(minutes=5))
    details.setdefault("state", RecordingState.READY)
    recording = Recording(
        id=details.pop("id", None) or new_id(),
        staff_id=staff.id,
        mime_type="audio/webm;codecs=opus",
        customer_id=customer.id if customer else None,
        customer_source=CustomerSource.VISIT if customer else None,
        chunk_count=3,
        **details,
    )
    session.add(recording)
    session.flush()
    return recording


def make_note(
    session: Session,
    staff: Staff,
    customer: Customer | None,
    text: str = "maria wants twelve cases of oat milk every week",
    content: dict[str, Any] | None = None,
    *,
    is_trial: bool = False,
    **details: Any,
) -> Recording:
    """Make a note as the worker leaves it: transcript, entry, index and event."""
    recording = make_recording(session, staff, customer, **details)
    words = [[word, round(at * WORD_S, 2), round((at + 1) * WORD_S, 2), 0.95] for at, word in enumerate(text.split())]
    recording.transcript = Transcript(
        text=text, words=words, seconds=len(words) * WORD_S, model="tiny", is_trial=is_trial
    )
    entry = Entry(recording_id=recording.id, customer_id=recording.customer_id)
    entry.versions.append(EntryVersion(number=1, content=with_item_ids(content or oat_milk_order()), engine="rules-1"))
    session.add(entry)
    session.flush()
    index_for_search(
        session,
        SearchKind.NOTE,
        recording.id,
        title="",
        body=text,
        customer_id=recording.customer_id,
        at=recording.started_at,
    )
    tell_of(session, recording)
    return recording


def tell_of(session: Session, recording: Recording, kind: str = "entry.made") -> None:
    record_event(
        session, kind, staff_id=recording.staff_id, customer_id=recording.customer_id, recording_id=recording.id
    )


def oat_milk_order() -> dict[str, Any]:
    """The facts of the standing text: an order, with the words from which it was read."""
    return {"products": [product("Barista Oat Milk", quantity=12, unit="case", per="week", evidence=spoken(2, 6))]}


def product(name: str, **said: Any) -> dict[str, Any]:
    plain = {"product_id": None, "quantity": None, "unit": None, "per": None, "unit_price": None}
    return {**plain, "name": name, "stance": "ordered", "dimension": "product", **said}


def spoken(first: int, last: int) -> dict[str, int]:
    return {"start_word": first, "end_word": last}


def sign_in_as(client: FlaskClient, staff: Staff) -> None:
    """Give the client the session of somebody who signed in."""
    with client.session_transaction() as kept:
        kept["_user_id"] = staff.id
        kept["_fresh"] = True

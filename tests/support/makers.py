"""Makes records with sensible defaults; a test says only what matters to it. People have names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.base import new_id
from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.device import Device, new_token, sha256_of
from models.recording import Recording
from models.search import SearchKind, index_for_search
from models.staff import Role, Staff

TUESDAY_MORNING = datetime(2026, 3, 10, 15, 40, tzinfo=UTC)


def make_staff(session: Session, name: str = "Ana Ruiz", role: Role = Role.REP, **more: Any) -> Staff:
    staff = Staff(name=name, role=role, **more)
    session.add(staff)
    session.flush()
    return staff


def make_phone(session: Session, staff: Staff, name: str = "Ana's phone") -> tuple[Device, dict[str, str]]:
    """Return a paired phone and the headers with which it speaks."""
    token = new_token()
    device = Device(staff_id=staff.id, name=name, token_sha256=sha256_of(token))
    session.add(device)
    session.flush()
    return device, {"Authorization": f"Bearer {token}"}


def make_customer(
    session: Session, name: str = "Bellavista Bistro", *, lat: float = 41.88, lon: float = -87.65, **more: Any
) -> Customer:
    """Return a customer with one site, findable by name."""
    customer = Customer(name=name, **more)
    customer.sites.append(Site(street="12 Elm Street", city="Chicago", lat=lat, lon=lon))
    session.add(customer)
    session.flush()
    index_for_search(session, SearchKind.CUSTOMER, customer.id, title=name, customer_id=customer.id)
    return customer


def make_contact(session: Session, customer: Customer, name: str = "Maria Lopez", role: str = "chef") -> Contact:
    contact = Contact(customer_id=customer.id, name=name, role=role)
    session.add(contact)
    session.flush()
    index_for_search(session, SearchKind.CONTACT, contact.id, title=name, customer_id=customer.id)
    return contact


def make_catalogue(session: Session) -> None:
    """Add a few products and a competitor, enough for notes to be understood."""
    session.add_all(
        [
            Product(id=new_id(), name="Barista Oat Milk", spoken_aliases=["oat milk"], unit="case", list_price=32),
            Product(id=new_id(), name="Extra Virgin Olive Oil", spoken_aliases=["olive oil"], unit="case"),
            Competitor(id=new_id(), name="Norwell Foods", spoken_aliases=["norwell"]),
        ]
    )
    session.flush()


def make_recording(session: Session, staff: Staff, **more: Any) -> Recording:
    values = {"mime_type": "audio/webm", "started_at": TUESDAY_MORNING, **more}
    recording = Recording(staff_id=staff.id, **values)
    session.add(recording)
    session.flush()
    return recording

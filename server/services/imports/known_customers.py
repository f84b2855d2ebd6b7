"""The customers that are here, to compare a table's rows with: all in memory, so that a row costs no query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Contact, Customer, Site
from models.phone_number import phone_key
from models.search import fold
from models.staff import Staff

CUSTOMER_COLUMNS = ("name", "kind", "phone", "owner_id", "reference", "visit_interval_days", "yearly_value")
SITE_COLUMNS = ("street", "city", "state", "postcode", "opens_h", "closes_h", "pin_lat", "pin_lon")


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer with its first site; `is_here` is False where it left or was merged into another."""

    id: str
    values: Mapping[str, Any]
    site: Mapping[str, Any]
    is_here: bool


@dataclass(slots=True)
class KnownCustomers:
    """Customers by everything that a row may know them by."""

    by_id: dict[str, KnownCustomer] = field(default_factory=dict)
    by_reference: dict[str, KnownCustomer] = field(default_factory=dict)
    by_name: dict[str, list[KnownCustomer]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[str, list[KnownCustomer]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[KnownCustomer]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(dict))

    def at_place(self, name: str, postcode: str) -> KnownCustomer | None:
        """Return the customer of a name at a postcode."""
        wanted = tight(postcode)
        same = (known for known in self.by_name.get(fold(name), ()) if wanted)
        return next((known for known in same if tight(known.site.get("postcode") or "") == wanted), None)


def tight(postcode: str) -> str:
    return "".join(postcode.split()).lower()


def known_customers(session: Session, *, with_contacts: bool = True) -> KnownCustomers:
    """Load every customer; of several sites the first one counts."""
    known = KnownCustomers()
    columns = [getattr(Customer, name) for name in CUSTOMER_COLUMNS]
    places = [getattr(Site, name) for name in SITE_COLUMNS]
    query = (
        select(Customer.id, Customer.merged_into_id, Customer.left_at, Site.id, *columns, *places)
        .outerjoin(Site, Site.customer_id == Customer.id)
        .order_by(Customer.id, Site.created_at)
    )
    last = ""
    for customer_id, merged_into, left_at, site_id, *rest in session.execute(query):
        if customer_id == last:
            continue
        last = customer_id
        values = dict(zip(CUSTOMER_COLUMNS, rest[: len(columns)], strict=True))
        site = dict(zip(SITE_COLUMNS, rest[len(columns) :], strict=True)) if site_id else {}
        _put(known, KnownCustomer(customer_id, values, site, merged_into is None and left_at is None))
    if with_contacts:
        _load_contacts(session, known)
    return known


def _put(known: KnownCustomers, customer: KnownCustomer) -> None:
    known.by_id[customer.id] = customer
    if customer.values["reference"]:
        known.by_reference[customer.values["reference"]] = customer
    if not customer.is_here:
        return
    known.by_name[fold(customer.values["name"])].append(customer)
    if key := phone_key(customer.values["phone"]):
        known.by_phone[key].append(customer)


def _load_contacts(session: Session, known: KnownCustomers) -> None:
    query = select(Contact.customer_id, Contact.name, Contact.role, Contact.email, Contact.email_key, Contact.id)
    for customer_id, name, role, email, email_key, contact_id in session.execute(
        query.where(Contact.left_at.is_(None))
    ):
        customer = known.by_id[customer_id]
        known.contacts[customer_id][fold(name)] = (contact_id, role, email)
        if email_key and customer.is_here:
            known.by_email[email_key].append(customer)


def known_staff(session: Session) -> dict[str, str]:
    """Return ids of staff by number, mail address and folded name; names that two people share are left out."""
    ways: dict[str, str] = {}
    names: dict[str, list[str]] = defaultdict(list)
    for person in session.scalars(select(Staff).where(Staff.left_at.is_(None))):
        for way in (person.reference, person.email):
            if way:
                ways[way.lower()] = person.id
        names[fold(person.name)].append(person.id)
    return {name: ids[0] for name, ids in names.items() if len(ids) == 1} | ways

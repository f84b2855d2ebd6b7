"""Takes a company's tables (reps, staff, customers, contacts, appointments, products, competitors) into the records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.appointment import Appointment
from models.base import new_id
from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.search import SearchKind
from models.staff import Role, Staff
from server.services.customers.contact_index import index_contact
from server.services.customers.customer_index import words_of_customer
from server.services.customers.site_learning import take_pin
from server.services.customers.standing import standing_customer
from server.services.customers.table_rows import LONGEST_REFERENCE, Row, RowRefused, read_rows
from server.services.search.name_index import index_name

ROLES = {
    "rep": Role.REP,
    "manager": Role.MANAGER,
    "admin": Role.ADMIN,
    "support": Role.SUPPORT,
    "call_centre": Role.SUPPORT,
    "accounts": Role.SUPPORT,
    "web": Role.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: where it stands (line of the file, from 1), why, and what to do about it."""

    file: str
    row: int
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file} row {self.row}: {self.reason}; {self.advice}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows that made a record, rows that changed one, rows refused.

    Rows of a customer or contact that a person made one with another are passed over, and told.
    """

    new: int
    changed: int
    refused: tuple[Refusal, ...]
    passed_over: tuple[str, ...] = ()


Record = Customer | Contact | Appointment | Product | Competitor | Staff
R = TypeVar("R", bound=Record)


def import_tables(session: Session, folder: Path) -> ImportReport:
    """Bring the records up to the tables in a folder, each table optional; importing again changes nothing.

    The tables' ids are kept as references. Records that no table names any more are left as they are.
    """
    if not folder.is_dir():
        refusal = Refusal(str(folder), 0, "there is no such folder", "name the folder that holds customers.csv")
        return ImportReport(0, 0, (refusal,))
    work = _Import(session, folder)
    work.take_all("reps", ("id", "name"), _rep)
    work.take_all("staff", ("id", "name", "role"), _office_staff)
    work.take_all("customers", ("id", "name"), _customer)
    work.take_all("contacts", ("id", "customer_id", "name"), _contact)
    work.take_all("appointments", ("rep", "customer_id", "start", "end"), _appointment)
    work.take_all("products", ("id", "name"), _product)
    work.take_all("competitors", ("id", "name"), _competitor)
    return ImportReport(work.new, work.changed, tuple(work.refused), tuple(work.passed_over))


@dataclass(slots=True)
class _Import:
    """One import at work: what is on record by reference, and what has been counted so far."""

    session: Session
    folder: Path
    new: int = 0
    changed: int = 0
    refused: list[Refusal] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    staff: dict[str, Staff] = field(init=False)
    customers: dict[str, Customer] = field(init=False)
    contacts: dict[str, Contact] = field(init=False)
    appointments: dict[str, Appointment] = field(init=False)
    products: dict[str, Product] = field(init=False)
    competitors: dict[str, Competitor] = field(init=False)
    emails: dict[str, Staff] = field(init=False)
    to_index: list[Callable[[], None]] = field(default_factory=list)
    _seen: set[tuple[type, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.staff = self._on_record(Staff)
        self.customers = self._on_record(Customer, selectinload(Customer.sites))
        self.contacts = self._on_record(Contact)
        self.appointments = self._on_record(Appointment)
        self.products = self._on_record(Product)
        self.competitors = self._on_record(Competitor)
        everybody = self.session.scalars(select(Staff).where(Staff.email.is_not(None)))
        self.emails = {str(person.email): person for person in everybody}

    def _on_record(self, kind: type[R], *options: Any) -> dict[str, R]:
        found = self.session.scalars(select(kind).where(kind.reference.is_not(None)).options(*options))
        return {str(record.reference): record for record in found}

    def take_all(self, table: str, required: tuple[str, ...], take: Callable[[_Import, Row], None]) -> None:
        """Take every row of a table, if there is one; a row that cannot be taken is written down instead."""
        path = self.folder / f"{table}.csv"
        if not path.exists():
            return
        for row in read_rows(path, required, lambda line, refusal: self._refuse(table, line, refusal)):
            try:
                take(self, row)
            except RowRefused as refusal:
                self._refuse(table, row.line, refusal)
        self.session.flush()  # the next table points at these rows
        with self.session.no_autoflush:
            while self.to_index:
                self.to_index.pop()()
        self.session.flush()

    def _refuse(self, table: str, line: int, refusal: RowRefused) -> None:
        self.refused.append(Refusal(f"{table}.csv", line, refusal.reason, refusal.advice))

    def pass_over(self, table: str, row: Row, name: str) -> None:
        """Leave a row of somebody who was made one with another: who stands for them has values a person chose."""
        self.passed_over.append(f"{table}.csv row {row.line}: {name} was made one with another here and stays so")

    def standing_customer(self, reference: str) -> Customer | None:
        """Return who stands for the customer with this id of the tables: after a merge another."""
        named = self.customers.get(reference)
        if named is None or named.merged_into_id is None:
            return named
        return standing_customer(self.session, named.id)

    def reference(self, kind: type[Record], row: Row) -> str:
        """Return the row's id; an id that stood in an earlier row is refused, so that the first one stays."""
        return self.unseen(kind, row.filled("id", LONGEST_REFERENCE))

    def unseen(self, kind: type[Record], reference: str) -> str:
        if (kind, reference) in self._seen:
            raise RowRefused(f"the id {reference} is there twice", "give one of the rows an id of its own")
        return reference

    def put(self, records: dict[str, R], kind: type[R], reference: str, values: dict[str, Any]) -> tuple[R, bool]:
        """Make or change a record; tell whether anything is different."""
        self._seen.add((kind, reference))
        record = records.get(reference)
        if record is None:
            record = kind(id=new_id(), reference=reference, **values)
            records[reference] = record
            self.session.add(record)
            self.new += 1
            return record, True
        is_different = _set(record, values)
        self.changed += is_different
        return record, is_different


def _set(record: object, values: dict[str, Any]) -> bool:
    different = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in different.items():
        setattr(record, name, value)
    return bool(different)


def _rep(work: _Import, row: Row) -> None:
    _staff(work, row, Role.REP, team=row.text("territory", 200))


def _office_staff(work: _Import, row: Row) -> None:
    _staff(work, row, _role(row), team=row.text("team", 200))


def _staff(work: _Import, row: Row, role: Role, team: str) -> None:
    reference = work.reference(Staff, row)
    values: dict[str, Any] = {
        "name": row.filled("name", 200),
        "email": row.email(),
        "role": role,
        "team": team,
    }
    known = work.staff.get(reference)
    if known is not None and known.role == Role.ADMIN:
        values["role"] = Role.ADMIN  # made so by a person here: no table takes it away
    holder = work.emails.get(values["email"] or "")
    if holder is not None and holder is not known:
        raise RowRefused(
            f"{values['email']} is {holder.name}'s address already", "give everybody an address of their own"
        )
    person, _ = work.put(work.staff, Staff, reference, values)
    if person.email:
        work.emails[person.email] = person


def _role(row: Row) -> Role:
    written = row.filled("role", 40).lower().replace(" ", "_")
    if written not in ROLES:
        raise RowRefused(f"the role {written!r} is not known", f"use one of {', '.join(ROLES)}")
    return ROLES[written]


def _customer(work: _Import, row: Row) -> None:
    reference = work.reference(Customer, row)
    if reference in work.customers and work.customers[reference].merged_into_id is not None:
        return work.pass_over("customers", row, work.customers[reference].name)
    owner = row.optional("owner_rep", LONGEST_REFERENCE)
    if owner and owner not in work.staff:
        raise RowRefused(f"the owner {owner} is nobody's id", "add them to reps.csv or leave owner_rep empty")
    values: dict[str, Any] = {
        "name": row.filled("name", 200),
        "kind": row.text("kind", 100).replace("_", " "),
        "phone": row.optional("phone", 40),
        "owner_id": work.staff[owner].id if owner else None,
    }
    if "visit_interval_days" in row.cells:
        values["visit_interval_days"] = row.whole("visit_interval_days", 0, 3650)
    if "yearly_value" in row.cells:
        values["yearly_value"] = row.price("yearly_value")
    place = _place(row)
    is_known = reference in work.customers
    customer, is_different = work.put(work.customers, Customer, reference, values)
    is_moved = _put_site(work.session, customer, place, is_known=is_known)
    if is_known and is_moved and not is_different:
        work.changed += 1
    if is_different or is_moved:
        work.to_index.append(lambda: _index_customer(work.session, customer, place))


def _place(row: Row) -> dict[str, Any]:
    place = {
        "street": row.text("street", 200),
        "city": row.text("city", 100),
        "state": row.text("state", 100),
        "postcode": row.text("postcode", 20),
        "lat": row.number("lat", -90, 90),
        "lon": row.number("lon", -180, 180),
        "opens_h": row.number("opens", 0, 24),
        "closes_h": row.number("closes", 0, 24),
    }
    if (place["lat"] is None) != (place["lon"] is None):
        raise RowRefused("only one of lat and lon is given", "fill in both or neither")
    return place


def _put_site(session: Session, customer: Customer, place: dict[str, Any], *, is_known: bool) -> bool:
    lat, lon = place["lat"], place["lon"]
    if is_known and customer.sites:
        site = customer.sites[0]
        is_moved = take_pin(site, lat, lon)
        return _set(site, place | {"lat": site.lat, "lon": site.lon}) or is_moved
    session.add(Site(customer=customer, **place, pin_lat=lat, pin_lon=lon))
    return True


def _index_customer(session: Session, customer: Customer, place: dict[str, Any]) -> None:
    body = words_of_customer(customer.kind, place, customer.phone)
    index_name(session, SearchKind.CUSTOMER, customer.id, customer.id, customer.name, body)


def _contact(work: _Import, row: Row) -> None:
    reference = work.reference(Contact, row)
    customer_reference = row.filled("customer_id", LONGEST_REFERENCE)
    customer = work.standing_customer(customer_reference)
    if customer is None:
        advice = "add the customer to customers.csv, or mend its row if that was refused"
        raise RowRefused(f"the customer {customer_reference} is not known", advice)
    values = {
        "customer_id": customer.id,
        "name": row.filled("name", 200),
        "role": row.text("role", 100),
        "phone": row.optional("phone", 40),
        "email": row.email(),
    }
    if reference in work.contacts and work.contacts[reference].merged_into_id is not None:
        return work.pass_over("contacts", row, work.contacts[reference].name)
    contact, is_different = work.put(work.contacts, Contact, reference, values)
    if is_different:
        work.to_index.append(lambda: index_contact(work.session, contact, customer))


def _appointment(work: _Import, row: Row) -> None:
    """Take an appointment; without an id of its own it is known by rep, customer and beginning."""
    rep, customer = row.filled("rep", LONGEST_REFERENCE), row.filled("customer_id", LONGEST_REFERENCE)
    if rep not in work.staff:
        raise RowRefused(f"the rep {rep} is nobody's id", "add them to reps.csv or mend the id")
    meant = work.standing_customer(customer)
    if meant is None:
        raise RowRefused(f"the customer {customer} is not known", "add the customer to customers.csv or mend the id")
    starts_at, ends_at = row.instant("start"), row.instant("end")
    if ends_at < starts_at:
        raise RowRefused("it ends before it starts", "exchange start and end")
    known_by = row.optional("id", LONGEST_REFERENCE) or _known_by(rep, customer, starts_at)
    values = {
        "staff_id": work.staff[rep].id,
        "customer_id": meant.id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "title": row.text("title", 200),
    }
    work.put(work.appointments, Appointment, work.unseen(Appointment, known_by), values)


def _known_by(rep: str, customer: str, starts_at: datetime) -> str:
    written = f"{rep}/{customer}/{int(starts_at.timestamp())}"
    return written if len(written) <= LONGEST_REFERENCE else hashlib.sha256(written.encode()).hexdigest()[:40]


def _product(work: _Import, row: Row) -> None:
    values = {
        "name": row.filled("name", 200),
        "spoken_aliases": row.parts("spoken_aliases"),
        "unit": row.text("unit", 40),
        "list_price": row.price("list_price"),
    }
    work.put(work.products, Product, work.reference(Product, row), values)


def _competitor(work: _Import, row: Row) -> None:
    values = {"name": row.filled("name", 200), "spoken_aliases": row.parts("spoken_aliases")}
    work.put(work.competitors, Competitor, work.reference(Competitor, row), values)

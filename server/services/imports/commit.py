"""Takes a dry run's rows into the records, a few hundred in each transaction, and keeps what each one changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from models.base import Base, new_id, now
from models.catalogue import Product
from models.customer import Contact, Customer, Site
from models.import_run import ImportChange, ImportKind, ImportRun
from models.phone_number import phone_key
from models.search import SearchDocument, SearchKind, fold
from models.stored_row import as_json
from server.services.customers.contact_index import index_contact, words_of_contact
from server.services.customers.customer_index import words_of_customer
from server.services.customers.site_learning import take_pin
from server.services.imports.planned_row import Choice, PlannedRow, What
from server.services.imports.stored_values import as_column, difference, stored
from server.services.search.name_index import NewName, index_name, index_new_names

ROWS_AT_ONCE = 500
MOST_TROUBLES = 100
RECORDS: Mapping[str, type[Customer] | type[Contact] | type[Product]] = {
    ImportKind.CUSTOMERS: Customer,
    ImportKind.CONTACTS: Contact,
    ImportKind.PRODUCTS: Product,
}


def commit_rows(session: Session, run: ImportRun, rows: Sequence[PlannedRow]) -> None:
    """Take some rows, and count them in the run. The caller commits.

    What changed since the dry run counts: a number that somebody else's record has by now, or a record that is gone,
    is left out and told of.
    """
    work = _Work(session, run)
    wanted = [(row, _decided(row, run.choices)) for row in rows]
    work.counts["left_out"] += sum(1 for _row, choice in wanted if choice == Choice.LEAVE)
    making = [row for row, choice in wanted if choice == Choice.NEW]
    changing = [row for row, choice in wanted if choice == Choice.UPDATE]
    taken = work.references_taken(making)
    work.make([row for row in making if not work.is_refused(row, taken)])
    work.change(changing)
    work.keep_changes()
    run.done_rows += len(rows)
    run.counts = run.counts | {name: run.counts.get(name, 0) + count for name, count in work.counts.items()}
    run.counts = run.counts | {"troubles": [*run.counts.get("troubles", []), *work.troubles][:MOST_TROUBLES]}


def _decided(row: PlannedRow, choices: Mapping[str, str]) -> Choice | None:
    """Return what is to be done: make, update, leave out as somebody chose; None where there is nothing to do."""
    if row.what == What.MERGE:
        chosen = Choice(choices.get(str(row.line)) or choices.get("all") or Choice.AS_PROPOSED)
        return row.proposed if chosen == Choice.AS_PROPOSED else chosen
    return {What.NEW: Choice.NEW, What.CHANGED: Choice.UPDATE}.get(row.what)


@dataclass(slots=True)
class _Work:
    """One transaction's rows at work."""

    session: Session
    run: ImportRun
    at: datetime = field(default_factory=now)
    counts: Counter[str] = field(default_factory=lambda: Counter(made=0, changed_now=0, left_out=0, failed=0))
    troubles: list[str] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)

    def references_taken(self, rows: Sequence[PlannedRow]) -> set[str]:
        wanted = [row.values["reference"] for row in rows if row.values.get("reference")]
        kind = RECORDS[self.run.kind]
        return {str(one) for one in self.session.scalars(select(kind.reference).where(kind.reference.in_(wanted)))}

    def is_refused(self, row: PlannedRow, taken: set[str]) -> bool:
        reference = row.values.get("reference")
        if reference not in taken:
            return False
        self.trouble(row, f"the number {reference} was given to another record meanwhile")
        return True

    def trouble(self, row: PlannedRow, reason: str) -> None:
        self.counts["failed"] += 1
        self.troubles.append(f"Row {row.line}, {row.name[:60]}: {reason}.")

    def make(self, rows: Sequence[PlannedRow]) -> None:
        if self.run.kind == ImportKind.CUSTOMERS:
            self._make_customers(rows)
        elif self.run.kind == ImportKind.CONTACTS:
            self._make_contacts(self._with_customer(rows))
        else:
            self._make_products(rows)

    def _make_customers(self, rows: Sequence[PlannedRow]) -> None:
        customers = [
            {"id": row.new_id, "created_at": self.at, "phone_key": phone_key(row.values.get("phone"))}
            | {name: row.values.get(name) for name in ("phone", "owner_id", "reference", "visit_interval_days")}
            | {"name": row.values["name"], "kind": row.values.get("kind", "")}
            | {"yearly_value": as_column(Customer, "yearly_value", row.values.get("yearly_value"))}
            for row in rows
        ]
        self._insert(Customer, customers)
        self._insert(Site, [_new_site(row, self.at) for row in rows])
        about = (
            NewName(
                SearchKind.CUSTOMER,
                row.new_id,
                row.new_id,
                row.values["name"],
                words_of_customer(row.values.get("kind", ""), row.site, row.values.get("phone")),
            )
            for row in rows
        )
        index_new_names(self.session, list(about), self.at)
        people = [(row, row.new_id) for row in rows if row.contact]
        self._put_contacts([_contact_row(row.line, row.contact, customer_id) for row, customer_id in people], rows)
        self.counts["made"] += len(rows)

    def _with_customer(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        """Return the rows whose customer is here still."""
        wanted = {row.values["customer_id"] for row in rows}
        here = set(self.session.scalars(select(Customer.id).where(Customer.id.in_(wanted))))
        for row in rows:
            if row.values["customer_id"] not in here:
                self.trouble(row, "its customer is gone meanwhile")
        return [row for row in rows if row.values["customer_id"] in here]

    def _make_contacts(self, rows: Sequence[PlannedRow]) -> None:
        self._put_contacts(rows, ())
        self.counts["made"] += len(rows)

    def _put_contacts(self, rows: Sequence[PlannedRow], customers: Sequence[PlannedRow]) -> None:
        """Make contacts; the names of customers made just now need not be asked for."""
        contacts = [
            {"id": row.new_id, "created_at": self.at, "name": row.values["name"], "role": row.values.get("role", "")}
            | {name: row.values.get(name) for name in ("customer_id", "phone", "email", "reference")}
            | {"phone_key": phone_key(row.values.get("phone")), "email_key": row.values.get("email")}
            for row in rows
        ]
        self._insert(Contact, contacts)
        names = {row.new_id: row.values["name"] for row in customers}
        asked = {row.values["customer_id"] for row in rows} - names.keys()
        if asked:
            names |= dict(self.session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(asked))).all())
        found = [
            NewName(SearchKind.CONTACT, row.new_id, row.values["customer_id"], row.values["name"], _about(row, names))
            for row in rows
        ]
        index_new_names(self.session, found, self.at)

    def _make_products(self, rows: Sequence[PlannedRow]) -> None:
        products = [
            {
                "id": row.new_id,
                "name": row.values["name"],
                "spoken_aliases": row.values.get("spoken_aliases", []),
                "unit": row.values.get("unit", ""),
                "list_price": as_column(Product, "list_price", row.values.get("list_price")),
                "reference": row.values.get("reference"),
            }
            for row in rows
        ]
        self._insert(Product, products)
        self.counts["made"] += len(rows)

    def _insert(self, kind: type[Base], records: list[dict[str, Any]]) -> None:
        if not records:
            return
        self.session.execute(insert(kind), records)
        for record in records:
            written = {name: as_json(value) for name, value in record.items() if name not in ("id", "created_at")}
            self._keep(kind.__tablename__, record["id"], {}, written, is_made=True)

    def change(self, rows: Sequence[PlannedRow]) -> None:
        """Bring records up to the rows: what a row does not say stays as it is."""
        kind: Any = RECORDS[self.run.kind]
        query = select(kind).where(kind.id.in_({row.record_id for row in rows}))
        if kind is Customer:
            query = query.options(selectinload(Customer.sites))
        here = {record.id: record for record in self.session.scalars(query)}
        for row in rows:
            record = here.get(row.record_id)
            if record is None or getattr(record, "merged_into_id", None) or getattr(record, "left_at", None):
                self.trouble(row, "the record that it would change is gone, left or was merged meanwhile")
                continue
            self._change(record, row)
            self.counts["changed_now"] += 1

    def _change(self, record: Customer | Contact | Product, row: PlannedRow) -> None:
        before = stored(record)
        for name, value in row.values.items():
            if name == "customer_id" or (name == "reference" and record.reference):
                continue
            if name == "reference" and self.references_taken([row]):
                continue
            setattr(record, name, as_column(type(record), name, value))
        self.session.flush()
        self._keep_difference(record, before)
        if isinstance(record, Customer):
            self._change_place(record, row)
            self._change_person(record, row)
            self._index(SearchKind.CUSTOMER, record)
        elif isinstance(record, Contact):
            self._index(SearchKind.CONTACT, record)

    def _change_place(self, customer: Customer, row: PlannedRow) -> None:
        if not row.site:
            return
        if not customer.sites:
            self._insert(Site, [_new_site(row, self.at, customer.id)])
            self.session.expire(customer, ["sites"])
            return
        site = customer.sites[0]
        before = stored(site)
        for name, value in row.site.items():
            if not name.startswith("pin_"):
                setattr(site, name, value)
        if "pin_lat" in row.site:
            take_pin(site, row.site["pin_lat"], row.site["pin_lon"])
        self.session.flush()
        self._keep_difference(site, before)

    def _change_person(self, customer: Customer, row: PlannedRow) -> None:
        if not row.contact:
            return
        people = select(Contact).where(Contact.customer_id == customer.id, Contact.left_at.is_(None))
        same = (one for one in self.session.scalars(people) if fold(one.name) == fold(row.contact["name"]))
        contact = next(same, None)
        if contact is None:
            self._put_contacts([_contact_row(row.line, row.contact, customer.id)], ())
            return
        before = stored(contact)
        contact.role = row.contact.get("role") or contact.role
        contact.email = row.contact.get("email") or contact.email
        self.session.flush()
        self._keep_difference(contact, before)
        self._index(SearchKind.CONTACT, contact)

    def _index(self, kind: SearchKind, record: Customer | Contact) -> None:
        """Let a changed record be found by what it is now, and keep how it was found before."""
        indexed = select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == record.id)
        document = self.session.scalar(indexed)
        before = stored(document) if document else None
        if isinstance(record, Contact):
            index_contact(self.session, record, self.session.get_one(Customer, record.customer_id))
        else:
            site = record.sites[0] if record.sites else None
            place = {part: getattr(site, part) for part in ("street", "city", "state", "postcode")} if site else {}
            about = words_of_customer(record.kind, place, record.phone)
            index_name(self.session, kind, record.id, record.id, record.name, about)
        self.session.flush()
        if document is not None and before is not None:
            self._keep_difference(document, before)

    def _keep_difference(self, record: Base, before: Mapping[str, Any]) -> None:
        was, became = difference(before, stored(record))
        if became:
            self._keep(record.__tablename__, str(before["id"]), was, became, is_made=False)

    def _keep(self, table: str, row_id: str, before: dict[str, Any], after: dict[str, Any], *, is_made: bool) -> None:
        self._changes.append(
            {"table_name": table, "row_id": row_id, "before": before, "after": after, "is_made": is_made}
        )

    def keep_changes(self) -> None:
        if not self._changes:
            return
        last = self.session.scalar(select(func.max(ImportChange.number)).where(ImportChange.run_id == self.run.id))
        numbered = [
            change | {"run_id": self.run.id, "number": number}
            for number, change in enumerate(self._changes, (last or 0) + 1)
        ]
        self.session.execute(insert(ImportChange), numbered)


def _new_site(row: PlannedRow, at: datetime, customer_id: str = "") -> dict[str, Any]:
    site: dict[str, Any] = {"id": new_id(), "customer_id": customer_id or row.new_id, "created_at": at}
    site |= {part: row.site.get(part, "") for part in ("street", "city", "state", "postcode")}
    site |= {part: row.site.get(part) for part in ("opens_h", "closes_h", "pin_lat", "pin_lon")}
    return site | {"lat": site["pin_lat"], "lon": site["pin_lon"]}


def _contact_row(line: int, contact: Mapping[str, Any], customer_id: str) -> PlannedRow:
    values = {**contact, "customer_id": customer_id}
    return PlannedRow(line, What.NEW, name=contact["name"], new_id=new_id(), values=values)


def _about(row: PlannedRow, names: Mapping[str, str]) -> str:
    values = row.values
    customer = names[values["customer_id"]]
    return words_of_contact(values.get("role", ""), customer, values.get("email"), values.get("phone"))

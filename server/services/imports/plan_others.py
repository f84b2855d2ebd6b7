"""What a row of contacts or of products would make or change; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id
from models.catalogue import Product
from models.customer import Contact
from models.phone_number import phone_key
from models.search import fold
from server.services.customers.table_rows import LONGEST_REFERENCE, Row, RowRefused
from server.services.imports.known_customers import KnownCustomer, KnownCustomers, known_customers
from server.services.imports.planned_row import PlannedRow, What
from server.services.touchpoints.caller import is_same_number

Known = dict[str, Any]


@dataclass(slots=True)
class ContactPlanner:
    """Plans rows of contacts. A contact is known by its number, else by mail, name or phone at its customer."""

    session: Session
    country: str
    _lines: dict[object, int] = field(default_factory=dict)
    _customers: KnownCustomers = field(init=False)
    _at: dict[str, list[Known]] = field(init=False)
    _by_reference: dict[str, Known] = field(init=False)

    def __post_init__(self) -> None:
        self._customers = known_customers(self.session, with_contacts=False)
        self._at = defaultdict(list)
        self._by_reference = {}
        names = ("id", "customer_id", "name", "role", "phone", "email", "reference")
        for values in self.session.execute(select(*(getattr(Contact, name) for name in names))):
            known = dict(zip(names, values, strict=True))
            self._at[known["customer_id"]].append(known)
            if known["reference"]:
                self._by_reference[known["reference"]] = known

    def plan(self, row: Row) -> PlannedRow:
        """Decide what becomes of a row; raises RowRefused."""
        name = row.text("name", 200) or f"{row.text('first_name', 90)} {row.text('last_name', 100)}".strip()
        if not name:
            raise RowRefused("the name is empty", "fill in the contact's name")
        customer = self._customer(row.filled("customer", 200))
        written: Known = {
            "customer_id": customer.id,
            "name": name,
            "role": row.text("role", 100),
            "phone": row.text("phone", 40),
            "email": row.email(),
            "reference": row.text("id", LONGEST_REFERENCE),
        }
        values = {key: value for key, value in written.items() if value}
        reference = values.get("reference")
        _refuse_second(self._lines, row.line, ("number", reference) if reference else (customer.id, fold(name)), name)
        planned: Known = {"line": row.line, "name": name, "values": values}
        if reference and (known := self._by_reference.get(reference)) is not None:
            return PlannedRow(**planned, what=_what(known, values), record_id=known["id"])
        for known in self._at[customer.id]:
            if why := self._likeness(known, values):
                described = ", ".join(part for part in (known["name"], known["role"], customer.values["name"]) if part)
                return _propose(planned, known, why, described)
        return PlannedRow(**planned, what=What.NEW, new_id=new_id())

    def _customer(self, written: str) -> KnownCustomer:
        by_number = self._customers.by_reference.get(written)
        if by_number is not None and by_number.is_here:
            return by_number
        named = self._customers.by_name.get(fold(written), [])
        if len(named) == 1:
            return named[0]
        reason = f"{len(named)} customers are called" if named else "there is no customer with the number or name"
        raise RowRefused(f"{reason} {written[:60]!r}", "write the customer's number, or bring in the customer first")

    def _likeness(self, known: Known, values: Known) -> str:
        if values.get("email") and values["email"] == (known["email"] or "").lower():
            return "same e-mail"
        if fold(known["name"]) == fold(values["name"]):
            return "same name at this customer"
        phone, here = values.get("phone"), known["phone"]
        if phone and here and phone_key(phone) and phone_key(phone) == phone_key(here):
            return "same phone" if phone == here or is_same_number(phone, here, self.country) else ""
        return ""


@dataclass(slots=True)
class ProductPlanner:
    """Plans rows of products. A product is known by its number, else by its name."""

    session: Session
    country: str
    _lines: dict[object, int] = field(default_factory=dict)
    _by_reference: dict[str, Known] = field(default_factory=dict)
    _by_name: dict[str, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ("id", "name", "spoken_aliases", "unit", "list_price", "reference")
        for values in self.session.execute(select(*(getattr(Product, name) for name in names))):
            known = dict(zip(names, values, strict=True))
            known["list_price"] = None if known["list_price"] is None else str(known["list_price"])
            self._by_name[fold(known["name"])] = known
            if known["reference"]:
                self._by_reference[known["reference"]] = known

    def plan(self, row: Row) -> PlannedRow:
        """Decide what becomes of a row; raises RowRefused."""
        price = row.price("list_price")
        written: Known = {
            "name": row.filled("name", 200),
            "spoken_aliases": row.parts("spoken_aliases"),
            "unit": row.text("unit", 40),
            "list_price": None if price is None else str(price),
            "reference": row.text("id", LONGEST_REFERENCE),
        }
        values = {key: value for key, value in written.items() if value}
        name, reference = values["name"], values.get("reference")
        _refuse_second(self._lines, row.line, ("number", reference) if reference else fold(name), name)
        planned: Known = {"line": row.line, "name": name, "values": values}
        if reference and (known := self._by_reference.get(reference)) is not None:
            return PlannedRow(**planned, what=_what(known, values), record_id=known["id"])
        if (known := self._by_name.get(fold(name))) is not None:
            return _propose(planned, known, "same name", ", ".join(filter(None, (known["name"], known["unit"]))))
        return PlannedRow(**planned, what=What.NEW, new_id=new_id())


def _refuse_second(lines: dict[object, int], line: int, key: object, name: str) -> None:
    if (earlier := lines.get(key)) is not None:
        raise RowRefused(f"{name[:60]} stands in row {earlier} already", "take one of the rows out")
    lines[key] = line


def _what(known: Known, values: Known) -> What:
    return What.CHANGED if any(known[name] != value for name, value in values.items()) else What.SAME


def _propose(planned: dict[str, Any], known: Known, why: str, described: str) -> PlannedRow:
    """Propose the record that is here, unless the row adds nothing to it; it keeps the number that it has."""
    adding = {key: value for key, value in planned["values"].items() if key != "reference" or not known["reference"]}
    if _what(known, adding) == What.SAME:
        return PlannedRow(**planned, what=What.SAME, record_id=known["id"])
    return PlannedRow(**planned, what=What.MERGE, record_id=known["id"], new_id=new_id(), why=why, advice=described)

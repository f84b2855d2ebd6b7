"""What a row of customers would make or change; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from models.base import new_id
from models.phone_number import phone_key
from models.search import fold
from server.services.customers.table_rows import LONGEST_REFERENCE, Row, RowRefused
from server.services.imports.known_customers import KnownCustomer, KnownCustomers, known_customers, known_staff, tight
from server.services.imports.planned_row import Choice, PlannedRow, What
from server.services.touchpoints.caller import is_same_number

ALIKE = 60  # of 100 that two names share, from which one phone number says that they are one customer


@dataclass(slots=True)
class CustomerPlanner:
    """Plans rows one by one. `country` is the one whose numbers are written without a country code."""

    session: Session
    country: str
    _lines: dict[object, int] = field(default_factory=dict)
    _known: KnownCustomers = field(init=False)
    _staff: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._known = known_customers(self.session)
        self._staff = known_staff(self.session)

    def plan(self, row: Row) -> PlannedRow:
        """Decide what becomes of a row; raises RowRefused.

        1. A customer number that is here names its customer. 2. Else one with the same e-mail, name and postcode,
        or phone is proposed, and a person chooses; where the row adds nothing to it, there is nothing to choose.
        3. Else it is new. A number, or a name at one address, may stand in one row only.
        """
        values, site, contact, email = self._values(row), _site(row), _contact(row), row.email()
        name = values["name"]
        reference = values.get("reference")
        self._refuse_second(row, reference, name, site)
        planned: dict[str, Any] = {"line": row.line, "name": name, "values": values, "site": site, "contact": contact}
        if reference and (known := self._known.by_reference.get(reference)) is not None:
            if not known.is_here:
                raise RowRefused(
                    f"the customer number {reference} is that of {known.values['name']}, who left or was merged",
                    "give the row another number, or take it out",
                )
            what = What.CHANGED if self._differs(known, values, site, contact) else What.SAME
            return PlannedRow(**planned, what=what, record_id=known.id)
        found = self._like(name, values.get("phone"), email, site.get("postcode", ""))
        if found is None:
            return PlannedRow(**planned, what=What.NEW, new_id=new_id())
        known, why, proposed = found
        if known.values["reference"]:
            values.pop("reference", None)  # it keeps the number that it has
        if proposed == Choice.UPDATE and not self._differs(known, values, site, contact):
            return PlannedRow(**planned, what=What.SAME, record_id=known.id)
        if reference:
            values["reference"] = reference
        return PlannedRow(
            **planned,
            what=What.MERGE,
            record_id=known.id,
            new_id=new_id(),
            why=why,
            advice=_described(known),
            proposed=proposed,
        )

    def _values(self, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {
            "name": row.filled("name", 200),
            "kind": row.text("kind", 100).replace("_", " "),
            "phone": row.text("phone", 40),
            "owner_id": self._owner(row),
            "reference": row.text("id", LONGEST_REFERENCE),
            "visit_interval_days": row.whole("visit_interval_days", 0, 3650),
        }
        if (value := row.price("yearly_value")) is not None:
            values["yearly_value"] = str(value)
        return {name: value for name, value in values.items() if value not in ("", None)}

    def _owner(self, row: Row) -> str | None:
        written = row.text("owner_rep", 254)
        if not written:
            return None
        found = self._staff.get(written.lower()) or self._staff.get(fold(written))
        if found is None:
            raise RowRefused(
                f"the owner {written[:40]!r} is nobody here, or two people",
                "write their e-mail address, or leave it empty",
            )
        return found

    def _refuse_second(self, row: Row, reference: str | None, name: str, site: Mapping[str, Any]) -> None:
        """Refuse what stands in an earlier row, so that the first one counts."""
        keys: list[object] = [("number", reference)] if reference else []
        if not reference:
            keys = [(fold(name), tight(site.get("postcode", "")), fold(site.get("street", "")))]
        for key in keys:
            if (earlier := self._lines.get(key)) is not None:
                what = f"the customer number {reference}" if reference else f"{name} at this address"
                raise RowRefused(f"{what} stands in row {earlier} already", "take one of the rows out")
            self._lines[key] = row.line

    def _like(
        self, name: str, phone: str | None, email: str | None, postcode: str
    ) -> tuple[KnownCustomer, str, Choice] | None:
        if (known := self._known.at_place(name, postcode)) is not None:
            return known, "same name and postcode", Choice.UPDATE
        if email and (sharing := self._known.by_email.get(email)):
            return sharing[0], "same e-mail", Choice.UPDATE
        for known in self._known.by_phone.get(phone_key(phone) or "", ()):
            written = known.values["phone"]
            if phone and (phone == written or is_same_number(phone, written, self.country)):
                return known, "same phone", _proposed(known, name)
        return None

    def _differs(
        self, known: KnownCustomer, values: Mapping[str, Any], site: Mapping[str, Any], contact: Mapping[str, Any]
    ) -> bool:
        if any(_written(known.values.get(name)) != value for name, value in values.items()):
            return True
        if any(known.site.get(name) != value for name, value in site.items()):
            return True
        if not contact:
            return False
        here = self._known.contacts[known.id].get(fold(contact["name"]))
        return here is None or any(
            contact.get(name) not in (None, value) for name, value in zip(("role", "email"), here[1:], strict=True)
        )


def _proposed(known: KnownCustomer, name: str) -> Choice:
    """Propose one customer only where the names are alike: branches share a number, too."""
    is_alike = fuzz.token_set_ratio(fold(known.values["name"]), fold(name)) >= ALIKE
    return Choice.UPDATE if is_alike else Choice.NEW


def _described(known: KnownCustomer) -> str:
    place = ", ".join(str(known.site[part]) for part in ("street", "postcode", "city") if known.site.get(part))
    return ", ".join(part for part in (known.values["name"], place, known.values["phone"]) if part)


def _written(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _site(row: Row) -> dict[str, Any]:
    site = {
        "street": row.text("street", 200),
        "city": row.text("city", 100),
        "state": row.text("state", 100),
        "postcode": row.text("postcode", 20),
        "opens_h": row.number("opens", 0, 24),
        "closes_h": row.number("closes", 0, 24),
        "pin_lat": row.number("lat", -90, 90),
        "pin_lon": row.number("lon", -180, 180),
    }
    if (site["pin_lat"] is None) != (site["pin_lon"] is None):
        raise RowRefused("only one of latitude and longitude is given", "fill in both or neither")
    return {name: value for name, value in site.items() if value not in ("", None)}


def _contact(row: Row) -> dict[str, Any]:
    name = row.text("contact_name", 200)
    contact = {"name": name, "role": row.text("contact_role", 100), "email": row.email()}
    return {key: value for key, value in contact.items() if value} if name else {}

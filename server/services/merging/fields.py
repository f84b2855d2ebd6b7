"""The fields of two records side by side, and which value the one that stays gets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from models.customer import Contact, Customer
from models.merge import MergeKind
from models.phone_number import phone_key
from server.errors import Problem

Record = Customer | Contact
RECORD: dict[MergeKind, type[Any]] = {
    MergeKind.CUSTOMER: Customer,
    MergeKind.CONTACT: Contact,
}
# What a person chooses of, by column, and how it is called.
LABELS = {
    MergeKind.CUSTOMER: {
        "name": "Name",
        "kind": "Kind",
        "phone": "Phone",
        "owner_id": "Looked after by",
        "reference": "Number in your books",
        "visit_interval_days": "Visit every … days",
        "yearly_value": "Worth a year",
    },
    MergeKind.CONTACT: {
        "name": "Name",
        "role": "Role",
        "phone": "Phone",
        "email": "E-mail",
        "reference": "Number in your books",
    },
}
ADDRESS = "address"  # which of two customers' addresses stands first


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both; `is_of_gone` where the value of the record that goes is the one that stays."""

    name: str
    label: str
    kept: Any
    gone: Any
    is_of_gone: bool

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.gone)


def fields_of(kind: MergeKind, kept: Record, gone: Record, taken: Collection[str] | None = None) -> list[Field]:
    """Return the fields; `taken` names those of which the value that goes is wanted. None: only where else is none.

    Raises Problem for a name that no field has.
    """
    labels = LABELS[kind]
    if unknown := sorted(set(taken or ()) - {*labels, ADDRESS}):
        raise Problem(f"There is no field {unknown[0]} to choose.", status=422, code="field-unknown")
    return [
        Field(name, label, getattr(kept, name), getattr(gone, name), _is_of_gone(name, kept, gone, taken))
        for name, label in labels.items()
    ]


def values_after(kind: MergeKind, kept: Record, gone: Record, taken: Collection[str] | None) -> dict[str, Any]:
    """Return what the record that stays holds after a merge, by column; also what nobody chooses of."""
    found = fields_of(kind, kept, gone, taken)
    values = {field.name: field.gone if field.is_of_gone else field.kept for field in found}
    values["phone_key"] = phone_key(values["phone"])
    if isinstance(kept, Contact):
        values["email_key"] = values["email"].strip().lower() if values["email"] else None
    elif isinstance(gone, Customer):
        values["is_prospect"] = kept.is_prospect and gone.is_prospect
    values["left_at"] = kept.left_at if gone.left_at is not None else None
    return values


def _is_of_gone(name: str, kept: Record, gone: Record, taken: Collection[str] | None) -> bool:
    if taken is not None:
        return name in taken
    return getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, "")

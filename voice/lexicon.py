"""The company's own names as plain values: customers, contacts, products, competitors, colleagues."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from voice.sound import spoken_tokens


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the company; `lat` and `lon` in degrees, None when unknown."""

    id: str
    name: str
    street: str = ""
    city: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    owner_rep: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer."""

    id: str
    customer_id: str
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A thing the company sells; `list_price` in dollars per `unit`."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    list_price: float | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Competitor:
    """Somebody else who supplies our customers."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our own people."""

    id: str
    name: str
    role: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact that the company added: `value_type` is text, number, date or yes-no; `cues` announce it."""

    id: str
    name: str
    value_type: str
    cues: tuple[str, ...] = ()


Forms = dict[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All names the company knows, indexed once and then fast for thousands of notes; equal only to itself."""

    customers: tuple[Customer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    products: tuple[Product, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    fact_kinds: tuple[FactKind, ...] = ()
    customer_by_id: dict[str, Customer] = field(init=False, repr=False, compare=False)
    contact_by_id: dict[str, Contact] = field(init=False, repr=False, compare=False)
    product_by_id: dict[str, Product] = field(init=False, repr=False, compare=False)
    competitor_by_id: dict[str, Competitor] = field(init=False, repr=False, compare=False)
    contacts_of: dict[str, tuple[Contact, ...]] = field(init=False, repr=False, compare=False)
    product_forms: Forms = field(init=False, repr=False, compare=False)
    competitor_forms: Forms = field(init=False, repr=False, compare=False)
    first_names: frozenset[str] = field(init=False, repr=False, compare=False)
    last_names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("customer_by_id", {c.id: c for c in self.customers})
        put("contact_by_id", {c.id: c for c in self.contacts})
        put("product_by_id", {p.id: p for p in self.products})
        put("competitor_by_id", {c.id: c for c in self.competitors})
        grouped: dict[str, list[Contact]] = {}
        for contact in self.contacts:
            grouped.setdefault(contact.customer_id, []).append(contact)
        put("contacts_of", {key: tuple(value) for key, value in grouped.items()})
        put("product_forms", _forms([(p.id, (p.name, *p.aliases)) for p in self.products], plural=True))
        put("competitor_forms", _forms([(c.id, (c.name, *c.aliases)) for c in self.competitors], plural=False))
        people = [spoken_tokens(n) for n in (*(c.name for c in self.contacts), *(c.name for c in self.colleagues))]
        put("first_names", frozenset(t[0] for t in people if t and t[0] != "sister"))
        put("last_names", frozenset(t[-1] for t in people if len(t) > 1))

    @staticmethod
    def from_csv(folder: Path, warn: Callable[[str], None] | None = None) -> Lexicon:
        """Read the tables in `folder` (customers, contacts, products, competitors, reps, staff; each optional).

        A broken row is skipped and told to `warn` (stderr when None) with file and row number.
        Raises NotADirectoryError when `folder` is none.
        """
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder} is no folder; give one that holds customers.csv, products.csv ...")
        tell = warn or (lambda message: print(message, file=sys.stderr))
        return Lexicon(
            customers=_read(folder / "customers.csv", _customer, tell),
            contacts=_read(folder / "contacts.csv", _contact, tell),
            products=_read(folder / "products.csv", _product, tell),
            competitors=_read(folder / "competitors.csv", _competitor, tell),
            colleagues=_read(folder / "reps.csv", _rep, tell) + _read(folder / "staff.csv", _staff, tell),
        )


def _forms(named: Sequence[tuple[str, Sequence[str]]], *, plural: bool) -> Forms:
    """Map every spoken form (its singular and plural too) to the ids it may mean."""
    forms: dict[tuple[str, ...], dict[str, None]] = {}
    for key, names in named:
        for name in names:
            tokens = tuple(spoken_tokens(name))
            if not tokens:
                continue
            for form in _numbers_of(tokens) if plural else (tokens,):
                forms.setdefault(form, {})[key] = None
    return {form: tuple(ids) for form, ids in forms.items()}


def _numbers_of(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield tokens
    last = tokens[-1]
    if last.endswith("oes"):
        yield (*tokens[:-1], last[:-2])
    elif last.endswith("ies"):
        yield (*tokens[:-1], last[:-3] + "y")
        yield (*tokens[:-1], last[:-1])
    elif last.endswith("s") and not last.endswith("ss"):
        yield (*tokens[:-1], last[:-1])
    elif last.endswith(("sh", "ch", "ss", "x")):
        yield (*tokens[:-1], last + "es")
    else:
        yield (*tokens[:-1], last + "s")


Row = dict[str, str]
T = TypeVar("T")


def _read(path: Path, make: Callable[[Row], T], tell: Callable[[str], None]) -> tuple[T, ...]:
    if not path.exists():
        return ()
    made: list[T] = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in (reader := csv.DictReader(file)):
            try:
                made.append(make({k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}))
            except (KeyError, ValueError) as error:
                tell(f"{path.name} row {reader.line_num} skipped: {_reason(error)}; mend the row and run again")
    return tuple(made)


def _reason(error: Exception) -> str:
    return f"column {error} is missing" if isinstance(error, KeyError) else str(error)


def _filled(row: Row, column: str) -> str:
    if not row[column]:
        raise ValueError(f"{column} is empty")
    return row[column]


def _number(row: Row, column: str) -> float | None:
    return float(row[column]) if row.get(column) else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _customer(row: Row) -> Customer:
    return Customer(
        id=_filled(row, "id"),
        name=_filled(row, "name"),
        street=row.get("street", ""),
        city=row.get("city", ""),
        lat=_number(row, "lat"),
        lon=_number(row, "lon"),
        phone=row.get("phone", ""),
        owner_rep=row.get("owner_rep") or None,
    )


def _contact(row: Row) -> Contact:
    return Contact(
        id=_filled(row, "id"),
        customer_id=_filled(row, "customer_id"),
        name=_filled(row, "name"),
        role=row.get("role", ""),
        phone=row.get("phone", ""),
        email=row.get("email", ""),
    )


def _product(row: Row) -> Product:
    return Product(
        id=_filled(row, "id"),
        name=_filled(row, "name"),
        aliases=_split(row.get("spoken_aliases", "")),
        unit=row.get("unit", ""),
        list_price=_number(row, "list_price"),
        dimension=row.get("dimension") or None,
    )


def _competitor(row: Row) -> Competitor:
    return Competitor(id=_filled(row, "id"), name=_filled(row, "name"), aliases=_split(row.get("spoken_aliases", "")))


def _rep(row: Row) -> Colleague:
    return Colleague(id=_filled(row, "id"), name=_filled(row, "name"), role="rep", team=row.get("territory", ""))


def _staff(row: Row) -> Colleague:
    return Colleague(
        id=_filled(row, "id"), name=_filled(row, "name"), role=row.get("role", ""), team=row.get("team", "")
    )

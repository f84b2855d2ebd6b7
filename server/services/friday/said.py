"""What customers said in the week's notes: competitors, products asked for, needs, changes of mind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, null, select
from sqlalchemy.orm import Session, aliased

from models.catalogue import Competitor
from models.customer import Customer
from models.entry import Entry, EntryVersion
from models.need_to_know import closed_in
from models.recording import Recording
from models.staff import Staff
from server.services.friday.listing import ALL, Narrow, Row, SaidListing
from server.services.friday.looking import Looking
from server.services.friday.touching import is_note
from server.services.notes.fact_wording import CONTEXTS, STANCES, name
from server.services.rights.note_topics import open_part

ASKED_FOR = ("wants", "considering")
TAKES, LEAVES = ("ordered", "wants", "likes", "uses", "considering"), ("declined", "dropped", "dislikes")
READ_FIELDS = ("competitors", "needs", "products")  # in the order of `Said`
LOOKS_BACK = timedelta(days=180)  # an older word on a product is no word that could change


@dataclass(frozen=True, slots=True)
class Said:
    """One note of the week with what its entry says of competitors, needs and products."""

    recording_id: str
    customer_id: str | None
    customer: str
    by: str
    at: datetime
    competitors: Sequence[dict[str, Any]]
    needs: Sequence[dict[str, Any]]
    products: Sequence[dict[str, Any]]

    def row(self, what: str, state: str = "", *, is_heard: bool = False) -> Row:
        return Row(
            customer_id=self.customer_id,
            customer=self.customer,
            what=what,
            who=self.by,
            at=self.at,
            state=state,
            recording_id=self.recording_id,
            is_heard=is_heard,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """What is named in notes: by how many customers, in how many rows; `heard` are those in words of their own."""

    name: str
    customers: int
    rows: int
    heard: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the week's notes say, each list with its rows."""

    competitors: tuple[Row, ...]
    asked_for: tuple[Row, ...]
    needs: tuple[Row, ...]
    changes: tuple[Row, ...]


def read_told(session: Session, looking: Looking) -> Told:
    """Read the week's entries once, for all that is counted of them."""
    notes = _notes(session, _is_in_week(looking))
    return Told(
        competitors=tuple(_competitors(session, notes)),
        asked_for=tuple(_asked_for(notes)),
        needs=tuple(_needs(notes)),
        changes=tuple(_changes(session, looking, notes)),
    )


def by_name(rows: Iterable[Row]) -> list[Named]:
    """Return what was named, by most customers first; names are one whatever their case."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.what.casefold()].append(row)
    named = [_named(of_one) for of_one in found.values()]
    return sorted(named, key=lambda one: (-one.customers, -one.rows, one.name.casefold()))


def _named(rows: Sequence[Row]) -> Named:
    customers = {row.customer_id or row.recording_id for row in rows}
    return Named(rows[0].what, len(customers), len(rows), tuple(row for row in rows if row.is_heard))


def heard_in(named: Iterable[Named]) -> list[Row]:
    """Return the rows whose own words are shown where the names are."""
    return [row for one in named for row in one.heard]


def _is_in_week(looking: Looking) -> ColumnElement[bool]:
    return and_(Recording.started_at >= looking.starts_at, Recording.started_at < looking.as_of, is_note())


def _notes(session: Session, condition: ColumnElement[bool], fields: Sequence[str] = READ_FIELDS) -> list[Said]:
    """Return the notes under a condition, the oldest first, with what their newest versions say in these fields."""
    later = aliased(EntryVersion)
    newest = select(func.max(later.number)).where(later.entry_id == Entry.id).correlate(Entry).scalar_subquery()
    content = EntryVersion.content
    query = (
        select(
            Recording.id,
            Recording.customer_id,
            func.coalesce(Customer.name, ""),
            Staff.name,
            Recording.started_at,
            Recording.staff_id,
            *(content[field] if field in fields else null() for field in READ_FIELDS),
        )
        .join(Entry, Entry.recording_id == Recording.id)
        .join(EntryVersion, and_(EntryVersion.entry_id == Entry.id, EntryVersion.number == newest))
        .join(Staff, Staff.id == Recording.staff_id)
        .outerjoin(Customer, Customer.id == Recording.customer_id)
        .where(condition)
        .order_by(Recording.started_at, Recording.id)
    )
    return [_said(session, row[:5], row[5], row[6:]) for row in session.execute(query)]


def _said(session: Session, about: Sequence[Any], author_id: str, told: Sequence[Any]) -> Said:
    """Keep of a note's items those that are for the session's reader."""
    items = {field: said or [] for field, said in zip(READ_FIELDS, told, strict=True)}
    shown = open_part(items, closed_in(session, author_id))
    return Said(*about, *(shown[field] for field in READ_FIELDS))


def _competitors(session: Session, notes: Iterable[Said]) -> Iterable[Row]:
    listed = {one.casefold() for one in session.scalars(select(Competitor.name))}
    for note in notes:
        for item in note.competitors:
            named = name(item["name"])
            how = CONTEXTS.get(item.get("context") or "mentioned", "mentioned")
            yield note.row(named, how, is_heard=named.casefold() not in listed)


def _asked_for(notes: Iterable[Said]) -> Iterable[Row]:
    for note in notes:
        for item in note.products:
            if item.get("stance") in ASKED_FOR:
                yield note.row(item["name"], STANCES[item["stance"]], is_heard=not item.get("product_id"))


def _needs(notes: Iterable[Said]) -> Iterable[Row]:
    for note in notes:
        for item in note.needs:
            yield note.row(item["about"])


def _changes(session: Session, looking: Looking, notes: Sequence[Said]) -> Iterable[Row]:
    """Yield where a customer's word on a product turned: from taking it to leaving it, or the other way round."""
    last: dict[tuple[str, str], str] = {}
    for note in _earlier(session, looking, notes):
        last |= _stances(note)
    for note in notes:
        for key, stance in _stances(note).items():
            before, last[key] = last.get(key), stance
            if before and (before in TAKES) != (stance in TAKES):
                named = next(item["name"] for item in note.products if _key(note, item) == key)
                yield note.row(named, f"{STANCES[before]}, then {STANCES[stance].lower()}")


def _earlier(session: Session, looking: Looking, notes: Sequence[Said]) -> list[Said]:
    """Return the earlier notes of the customers who said in the week what they think of a product."""
    if not any(_stances(note) for note in notes):
        return []
    of_week = select(Recording.customer_id).where(Recording.customer_id.is_not(None), _is_in_week(looking))
    since = looking.starts_at - LOOKS_BACK
    is_earlier = and_(Recording.started_at >= since, Recording.started_at < looking.starts_at, is_note())
    return _notes(session, and_(is_earlier, Recording.customer_id.in_(of_week)), fields=("products",))


def _stances(note: Said) -> dict[tuple[str, str], str]:
    """Return what one note says of each product; the last word counts."""
    if note.customer_id is None:
        return {}
    return {_key(note, item): item["stance"] for item in note.products if item.get("stance") in TAKES + LEAVES}


def _key(note: Said, item: dict[str, Any]) -> tuple[str, str]:
    return note.customer_id or "", str(item.get("product_id") or item["name"]).casefold()


def _find(part: Callable[[Session, Looking], Iterable[Row]]) -> Callable[[Session, Looking, Narrow], list[Row]]:
    def find(session: Session, looking: Looking, narrow: Narrow = ALL) -> list[Row]:
        wanted = narrow.topic.casefold()
        found = [row for row in part(session, looking) if not wanted or row.what.casefold() == wanted]
        return sorted(found, key=lambda row: row.what.casefold())

    return find


_HEADINGS = {"customer": "Customer", "state": "How", "at": "Said", "who": "To"}
COMPETITORS = SaidListing(
    "Competitors named",
    "Who else was named at customers, and how.",
    {"what": "Competitor", **_HEADINGS},
    _find(lambda session, looking: _competitors(session, _notes(session, _is_in_week(looking)))),
)
ASKED = SaidListing(
    "Asked for",
    "Products that customers want or think about.",
    {"what": "Product", **_HEADINGS},
    _find(lambda session, looking: _asked_for(_notes(session, _is_in_week(looking)))),
)
NEEDS = SaidListing(
    "Needs",
    "What customers lack, in the words of the notes.",
    {"what": "Need", "customer": "Customer", "at": "Said", "who": "To"},
    _find(lambda session, looking: _needs(_notes(session, _is_in_week(looking)))),
)
CHANGES = SaidListing(
    "Changed their mind",
    "A product that a customer took and takes no more, or the other way round, against the last half year.",
    {"what": "Product", **_HEADINGS},
    _find(lambda session, looking: read_told(session, looking).changes),
)

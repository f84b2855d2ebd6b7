"""How far the team got: notes kept, visits with a note and without, customers met. By name, never by rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import Session

from models.customer import Customer, is_customer
from models.database import READER
from models.need_to_know import Topic, closed_to, words_are_shared
from models.recording import Recording, Transcript
from models.staff import Staff
from models.visit import Visit, is_shown
from server.services.friday.listing import Listing, Narrow, Query, Row, Rows, is_whose
from server.services.friday.looking import Looking
from server.services.friday.touching import is_note, is_touched
from server.services.touchpoints.wording import CHANNEL_NAMES

LONGEST_WORDS = 160


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of one person, or of the team: visits counted are those at customers."""

    notes: int = 0
    visits_noted: int = 0
    visits_bare: int = 0
    customers_met: int = 0
    customers: int = 0

    @property
    def visits(self) -> int:
        return self.visits_noted + self.visits_bare

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Coverage)))


@dataclass(frozen=True, slots=True)
class PersonCovered:
    """`staff_id` is None for the customers that are nobody's."""

    staff_id: str | None
    name: str
    coverage: Coverage


def coverage_by_person(session: Session, looking: Looking) -> list[PersonCovered]:
    """Return the numbers of everybody who kept a note, was on a visit or has customers, in the order of names."""
    numbers: dict[str | None, dict[str, int]] = {}

    def put(name: str, query: Rows) -> None:
        for staff_id, count in session.execute(query):
            numbers.setdefault(staff_id, {})[name] = count

    put("notes", _counted(Recording.staff_id, _is_noted(looking)))
    put("visits_noted", _counted(Visit.staff_id, _is_visit(looking), _has_note()))
    put("visits_bare", _counted(Visit.staff_id, _is_visit(looking), ~_has_note()))
    put("customers_met", _counted(Customer.owner_id, is_customer(), _is_met(looking)))
    put("customers", _counted(Customer.owner_id, is_customer()))
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    found = [PersonCovered(one, names.get(one or "", ""), Coverage(**counted)) for one, counted in numbers.items()]
    return sorted(found, key=lambda one: (one.staff_id is None, one.name.casefold(), one.staff_id or ""))


def team_covered(people: list[PersonCovered]) -> Coverage:
    return sum((one.coverage for one in people), Coverage())


def _counted(whose: Any, *conditions: ColumnElement[bool]) -> Rows:
    return select(whose, func.count()).where(*conditions).group_by(whose)


def _is_noted(looking: Looking) -> ColumnElement[bool]:
    return and_(Recording.started_at >= looking.starts_at, Recording.started_at < looking.as_of, is_note())


def _is_visit(looking: Looking) -> ColumnElement[bool]:
    is_in_week = and_(Visit.arrived_at >= looking.starts_at, Visit.arrived_at < looking.as_of)
    return and_(is_in_week, Visit.customer_id.is_not(None), is_shown())


def _has_note() -> ColumnElement[bool]:
    return exists().where(Recording.visit_id == Visit.id, is_note())


def _is_met(looking: Looking) -> ColumnElement[bool]:
    return is_touched(looking.starts_at, looking.as_of)


def _notes(session: Session, looking: Looking, narrow: Narrow) -> Rows:
    query = (
        select(Recording, Customer.name, Staff.name, Transcript.text)
        .join(Staff, Staff.id == Recording.staff_id)
        .outerjoin(Customer, Customer.id == Recording.customer_id)
        .outerjoin(Transcript, and_(Transcript.recording_id == Recording.id, _has_shared_words(session)))
        .where(_is_noted(looking), is_whose(Recording.staff_id, narrow))
    )
    return query.order_by(Recording.started_at, Recording.id)


def _has_shared_words(session: Session) -> ColumnElement[bool]:
    """Return the condition for notes whose words are for the reader: they tell every topic, a closed one too."""
    closed = closed_to(session)
    if not closed - {Topic.SOUND}:
        return true()
    return words_are_shared(Recording.id, session.info[READER], closed)


def _note(_looking: Looking, found: Any) -> Row:
    recording, customer, by, text = found
    words = text or ""
    return Row(
        customer_id=recording.customer_id,
        customer=customer or "",
        what=words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rsplit(" ", 1)[0] + " …",
        who=by,
        at=recording.started_at,
        state=CHANNEL_NAMES[recording.channel],
        recording_id=recording.id,
    )


def _visits(*conditions: Callable[[], ColumnElement[bool]]) -> Query:
    def query(_session: Session, looking: Looking, narrow: Narrow) -> Rows:
        rows = select(Visit, Customer.name, Staff.name).join(Staff, Staff.id == Visit.staff_id)
        rows = rows.outerjoin(Customer, Customer.id == Visit.customer_id)
        rows = rows.where(_is_visit(looking), is_whose(Visit.staff_id, narrow), *(one() for one in conditions))
        return rows.order_by(Visit.arrived_at, Visit.id)

    return query


def _visit(_looking: Looking, found: Any) -> Row:
    visit, customer, by = found
    return Row(customer_id=visit.customer_id, customer=customer or "", who=by, at=visit.arrived_at)


def _customers(
    condition: Callable[[Looking], ColumnElement[bool]],
) -> Query:
    def query(_session: Session, looking: Looking, narrow: Narrow) -> Rows:
        rows = select(Customer, Staff.name).outerjoin(Staff, Staff.id == Customer.owner_id)
        rows = rows.where(is_customer(), condition(looking), is_whose(Customer.owner_id, narrow))
        return rows.order_by(Customer.name, Customer.id)

    return query


def _customer(_looking: Looking, found: Any) -> Row:
    customer, owner = found
    return Row(
        customer_id=customer.id,
        customer=customer.name,
        what="Prospect" if customer.is_prospect else "",
        who=owner or "",
        value=customer.yearly_value,
    )


_OF_NOTES = {"at": "When", "who": "By", "customer": "Customer", "state": "Way", "what": "Words"}
_OF_VISITS = {"at": "When", "who": "By", "customer": "Customer"}
_OF_CUSTOMERS = {"customer": "Customer", "who": "Whose", "value": "Buys in a year", "what": ""}
NOTES = Listing("Notes kept", "Spoken and typed; hand-overs among colleagues do not count.", _OF_NOTES, _notes, _note)
VISITS = Listing("Visits", "At customers, whether or not somebody kept a note of them.", _OF_VISITS, _visits(), _visit)
VISITS_NOTED = Listing(
    "Visits with a note", "At customers, with at least one note.", _OF_VISITS, _visits(_has_note), _visit
)
VISITS_BARE = Listing(
    "Visits without a note",
    "At customers, with no note that you may read.",
    _OF_VISITS,
    _visits(lambda: ~_has_note()),
    _visit,
)
CUSTOMERS_MET = Listing(
    "Customers met", "By a visit or in any other way, by whomever.", _OF_CUSTOMERS, _customers(_is_met), _customer
)
CUSTOMERS = Listing(
    "All customers", "Those in today's books.", _OF_CUSTOMERS, _customers(lambda _looking: true()), _customer
)

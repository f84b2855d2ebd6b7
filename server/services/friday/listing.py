"""A list behind a number: both come from the same query, so that the number is that of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.recording import Recording
from server.services.friday.looking import Looking


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which part of a list is wanted: of one member of staff (an id, or NOBODY), on one topic; "" for all of it."""

    person: str = ""
    topic: str = ""


NOBODY = "nobody"
ALL = Narrow()


def is_whose(column: InstrumentedAttribute[Any], narrow: Narrow) -> ColumnElement[bool]:
    """Return the condition for rows of the person that is wanted; `column` names whose a row is."""
    if narrow.person == NOBODY:
        return column.is_(None)
    return column == narrow.person if narrow.person else true()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, of which each list fills in what it has; `on` is a day, `at` an instant.

    `is_heard`: `what` is a word of the note's that stands in no list of the company.
    """

    customer_id: str | None = None
    customer: str = ""
    what: str = ""
    who: str = ""
    on: date | None = None
    at: datetime | None = None
    state: str = ""
    value: Decimal | None = None
    recording_id: str | None = None
    is_heard: bool = False


Rows = Select[*tuple[Any, ...]]
Query = Callable[[Session, Looking, Narrow], Rows]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list whose rows one query finds; `headings` names the fields of a row that it shows, in their order."""

    title: str
    about: str
    headings: Mapping[str, str]
    query: Query
    row: Callable[[Looking, Any], Row]

    def count(self, session: Session, looking: Looking, narrow: Narrow = ALL) -> int:
        wanted = self.query(session, looking, narrow).order_by(None).subquery()
        return session.scalar(select(func.count()).select_from(wanted)) or 0

    def read(
        self, session: Session, looking: Looking, narrow: Narrow = ALL, first: int = 0, most: int | None = None
    ) -> list[Row]:
        wanted = self.query(session, looking, narrow).offset(first).limit(most)
        return [self.row(looking, found) for found in session.execute(wanted)]


@dataclass(frozen=True, slots=True)
class SaidListing:
    """A list that is read out of the week's entries: what one person said is a row as it stands there."""

    title: str
    about: str
    headings: Mapping[str, str]
    find: Callable[[Session, Looking, Narrow], Sequence[Row]]

    def count(self, session: Session, looking: Looking, narrow: Narrow = ALL) -> int:
        return len(self.find(session, looking, narrow))

    def read(
        self, session: Session, looking: Looking, narrow: Narrow = ALL, first: int = 0, most: int | None = None
    ) -> list[Row]:
        found = self.find(session, looking, narrow)
        return list(found[first : None if most is None else first + most])


AnyListing = Listing | SaidListing


def told_in(session: Session, rows: Sequence[Row]) -> list[str | Recording]:
    """Return of whom rows say what was said: customers' ids, and notes of which nobody knows yet whose they are."""
    told = [row for row in rows if row.recording_id is not None]
    known = {row.customer_id for row in told if row.customer_id is not None}
    notes = {row.recording_id for row in told if row.customer_id is None}
    unknown = session.scalars(select(Recording).where(Recording.id.in_(notes))).all() if notes else ()
    return [*sorted(known), *unknown]

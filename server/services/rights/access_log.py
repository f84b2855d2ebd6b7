"""Keeps and reads the log of who looked at which customer's record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from models.access_log import AccessLine
from models.base import now
from models.customer import Customer
from models.database import Database, insert_of
from models.recording import Recording
from models.staff import Staff

MOST_REMEMBERED = 20_000
MOST_LATE = 1_000
log = structlog.get_logger()


class Door(StrEnum):
    """By which way a record was read."""

    PAGE = "page"
    PANEL = "panel"
    PHONE = "phone"
    PROGRAM = "program"
    ASSISTANT = "assistant"
    LIST = "list"
    FEED = "feed"


# A phone fetches its briefs all day long, as a program its feed, and lists are looked at many times a day: one line a
# day says all there is to say.
STRETCHES = {door: timedelta(minutes=10) for door in Door} | dict.fromkeys(
    (Door.PHONE, Door.LIST, Door.FEED), timedelta(days=1)
)
_Key = tuple[str, str, str, int]
_written: dict[tuple[int, _Key], None] = {}  # what this process wrote lately, the oldest first
_late: dict[int, list[dict[str, object]]] = {}  # what it could not write yet


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What was read: a customer's record, a note of which nobody knows yet whose it is, or a feed about many."""

    about: str
    customer_id: str | None = None
    recording_id: str | None = None

    @classmethod
    def customer(cls, customer_id: str) -> Subject:
        return cls(customer_id, customer_id=customer_id)

    @classmethod
    def note(cls, recording: Recording) -> Subject:
        """Return whom a note is about; the note itself where that is not known yet."""
        known = recording.customer_id
        return cls.customer(known) if known else cls(recording.id, recording_id=recording.id)

    @classmethod
    def feed(cls, kind: str) -> Subject:
        return cls(kind)


def note_reads(database: Database, staff_id: str, door: Door, subjects: Iterable[Subject]) -> None:
    """Keep that somebody read these records, once in ten minutes (on a phone, in lists and feeds: once a day).

    Reading is never refused, nor does it wait, because the log cannot be written: the line is written with the next
    reading in this process, and the server's own log says so.
    """
    at = now()
    stretch = int(at.timestamp() // STRETCHES[door].total_seconds())
    keys = {(staff_id, subject.about, str(door), stretch): subject for subject in subjects}
    fresh = {key: keys[key] for key in sorted(keys) if (id(database.engine), key) not in _written}
    if not fresh:
        return
    names = ("staff_id", "about", "door", "stretch")
    late = _late.pop(id(database.engine), [])
    rows = late + [
        {**dict(zip(names, key, strict=True)), "at": at, "customer_id": of.customer_id, "recording_id": of.recording_id}
        for key, of in fresh.items()
    ]
    try:
        _write(database, rows)
    except SQLAlchemyError as error:
        log.warning("who read a record is kept later", door=door, lines=len(rows), error=type(error).__name__)
        _late[id(database.engine)] = rows[-MOST_LATE:]
    for key in fresh:
        _written[id(database.engine), key] = None
    while len(_written) > MOST_REMEMBERED:
        _written.pop(next(iter(_written)), None)


def _write(database: Database, rows: Sequence[dict[str, object]]) -> None:
    """Write lines; one about a customer who is not there (addresses may name anything) must not keep out others."""
    with database.impatient() as session:
        insert = insert_of(session)(AccessLine).on_conflict_do_nothing()
        try:
            session.execute(insert, rows)
        except IntegrityError:
            session.rollback()
            for row in rows:
                with suppress(IntegrityError), session.begin_nested():
                    session.execute(insert, [row])
        session.commit()


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the log as people read it.

    `customer` is empty where it is not one's record: of a note whose customer is not known, and of a feed about many.
    """

    id: int
    at: datetime
    staff: str
    customer_id: str
    customer: str
    recording_id: str
    about: str
    door: Door


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted: of a customer, of a member of staff, before a line; newest first."""

    customer_id: str = ""
    staff_id: str = ""
    before: int | None = None


def read_log(session: Session, wanted: Wanted, limit: int | None) -> Iterator[Reading]:
    """Yield the lines of the log, newest first.

    A customer's lines are also those of notes that turned out to be about them, and those of feeds about many.
    """
    whose = func.coalesce(AccessLine.customer_id, Recording.customer_id)
    query = (
        select(AccessLine, Staff.name, Customer.id.label("whose_id"), Customer.name.label("whose"))
        .join(Staff, Staff.id == AccessLine.staff_id)
        .outerjoin(Recording, Recording.id == AccessLine.recording_id)
        .outerjoin(Customer, Customer.id == whose)
        .order_by(AccessLine.id.desc())
        .limit(limit)
        .execution_options(yield_per=1_000)
    )
    if wanted.customer_id:
        query = query.where(or_(whose == wanted.customer_id, AccessLine.door == Door.FEED))
    if wanted.staff_id:
        query = query.where(AccessLine.staff_id == wanted.staff_id)
    if wanted.before is not None:
        query = query.where(AccessLine.id < wanted.before)
    for line, staff, customer_id, customer in session.execute(query):
        note, door = line.recording_id or "", Door(line.door)
        yield Reading(line.id, line.at, staff, customer_id or "", customer or "", note, line.about, door)

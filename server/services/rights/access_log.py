"""Keeps and reads the log of who looked at which customer's record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.access_log import AccessLine
from models.base import now
from models.customer import Customer
from models.database import Database, insert_of
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


# A phone fetches its briefs all day long: one line a day says all there is to say.
STRETCHES = {door: timedelta(minutes=10) for door in Door} | {Door.PHONE: timedelta(days=1)}
_Key = tuple[str, str, str, int]
_written: dict[tuple[int, _Key], None] = {}  # what this process wrote lately, the oldest first
_late: dict[int, list[dict[str, object]]] = {}  # what it could not write yet


def note_reads(database: Database, staff_id: str, door: Door, customer_ids: Iterable[str]) -> None:
    """Keep that somebody read these customers' records, once in ten minutes (on a phone: once a day).

    Reading is never refused, nor does it wait, because the log cannot be written: the line is written with the next
    reading in this process, and the server's own log says so.
    """
    at = now()
    stretch = int(at.timestamp() // STRETCHES[door].total_seconds())
    keys = {(staff_id, customer_id, str(door), stretch) for customer_id in customer_ids}
    fresh = [key for key in sorted(keys) if (id(database.engine), key) not in _written]
    if not fresh:
        return
    names = ("staff_id", "customer_id", "door", "stretch")
    late = _late.pop(id(database.engine), [])
    rows = late + [dict(zip(names, key, strict=True)) | {"at": at} for key in fresh]
    try:
        with database.impatient() as session:
            session.execute(insert_of(session)(AccessLine).on_conflict_do_nothing(), rows)
            session.commit()
    except SQLAlchemyError as error:
        log.warning("who read a record is kept later", door=door, lines=len(rows), error=type(error).__name__)
        _late[id(database.engine)] = rows[-MOST_LATE:]
    for key in fresh:
        _written[id(database.engine), key] = None
    while len(_written) > MOST_REMEMBERED:
        _written.pop(next(iter(_written)), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the log as people read it."""

    id: int
    at: datetime
    staff: str
    customer_id: str
    customer: str
    door: Door


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted: of a customer, of a member of staff, before a line; newest first."""

    customer_id: str = ""
    staff_id: str = ""
    before: int | None = None


def read_log(session: Session, wanted: Wanted, limit: int | None) -> Iterator[Reading]:
    """Yield the lines of the log, newest first."""
    query = (
        select(AccessLine, Staff.name, Customer.name)
        .join(Staff, Staff.id == AccessLine.staff_id)
        .join(Customer, Customer.id == AccessLine.customer_id)
        .order_by(AccessLine.id.desc())
        .limit(limit)
        .execution_options(yield_per=1_000)
    )
    if wanted.customer_id:
        query = query.where(AccessLine.customer_id == wanted.customer_id)
    if wanted.staff_id:
        query = query.where(AccessLine.staff_id == wanted.staff_id)
    if wanted.before is not None:
        query = query.where(AccessLine.id < wanted.before)
    for line, staff, customer in session.execute(query):
        yield Reading(line.id, line.at, staff, line.customer_id, customer, Door(line.door))

"""What a session that works for somebody sees: everything but what others marked as private, and closed topics.

Such a session is opened on a database that is `seen_by` somebody; the condition is laid on each of its queries, so that
no page, list or count can forget it. Jobs open sessions for nobody and see all: what they tell a person they read in
that person's name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from models.action import Action
from models.complaint import Complaint
from models.customer_fact import CustomerFact
from models.database import READER, Database
from models.entry import Entry
from models.handover import Handover
from models.letter import Letter
from models.message import Message
from models.need_to_know import closed_to, conditions
from models.notice import Notice
from models.recording import Recording

FOLLOWERS = (Entry, Action, Complaint, CustomerFact, Letter, Message, Handover, Notice)
MOST_READERS_KEPT = 1_000


def seen_by(database: Database, staff_id: str) -> Database:
    """Return the same database in somebody's eyes."""
    return replace(database, reader_id=staff_id)


def is_readable(reader_id: str) -> ColumnElement[bool]:
    """Return the condition under which somebody may read a recording: their own, and each that is not private."""
    return or_(Recording.is_private.is_(False), Recording.staff_id == reader_id)


def may_read(recording: Recording, reader_id: str) -> bool:
    return not recording.is_private or recording.staff_id == reader_id


@lru_cache(MOST_READERS_KEPT)
def _conditions(reader_id: str) -> tuple[LoaderCriteriaOption, ...]:
    # Of the table, not the record: on a record the condition below would be laid as well, and hide what is hidden here.
    recording = Recording.__table__.c
    hidden = select(recording.id).where(recording.is_private, recording.staff_id != reader_id)
    of_readable: Any = [
        with_loader_criteria(one, or_(one.recording_id.is_(None), one.recording_id.not_in(hidden))) for one in FOLLOWERS
    ]
    return with_loader_criteria(Recording, is_readable(reader_id)), *of_readable


@event.listens_for(Session, "do_orm_execute")
def _restrict(state: ORMExecuteState) -> None:
    reader_id = state.session.info.get(READER)
    # Attributes and relationships are loaded under the options of the query that they belong to.
    if reader_id is None or not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    closed = closed_to(state.session)
    topics = conditions(reader_id, closed) if closed else ()
    state.statement = state.statement.options(*_conditions(reader_id), *topics)

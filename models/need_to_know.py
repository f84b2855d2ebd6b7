"""Which topics of what is known of customers are closed to which roles, and which notes speak of them.

Everything is open to everybody until an administrator closes a topic to a role. The author of a note always reads all
of it, and so do administrators, who could open any topic to themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, cast, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from models.base import Base, Id, UtcTime, now
from models.complaint import Complaint
from models.customer_fact import CustomerFact, FactTopic
from models.database import READER
from models.letter import Letter
from models.message import Message
from models.notice import Notice
from models.question import Question
from models.recording import Recording
from models.staff import Role, Staff

CLOSED = "closed_topics"  # the key in a session's `info`
OWN_KIND = "fact:"  # and the id of a kind of fact that the company added
SORTED = "sorted"  # of a note from which facts were read, so that its topics are known
MOST_KEPT = 1_000


class Topic(StrEnum):
    """What can be closed; the last two are not fields but the note itself."""

    COMPLAINTS = "complaints"
    PREFERENCES = "preferences"
    PEOPLE = "people"
    PRICES = "prices"
    COMPETITORS = "competitors"
    WORDS = "words"
    SOUND = "sound"


OF_THE_NOTE = frozenset({Topic.WORDS, Topic.SOUND})
TOPIC_OF_FACT: dict[str, Topic] = {
    FactTopic.PREFERENCE: Topic.PREFERENCES,
    FactTopic.SUPPLIER: Topic.COMPETITORS,
    FactTopic.ROLE: Topic.PEOPLE,
    FactTopic.CONTACT: Topic.PEOPLE,
}


class ClosedTopic(Base):
    """A role that may not read a topic."""

    __tablename__ = "closed_topic"

    topic: Mapped[str] = mapped_column(String(60), primary_key=True)
    role: Mapped[Role] = mapped_column(String(20), primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    closed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))


class NoteTopic(Base):
    """A topic of which a note speaks, by any version of its entry: a correction takes no word out of the sound."""

    __tablename__ = "note_topic"
    __table_args__ = (Index("ix_note_topic_topic", "topic"),)

    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(60), primary_key=True)


def closed_to(session: Session) -> frozenset[str]:
    """Return the topics that are closed to whom a session works for; none where it works for nobody."""
    if CLOSED in session.info:
        kept: frozenset[str] = session.info[CLOSED]
        return kept
    reader_id = session.info.get(READER)
    if reader_id is None:
        return frozenset()
    closed, staff = ClosedTopic.__table__.c, Staff.__table__.c
    query = select(closed.topic).join_from(ClosedTopic.__table__, Staff.__table__, staff.role == closed.role)
    # Past the session: its own queries wait for this answer.
    found = session.connection().execute(query.where(staff.id == reader_id, staff.role != Role.ADMIN)).scalars()
    session.info[CLOSED] = frozenset(found)
    return closed_to(session)


@contextmanager
def as_a_program(session: Session) -> Iterator[None]:
    """Let a session that works for nobody read only what is open to every role: what leaves the house."""
    closed = select(ClosedTopic.topic).distinct()
    session.info[CLOSED] = frozenset(session.scalars(closed))
    try:
        yield
    finally:
        del session.info[CLOSED]


@contextmanager
def as_the_house(session: Session) -> Iterator[None]:
    """Let a session see everything for a while: ledgers are kept in line also with what its reader may not read."""
    kept = {key: session.info.pop(key) for key in (READER, CLOSED) if key in session.info}
    try:
        yield
    finally:
        session.info.update(kept)


def closed_in(session: Session, author_id: str) -> frozenset[str]:
    """Return the topics that are closed to the reader in notes of this author."""
    return frozenset() if session.info.get(READER) == author_id else closed_to(session)


def withheld(session: Session, notes: Iterable[tuple[str, str]]) -> set[str]:
    """Return of which notes (id and author) the words and the sound are not for the reader.

    The words of a note tell all of its topics, so they go with the first that is closed; of notes that nothing was
    read from nobody knows what they tell.
    """
    of_others = [note_id for note_id, author_id in notes if author_id != session.info.get(READER)]
    closed = closed_to(session)
    if not of_others or not closed - {Topic.SOUND}:
        return set()
    if Topic.WORDS in closed:
        return set(of_others)
    query = select(NoteTopic.recording_id, NoteTopic.topic).where(NoteTopic.recording_id.in_(of_others))
    rows = session.execute(query).all()
    is_sorted = {note_id for note_id, topic in rows if topic == SORTED}
    return {note_id for note_id in of_others if note_id not in is_sorted} | {
        note_id for note_id, topic in rows if topic in closed
    }


def muted(session: Session, notes: Iterable[tuple[str, str]]) -> set[str]:
    """Return of which notes (id and author) the sound is not for the reader."""
    given = list(notes)
    if Topic.SOUND not in closed_to(session):
        return withheld(session, given)
    return {note_id for note_id, author_id in given if author_id != session.info.get(READER)}


@lru_cache(MOST_KEPT)
def conditions(reader_id: str, closed: frozenset[str]) -> tuple[LoaderCriteriaOption, ...]:
    """Return what is laid on each query of somebody's session: rows of closed topics, and free words of such notes."""
    recording = Recording.__table__.c
    own = select(recording.id).where(recording.staff_id == reader_id)
    kinds = sorted(kind for kind, topic in TOPIC_OF_FACT.items() if topic in closed)
    kinds += sorted(topic.removeprefix(OWN_KIND) for topic in closed if topic.startswith(OWN_KIND))
    laid: list[Any] = []
    if Topic.COMPLAINTS in closed:
        complaint = Complaint.__table__.c
        theirs = or_(complaint.recording_id.in_(own), complaint.routed_to_id == reader_id)
        laid += [
            with_loader_criteria(Complaint, or_(Complaint.recording_id.in_(own), Complaint.routed_to_id == reader_id)),
            with_loader_criteria(
                Notice, or_(Notice.complaint_id.is_(None), Notice.complaint_id.in_(select(complaint.id).where(theirs)))
            ),
        ]
    if kinds:
        # As text: a path into JSON is not the same on both databases, nor safe in a condition that is kept compiled.
        about = func.coalesce(cast(Question.about, String), "")
        is_closed = or_(*(about.contains(f'"kind": "{kind}"', autoescape=True) for kind in kinds))
        laid += [
            with_loader_criteria(
                CustomerFact,
                or_(
                    CustomerFact.kind.not_in(kinds),
                    CustomerFact.recording_id.in_(own),
                    CustomerFact.set_by_id == reader_id,
                ),
            ),
            with_loader_criteria(Question, or_(Question.customer_id.is_(None), ~is_closed)),
        ]
    if closed - {Topic.SOUND}:
        replied, written, noticed = (
            words_are_shared(one.recording_id, reader_id, closed) for one in (Message, Letter, Notice)
        )
        laid += [
            with_loader_criteria(Message, or_(Message.author_id == reader_id, replied)),
            with_loader_criteria(Letter, or_(Letter.recording_id.is_(None), written)),
            with_loader_criteria(Notice, or_(Notice.message_id.is_(None), noticed)),
        ]
    return tuple(laid)


def words_are_shared(recording_id: Any, reader_id: str, closed: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition that a reader may read the words of the note that a column names.

    It is asked of each row by its note: a list of all notes would be as long as the table.
    """
    # Aliases, so that none is taken for a table of the query around it.
    own, sorted_one, closed_one = Recording.__table__.alias(), NoteTopic.__table__.alias(), NoteTopic.__table__.alias()
    is_own = exists().where(own.c.id == recording_id, own.c.staff_id == reader_id)
    if Topic.WORDS in closed:
        return is_own
    is_sorted = exists().where(sorted_one.c.recording_id == recording_id, sorted_one.c.topic == SORTED)
    is_closed = exists().where(closed_one.c.recording_id == recording_id, closed_one.c.topic.in_(sorted(closed)))
    return or_(is_own, is_sorted & ~is_closed)

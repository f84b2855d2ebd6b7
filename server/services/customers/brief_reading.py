"""What to know before the door: last notes, promises, complaints, wishes, who is who; facts only, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.customer import Contact, Customer
from models.entry import Entry, EntryVersion
from models.need_to_know import closed_in, muted
from models.recording import PastTranscript, Recording, Transcript
from models.staff import Staff
from models.visit import Visit, is_shown
from server.services.actions.reading import Promised, open_at_each
from server.services.colleagues.following import followed_by
from server.services.complaints.reading import OpenComplaint, open_complaints_at_each
from server.services.complaints.signals import signals_at_each
from server.services.customers.round_reading import Asking
from server.services.facts.known import Known, known_at_each
from server.services.ledgers.closing import may_close
from server.services.notes.entry_content import Content, Item
from server.services.notes.entry_reading import summary_of_content
from server.services.notes.entry_summary import Sentence, in_words
from server.services.questions.asking import Asked, asked_at_each
from server.services.rights.note_topics import open_part

NOTES_SHOWN = 3
NOTES_READ = 12
NOTES_REACH = timedelta(days=365)
PROMISES_REACH = timedelta(days=120)
MOST_PROMISES, MOST_COMPLAINTS, MOST_PREFERENCES, MOST_PEOPLE, MOST_FACTS = 8, 3, 5, 12, 10


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BriefPerson:
    name: str
    role: str
    phone: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class BriefNote:
    entry_id: str
    recording_id: str
    spoken_at: datetime
    by: str
    summary: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """An open action; `id` is its row in the ledger, by which whoever asks can close it where `may_close` says so."""

    id: str
    text: str
    due_on: date | None
    owner: str
    is_overdue: bool
    may_close: bool


@dataclass(frozen=True, slots=True)
class SaidComplaint:
    """An open complaint; `id` is its row in the ledger, by which it can be closed."""

    id: str
    text: str
    said_at: datetime
    routed_to: str
    may_close: bool


@dataclass(frozen=True, slots=True)
class BriefFact:
    """What is known, with since when and before; and where it was said, None without sound."""

    label: str
    text: str
    said_on: date
    by: str
    recording_id: str | None
    from_s: float | None
    to_s: float | None


@dataclass(frozen=True, slots=True)
class LastVisit:
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Brief:
    customer: NamedCustomer
    people: tuple[BriefPerson, ...]
    notes: tuple[BriefNote, ...]
    promises: tuple[Promise, ...]
    complaints: tuple[SaidComplaint, ...]
    signals: tuple[str, ...]
    facts: tuple[BriefFact, ...]
    preferences: tuple[str, ...]
    question: Asked | None
    last_visit: LastVisit | None
    is_followed: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _SpokenNote:
    entry_id: str
    recording_id: str
    spoken_at: datetime
    staff_id: str
    by: str
    content: Content


def read_briefs(session: Session, customer_ids: Sequence[str], asking: Asking) -> list[Brief]:
    """Read the briefs of customers in the given order; ids that nobody knows are passed over."""
    named = select(Customer.id, Customer.name).where(Customer.id.in_(customer_ids))
    names = dict(session.execute(named).all())
    notes = _notes(session, names, asking.at)
    words = _words(session, [note for of_one in notes.values() for note in of_one[:NOTES_SHOWN]])
    people, visits = _contacts(session, names), _last_visits(session, names, asking)
    asked = asked_at_each(session, names, asking.at)
    open_actions = open_at_each(session, names, asking.today)
    complaints = open_complaints_at_each(session, names)
    followed = {customer_id for customer_id, _name in followed_by(session, asking.staff_id)}
    signals, known = signals_at_each(session, names, asking.at, asking.zone), known_at_each(session, names)
    return [
        Brief(
            customer=NamedCustomer(customer_id, names[customer_id]),
            people=_people(people[customer_id], notes[customer_id]),
            notes=tuple(_shown(note, words.get(note.recording_id, ())) for note in notes[customer_id][:NOTES_SHOWN]),
            promises=_promises(open_actions[customer_id], asking),
            complaints=_complaints(complaints.get(customer_id, ()), asking),
            signals=tuple(signal.text for signal in signals.get(customer_id, ())),
            facts=tuple(_fact(one) for one in known.get(customer_id, ())[:MOST_FACTS]),
            preferences=_preferences(notes[customer_id]),
            question=next(iter(asked[customer_id]), None),
            last_visit=visits.get(customer_id),
            is_followed=customer_id in followed,
            made_at=asking.at,
        )
        for customer_id in dict.fromkeys(customer_ids)
        if customer_id in names
    ]


def _notes(session: Session, customer_ids: Iterable[str], at: datetime) -> dict[str, list[_SpokenNote]]:
    """Read each customer's last notes, newest first, with what stands in them by now."""
    place = func.row_number().over(
        partition_by=Recording.customer_id, order_by=(Recording.started_at.desc(), Recording.id.desc())
    )
    last = (
        select(Recording.id, place.label("place"))
        .where(Recording.customer_id.in_(list(customer_ids)), Recording.started_at > at - NOTES_REACH)
        .where(Recording.id.in_(select(Entry.recording_id)))
        .subquery()
    )
    newest = select(func.max(EntryVersion.number)).where(EntryVersion.entry_id == Entry.id).correlate(Entry)
    query = (
        select(
            Recording.customer_id,
            Entry.id,
            Recording.id,
            Recording.started_at,
            Recording.staff_id,
            Staff.name,
            EntryVersion.content,
        )
        .join(last, last.c.id == Recording.id)
        .join(Staff, Staff.id == Recording.staff_id)
        .join(Entry, Entry.recording_id == Recording.id)
        .join(EntryVersion, (EntryVersion.entry_id == Entry.id) & (EntryVersion.number == newest.scalar_subquery()))
        .where(last.c.place <= NOTES_READ)
        .order_by(Recording.started_at.desc(), Recording.id.desc())
    )
    found: dict[str, list[_SpokenNote]] = defaultdict(list)
    for customer_id, *rest in session.execute(query):
        note = _SpokenNote(*rest)
        shown = open_part(note.content, closed_in(session, note.staff_id))
        found[str(customer_id)].append(replace(note, content=shown))
    return found


def _contacts(session: Session, customer_ids: Iterable[str]) -> dict[str, list[Contact]]:
    query = select(Contact).where(Contact.customer_id.in_(list(customer_ids))).order_by(Contact.name, Contact.id)
    found: dict[str, list[Contact]] = defaultdict(list)
    for contact in session.scalars(query):
        found[contact.customer_id].append(contact)
    return found


def _last_visits(session: Session, customer_ids: Iterable[str], asking: Asking) -> dict[str, LastVisit]:
    place = func.row_number().over(partition_by=Visit.customer_id, order_by=(Visit.arrived_at.desc(), Visit.id.desc()))
    ranked = (
        select(Visit.customer_id, Visit.arrived_at, Visit.staff_id, place.label("place"))
        .where(Visit.customer_id.in_(list(customer_ids)), Visit.arrived_at <= asking.at, is_shown())
        .where(Visit.is_open.is_(False))
        .subquery()
    )
    query = (
        select(ranked.c.customer_id, ranked.c.arrived_at, Staff.name)
        .join(Staff, Staff.id == ranked.c.staff_id)
        .where(ranked.c.place == 1)
    )
    return {
        customer_id: LastVisit(arrived_at.astimezone(asking.zone).date(), by)
        for customer_id, arrived_at, by in session.execute(query)
    }


def _words(session: Session, notes: Sequence[_SpokenNote]) -> dict[str, list[list[Any]]]:
    """Read the words of notes that can be played; of one heard again, an older version's facts count in other words."""
    silent = muted(session, [(note.recording_id, note.staff_id) for note in notes])
    recording_ids = [note.recording_id for note in notes if note.recording_id not in silent]
    is_heard_again = exists().where(PastTranscript.recording_id == Transcript.recording_id)
    query = (
        select(Transcript.recording_id, Transcript.words)
        .join(Recording, Recording.id == Transcript.recording_id)
        .where(Transcript.recording_id.in_(recording_ids), Recording.chunk_count > 0, ~is_heard_again)
    )
    return dict(session.execute(query).all())


def _shown(note: _SpokenNote, words: Sequence[Sequence[Any]]) -> BriefNote:
    sentences = summary_of_content(note.content, words)
    return BriefNote(note.entry_id, note.recording_id, note.spoken_at, note.by, in_words(sentences), sentences)


def _people(contacts: Sequence[Contact], notes: Sequence[_SpokenNote]) -> tuple[BriefPerson, ...]:
    """Name who works there; whoever has left, by the books or by a note, comes last."""
    said_gone = {item.get("contact_id") for _, item in _items(notes, "contact_updates") if _tells_departure(item)}
    people = [
        BriefPerson(contact.name, contact.role, contact.phone, contact.left_at is not None or contact.id in said_gone)
        for contact in contacts
    ]
    return tuple(sorted(people, key=lambda person: person.has_left)[:MOST_PEOPLE])


def _tells_departure(item: Item) -> bool:
    return item.get("field") == "left_company" and item.get("value") is True


def _promises(actions: Sequence[Promised], asking: Asking) -> tuple[Promise, ...]:
    """Show what is open, the most urgent first; the same thing said in two notes once."""
    lately = [action for action in actions if action.said_at > asking.at - PROMISES_REACH]
    first = {action.what: action for action in reversed(lately)}
    shown = [action for action in lately if first[action.what] is action]
    return tuple(
        Promise(
            action.id,
            action.what,
            action.due_on,
            _owner(action, asking),
            action.is_overdue,
            may_close(action.owner_id, action.said_by_id, asking),
        )
        for action in shown[:MOST_PROMISES]
    )


def _owner(action: Promised, asking: Asking) -> str:
    return "you" if action.owner_id == asking.staff_id else action.owner


def _complaints(open_ones: Sequence[OpenComplaint], asking: Asking) -> tuple[SaidComplaint, ...]:
    """Show what is open, the newest first; the same words said in two notes once."""
    newest = {one.about: one for one in sorted(open_ones, key=lambda one: one.said_at)}
    shown = sorted(newest.values(), key=lambda one: one.said_at, reverse=True)[:MOST_COMPLAINTS]
    return tuple(
        SaidComplaint(
            one.id, one.about, one.said_at, one.routed_to, may_close(one.routed_to_id, one.said_by_id, asking)
        )
        for one in shown
    )


def _fact(known: Known) -> BriefFact:
    told = known.current
    return BriefFact(known.label, known.text, told.said_on, told.by, told.recording_id, told.from_s, told.to_s)


def _preferences(notes: Sequence[_SpokenNote]) -> tuple[str, ...]:
    said = dict.fromkeys(item["about"] for _, item in _items(notes, "preferences") if item.get("about"))
    return tuple(said)[:MOST_PREFERENCES]


def _items(notes: Sequence[_SpokenNote], field: str) -> list[tuple[_SpokenNote, Item]]:
    return [(note, item) for note in notes for item in note.content.get(field) or []]

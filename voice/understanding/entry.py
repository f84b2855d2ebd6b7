"""Understand one note: prepare its words, let every reader look, put the facts together."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voice.lexicon import Lexicon
from voice.understanding.attitude.outcome import has_facts, outcome_of
from voice.understanding.attitude.sentiment import read_sentiment
from voice.understanding.days.appointments import read_appointment
from voice.understanding.language.reading import Reading, read_note
from voice.understanding.learned.items import Judgement, judged, judged_needs
from voice.understanding.numbers.amounts import read_amounts
from voice.understanding.own_facts.hours import read_hours, with_answers_by_hours
from voice.understanding.own_facts.own_facts import read_own_facts
from voice.understanding.people.contact_updates import read_contact_updates
from voice.understanding.people.people import read_people
from voice.understanding.products.competitors import read_competitors
from voice.understanding.products.products import read_products
from voice.understanding.tasks.actions import read_actions
from voice.understanding.tasks.answers import read_answers
from voice.understanding.types import Complaint, ContactUpdate, Entry, Note, Person, ProductLine, SpokenCustomer

DEFAULT_ZONE = "America/Chicago"


def understand(note: Note, lexicon: Lexicon, zone: str = DEFAULT_ZONE) -> Entry:
    """Read a note into an entry.

    `zone` is the IANA name of the company's zone: due dates with a time get its offset on that day.
    Works on raw words and on words whose secrets were cut (voice.understanding.secrets.secrets). Never raises on
    any sequence of words; raises ValueError for a note without an aware time or an unknown zone.
    """
    if note.recorded_at.tzinfo is None:
        raise ValueError("recorded_at must know its zone; give it an offset")
    try:
        reading = read_note(note, lexicon, ZoneInfo(zone))
    except ZoneInfoNotFoundError as error:
        raise ValueError(f"{zone!r} is no IANA zone name, such as Europe/London") from error
    if not reading.words or _private(reading):
        return Entry(sensitive=reading.secrets)
    judgement = judged(reading)
    return _concluded(reading, _facts(reading, judgement), judgement.felt)


def _private(reading: Reading) -> bool:
    """A note made at no customer that names none, and nobody there, is the speaker's own business."""
    return reading.note.customer_id is None and not (
        reading.customers or reading.competitors or any(m.kind != "colleague" for m in reading.people)
    )


def _facts(reading: Reading, judgement: Judgement) -> Entry:
    complaints = judgement.complaints
    products, used = read_products(reading, complaints)
    updates = read_contact_updates(reading)
    products = tuple(_with_problem(line, complaints) for line in products)
    preferences = judgement.preferences
    meeting = read_appointment(reading)
    hours = read_hours(reading)
    actions = read_actions(reading, products, preferences, meeting)
    return Entry(
        spoken_customer=_spoken_customer(reading),
        people=_with_new_roles(read_people(reading), updates),
        products=products,
        amounts=read_amounts(reading, used),
        competitors=read_competitors(reading),
        complaints=complaints,
        preferences=preferences,
        needs=judged_needs(reading, judgement, products, actions),
        actions=actions,
        appointment=meeting,
        contact_updates=updates,
        sensitive=reading.secrets,
        answers=with_answers_by_hours(reading, hours, read_answers(reading)),
        facts=(*read_own_facts(reading), *hours),
    )


def _with_problem(line: ProductLine, complaints: tuple[Complaint, ...]) -> ProductLine:
    """A product that is only used, and complained about, is a problem."""
    about = any(
        c.evidence.start_word <= line.evidence.start_word <= c.evidence.end_word and line.stance == "uses"
        for c in complaints
    )
    return replace(line, stance="problem") if about else line


def _with_new_roles(people: tuple[Person, ...], updates: tuple[ContactUpdate, ...]) -> tuple[Person, ...]:
    """A person with a new role has it in people, too."""
    roles = {u.contact_id: str(u.value) for u in updates if u.field == "role" and u.contact_id}
    return tuple(replace(p, role=p.role or roles.get(p.contact_id or "")) for p in people)


def _concluded(reading: Reading, entry: Entry, felt: frozenset[str]) -> Entry:
    mood = read_sentiment(reading, entry.products, entry.complaints, empty=not has_facts(entry), felt=felt)
    return replace(entry, outcome=outcome_of(entry), sentiment=mood)


def _spoken_customer(reading: Reading) -> SpokenCustomer | None:
    if not reading.customers:
        return None
    mention = reading.customers[0]
    candidates = mention.ids if len(mention.ids) > 1 else ()
    return SpokenCustomer(mention.id, mention.name, reading.evidence(mention.start, mention.end), candidates)

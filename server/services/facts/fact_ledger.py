"""Keeps what is known of customers in line with entries: facts are added or withdrawn, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact
from models.customer_fact import CustomerFact
from models.entry import Entry
from models.question import Question
from models.recording import Recording
from server.services.facts.said_fact import AskedFact, SaidFact, facts_in
from server.services.notes.entry_content import Content
from server.services.notes.past_words import words_behind


def keep_facts(session: Session, entry: Entry, zone: str) -> list[CustomerFact]:
    """Write what an entry tells of its customer, and return the facts that stand by now. The caller commits.

    Called after each version; the same version again changes nothing. What the newest version has no more is
    withdrawn, and so is everything told of a customer that the note is no longer about.
    """
    recording = entry.recording
    wanted = _wanted(session, entry)
    standing = []
    for row in _rows(session, recording.id):
        said = wanted.pop(_key(row), None) if row.customer_id == recording.customer_id else None
        if said is None:
            row.withdrawn_at = row.withdrawn_at or now()
            continue
        row.withdrawn_at = None
        row.from_s, row.to_s = said.from_s, said.to_s  # heard again, the words may lie elsewhere
        standing.append(row)
    if recording.customer_id is not None:
        made = [_fact(recording, recording.customer_id, said, zone) for said in wanted.values()]
        session.add_all(made)
        standing += made
    session.flush()
    return standing


def _wanted(session: Session, entry: Entry) -> dict[tuple[str, str, str, str], SaidFact]:
    version, recording = entry.newest, entry.recording
    if recording.customer_id is None or recording.is_private:
        return {}
    words = words_behind(entry, version, recording.transcript)
    said = facts_in(version.content, words, _asked(session, version.content))
    known = _known_contacts(session, [fact.contact_id for fact in said if fact.contact_id])
    return {fact.key: fact if fact.contact_id in known else _without_contact(fact) for fact in said}


def _asked(session: Session, content: Content) -> dict[str, AskedFact]:
    """Return which answers of the content settle what two facts left open."""
    keys = {answer["question_key"] for answer in content.get("answers") or []}
    if not keys:
        return {}
    asked = session.scalars(select(Question).where(Question.key.in_(keys), Question.customer_id.is_not(None)))
    return {one.key: AskedFact(one.about["kind"], one.about["subject"]) for one in asked if one.about}


def _known_contacts(session: Session, ids: Iterable[str]) -> set[str]:
    wanted = set(ids)
    return set(session.scalars(select(Contact.id).where(Contact.id.in_(wanted)))) if wanted else set()


def _without_contact(fact: SaidFact) -> SaidFact:
    return replace(fact, contact_id=None) if fact.contact_id else fact


def _rows(session: Session, recording_id: str) -> list[CustomerFact]:
    return list(session.scalars(select(CustomerFact).where(CustomerFact.recording_id == recording_id)))


def _key(row: CustomerFact) -> tuple[str, str, str, str]:
    return row.item_id or "", row.kind, row.subject, row.value


def _fact(recording: Recording, customer_id: str, said: SaidFact, zone: str) -> CustomerFact:
    return CustomerFact(
        customer_id=customer_id,
        contact_id=said.contact_id,
        kind=said.kind,
        subject=said.subject,
        value=said.value,
        said_on=recording.started_at.astimezone(ZoneInfo(zone)).date(),
        said_at=recording.started_at,
        tells_change=said.tells_change,
        recording_id=recording.id,
        item_id=said.item_id,
        from_s=said.from_s,
        to_s=said.to_s,
    )

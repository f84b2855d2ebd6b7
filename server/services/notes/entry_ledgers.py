"""What follows from each version of an entry: promises, complaints and facts are kept in line with it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.complaint import Complaint
from models.customer_fact import CustomerFact
from models.entry import Entry
from models.need_to_know import as_the_house
from models.recording import Recording
from server.services.actions.ledger import keep_actions
from server.services.complaints.complaint_ledger import keep_complaints
from server.services.complaints.signals import tell_of_repeated
from server.services.facts.contradiction_question import keep_contradictions
from server.services.facts.fact_ledger import keep_facts
from server.services.notices.note_notices import tell_of_note
from server.services.rights.note_topics import keep_topics

AT_ONCE = 100


def keep_ledgers(session: Session, entry: Entry, zone: str) -> None:
    """Bring every ledger in line with the newest version of an entry, whoever made it. The caller commits."""
    with as_the_house(session):
        keep_topics(session, entry)
        keep_actions(session, entry, zone)
        tell_of_repeated(session, keep_complaints(session, entry), zone)
        keep_facts(session, entry, zone)
        for customer_id in _customers_told_of(session, entry):
            keep_contradictions(session, customer_id)
        tell_of_note(session, entry.recording)


def _customers_told_of(session: Session, entry: Entry) -> set[str]:
    """Return whose facts the entry touched: also the customer whom the note was about before it moved."""
    told = select(CustomerFact.customer_id).where(CustomerFact.recording_id == entry.recording_id).distinct()
    return {*session.scalars(told)}


def fill_ledgers(session: Session, zone: str) -> int:
    """Write what entries told before there were such ledgers; return how many entries were read. The caller commits.

    Ledgers that hold anything are left alone: from the first row on, each entry sees to its own.
    """
    for made in (CustomerFact.id, Complaint.id):
        if session.scalar(select(made).limit(1)) is not None:
            return 0
    oldest_first = select(Entry.id).join(Recording, Recording.id == Entry.recording_id).order_by(Recording.started_at)
    ids = session.scalars(oldest_first).all()
    for at, entry_id in enumerate(ids, start=1):
        entry = session.get_one(Entry, entry_id)
        keep_complaints(session, entry)
        keep_facts(session, entry, zone)
        if at % AT_ONCE == 0:
            session.expunge_all()  # years of notes need not be in memory at once
    for customer_id in session.scalars(select(CustomerFact.customer_id).distinct()).all():
        keep_contradictions(session, customer_id)
    return len(ids)

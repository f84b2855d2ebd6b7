"""E-mails of unknown addresses: listed, given to a customer, or left."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact, Customer
from models.event import record_event
from models.letter import Letter
from models.search import SearchKind
from server.current import Identity, Installation
from server.errors import NotFound
from server.services.customers.standing import standing, standing_customer
from server.services.letters.letter_taking import join_timeline
from server.services.search.name_index import index_name

LISTED = 100


def waiting_letters(session: Session) -> Sequence[Letter]:
    """Return the e-mails that wait, the newest first."""
    return session.scalars(_waiting().order_by(Letter.sent_at.desc(), Letter.id).limit(LISTED)).all()


def waiting_count(session: Session) -> int:
    """Return how many e-mails wait."""
    return session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0


def find_waiting(session: Session, letter_id: str) -> Letter:
    """Return one that waits. Raises NotFound for any other."""
    letter = session.scalar(_waiting().where(Letter.id == letter_id))
    if letter is None:
        raise NotFound("This e-mail waits no more. Somebody may have given it to its customer already.")
    return letter


def assign_letter(
    session: Session, installation: Installation, letter_id: str, customer_id: str, by: Identity, contact_id: str = ""
) -> int:
    """Give an e-mail, and all others of its address, to a customer; the address is known from then on.

    It becomes that of the person chosen where they have none yet, else that of a new person. Returns how many
    e-mails it were. The caller commits.
    """
    letter = find_waiting(session, letter_id)
    customer = standing_customer(session, customer_id)
    if customer is None or customer.left_at is not None:
        raise NotFound("There is no such customer. Look for it by name.")
    contact = _contact(session, letter, customer, contact_id, by)
    same = session.scalars(_waiting().where(Letter.address == letter.address).order_by(Letter.sent_at)).all()
    for one in same:
        text, staff_id = one.text, one.staff_id or by.staff_id
        join_timeline(session, installation, one, text, customer.id, contact.id, staff_id=staff_id)
        one.settled_at, one.settled_by_id = now(), by.staff_id
    return len(same)


def leave_letter(session: Session, letter_id: str, by: Identity) -> None:
    """Say that an e-mail is no customer's: its words are forgotten, and it does not come again. Caller commits."""
    letter = find_waiting(session, letter_id)
    letter.text, letter.settled_at, letter.settled_by_id = "", now(), by.staff_id


def thread_of(session: Session, recording_id: str) -> Sequence[Letter]:
    """Return the e-mails of the thread in which one stands, the oldest first; empty where it stands alone."""
    mine = select(Letter.thread_id).where(Letter.recording_id == recording_id).scalar_subquery()
    query = select(Letter).where(Letter.thread_id == mine, Letter.recording_id.is_not(None))
    letters = session.scalars(query.order_by(Letter.sent_at, Letter.id).limit(LISTED)).all()
    return letters if len(letters) > 1 else []


def _contact(session: Session, letter: Letter, customer: Customer, contact_id: str, by: Identity) -> Contact:
    chosen = standing(session, Contact, contact_id) if contact_id else None
    if contact_id and (chosen is None or chosen.customer_id != customer.id):
        raise NotFound("There is no such person at this customer.")
    if chosen is not None and not chosen.email:
        chosen.email = letter.address
        return chosen
    if chosen is not None and (chosen.email or "").lower() == letter.address:
        return chosen
    name = letter.name or (chosen.name if chosen else letter.address.partition("@")[0])
    contact = Contact(customer_id=customer.id, name=name[:200], email=letter.address)
    session.add(contact)
    session.flush()
    body = f"{customer.name} {letter.address}"
    index_name(session, SearchKind.CONTACT, contact.id, customer.id, contact.name, body)
    details = {"contact_id": contact.id}
    record_event(session, "contact.added", staff_id=by.staff_id, customer_id=customer.id, details=details)
    return contact


def _waiting() -> Select[Letter]:
    return select(Letter).where(Letter.recording_id.is_(None), Letter.settled_at.is_(None))

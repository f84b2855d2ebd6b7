"""Gives an e-mail to its customer's timeline, or to the queue of those whose sender nobody knows; each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import new_id
from models.customer import Customer
from models.letter import Letter
from models.recording import Channel, CustomerSource, Recording, RecordingSource
from models.staff import Role, Staff
from server.current import Installation
from server.services.letters.letter_reading import LetterReading, Person
from server.services.notes.written_note import MIME_TYPE, keep_written
from server.services.touchpoints.caller import callers_by_email
from voice.understanding.secrets.typed import cut_typed

MOST_WAITING = 500
DOUBTFUL = "The mail server could not confirm that this mail came from its sender."


class LetterTaken(StrEnum):
    """What became of an e-mail."""

    KEPT = "kept"  # it stands in a timeline
    HELD = "held"  # it was here before
    WAITS = "waits"  # for somebody to say whose it is
    NOT_OURS = "not_ours"  # nobody outside the house wrote or was written to, or a machine wrote it


@dataclass(frozen=True, slots=True)
class Sides:
    """Who of an e-mail is the customer, and who of us."""

    other: Person
    is_outgoing: bool
    staff_id: str | None


def take_letter(installation: Installation, letter: LetterReading) -> LetterTaken:
    """Keep an e-mail where it belongs. Safe to repeat, and to be done twice at the same time.

    1. From one of us it goes to whom it was written to, from anybody else to who wrote it.
    2. A known address decides; else the thread, where an earlier e-mail of it stands in a timeline.
    3. What a person of an unknown address wrote waits; what a machine wrote, or the house to itself, is not ours.
    """
    try:
        with installation.database.session() as session:
            if session.scalar(select(Letter.id).where(Letter.message_key == letter.key)) is not None:
                return LetterTaken.HELD
            taken = _take(session, installation, letter)
            session.commit()
            return taken
    except IntegrityError:  # the same e-mail came twice at the same instant, and the other was first
        return LetterTaken.HELD


def join_timeline(
    session: Session,
    installation: Installation,
    letter: Letter,
    text: str,
    customer_id: str,
    contact_id: str | None,
    *,
    staff_id: str,
    problem: str | None = None,
) -> Recording:
    """Let an e-mail be an interaction with a customer. The caller commits."""
    recording = Recording(
        id=new_id(),
        staff_id=staff_id,
        mime_type=MIME_TYPE,
        started_at=letter.sent_at,
        ended_at=letter.sent_at,
        customer_id=customer_id,
        customer_source=CustomerSource.PERSON,
        contact_id=contact_id,
        channel=Channel.EMAIL,
        source=RecordingSource.WRITTEN,
        source_name=letter.subject or None,
        problem=problem,
    )
    session.add(recording)
    session.flush()
    keep_written(session, installation, recording, text)
    letter.recording_id, letter.staff_id, letter.text = recording.id, staff_id, ""
    return recording


def _take(session: Session, installation: Installation, read: LetterReading) -> LetterTaken:
    sides = _sides(session, read, installation.settings.mail_user)
    if sides is None or not (read.text or read.subject):
        return LetterTaken.NOT_OURS
    subject, text = _cut(read.subject), _cut(f"{read.subject}. {read.text}" if read.subject else read.text)
    letter = Letter(
        id=new_id(),
        message_key=read.key,
        thread_id=_thread(session, read),
        address=sides.other.address,
        name=sides.other.name,
        subject=subject,
        is_outgoing=sides.is_outgoing,
        staff_id=sides.staff_id,
        sent_at=read.sent_at,
    )
    customer_id, contact_id = _whose(session, sides.other.address, letter.thread_id)
    if customer_id is None:
        return _wait(session, letter, text) if not read.is_automatic else LetterTaken.NOT_OURS
    session.add(letter)
    staff_id = sides.staff_id or _staff_for(session, customer_id, letter.thread_id)
    if staff_id is None:
        return _wait(session, letter, text)
    problem = DOUBTFUL if read.is_doubtful else None
    join_timeline(session, installation, letter, text, customer_id, contact_id, staff_id=staff_id, problem=problem)
    return LetterTaken.KEPT


def _wait(session: Session, letter: Letter, text: str) -> LetterTaken:
    """Queue it; the queue is small, and the oldest make room: the mailbox has them still."""
    letter.text = text
    session.add(letter)
    session.flush()
    waiting = select(Letter).where(Letter.recording_id.is_(None), Letter.settled_at.is_(None))
    for old in session.scalars(waiting.order_by(Letter.received_at.desc(), Letter.id.desc()).offset(MOST_WAITING)):
        session.delete(old)
    return LetterTaken.WAITS


def _sides(session: Session, read: LetterReading, own_mailbox: str) -> Sides | None:
    """Tell the customer's side from ours; None where there is only one."""
    us = _staff_by_address(session, [read.sender.address, *(one.address for one in read.recipients)])
    sender = us.get(read.sender.address)
    if sender is None:
        if not read.sender.address or read.sender.address == own_mailbox.lower():
            return None
        written_to = next((us[one.address] for one in read.recipients if one.address in us), None)
        return Sides(read.sender, False, written_to.id if written_to else None)
    house = read.sender.address.rpartition("@")[2]
    others = [
        one
        for one in read.recipients
        if one.address not in us and one.address.rpartition("@")[2] != house and one.address != own_mailbox.lower()
    ]
    known = next((one for one in others if callers_by_email(session, one.address)), None)
    return Sides(known or others[0], True, sender.id) if others else None


def _staff_by_address(session: Session, addresses: Sequence[str]) -> dict[str, Staff]:
    key = func.lower(Staff.email)
    here = select(Staff).where(key.in_([one for one in addresses if one]), Staff.left_at.is_(None))
    return {(staff.email or "").lower(): staff for staff in session.scalars(here)}


def _whose(session: Session, address: str, thread_id: str) -> tuple[str | None, str | None]:
    callers = callers_by_email(session, address)
    customers = {caller.customer_id for caller in callers}
    earlier = _earlier(session, thread_id)
    if len(customers) == 1 or (earlier and earlier.customer_id in customers):
        fitting = [
            one for one in callers if len(customers) == 1 or (earlier and one.customer_id == earlier.customer_id)
        ]
        return fitting[0].customer_id, fitting[0].contact_id if len(fitting) == 1 else None
    if callers:  # an address that people of several customers share: a person says whose it is
        return None, None
    return (earlier.customer_id, None) if earlier else (None, None)


def _earlier(session: Session, thread_id: str) -> Recording | None:
    """Return the newest e-mail of a thread that stands in a timeline."""
    joined = select(Recording).join(Letter, Letter.recording_id == Recording.id)
    query = joined.where(Letter.thread_id == thread_id, Recording.customer_id.is_not(None))
    return session.scalar(query.order_by(Letter.sent_at.desc()).limit(1))


def _thread(session: Session, read: LetterReading) -> str:
    """Return the thread's id: that of an e-mail it answers, else one made of the first Message-ID it names."""
    if not read.earlier:
        return read.key[:36]
    known = select(Letter.thread_id).where(Letter.message_key.in_(read.earlier)).order_by(Letter.sent_at).limit(1)
    return session.scalar(known) or read.earlier[0][:36]


def _staff_for(session: Session, customer_id: str, thread_id: str) -> str | None:
    """Return in whose name a customer's e-mail is kept: who wrote in the thread, who looks after them, an admin."""
    earlier = _earlier(session, thread_id)
    owner = session.scalar(select(Customer.owner_id).where(Customer.id == customer_id))
    if earlier is not None or owner is not None:
        return earlier.staff_id if earlier is not None else owner
    admins = select(Staff.id).where(Staff.role == Role.ADMIN, Staff.left_at.is_(None))
    return session.scalar(admins.order_by(Staff.created_at, Staff.id).limit(1))


def _cut(text: str) -> str:
    return " ".join(cut_typed(text.split()))

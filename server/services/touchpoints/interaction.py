"""Keeps what came of meeting a customer away from a visit: on the phone, at the counter, by mail; once, at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact
from models.recording import Channel, CustomerSource, Outcome, Recording, RecordingSource
from server.current import Identity, Installation
from server.errors import Forbidden, NotFound, Problem
from server.services.colleagues.mentions import tell_mentioned_in_note
from server.services.customers.standing import standing, standing_customer
from server.services.notes.written_note import MIME_TYPE, keep_written


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody says of a meeting; `id` is made where it is typed, so that sending again is harmless."""

    id: str
    customer_id: str
    channel: Channel
    text: str = ""
    outcome: Outcome | None = None
    contact_id: str | None = None
    at: datetime | None = None


def keep_interaction(installation: Installation, by: Identity, met: Met) -> bool:
    """Keep it and have it shown everywhere; False when it was held already. Nothing in it refuses a repeated sending.

    Raises NotFound for a customer or person that is not known, Problem where neither words nor outcome are given.
    """
    if not met.text.strip() and met.outcome is None:
        raise Problem("Say in a sentence what came of it, or choose an outcome.", status=422, code="nothing-said")
    try:
        with installation.database.session() as session:
            if _is_held(session, met, by):
                return False
            session.add(recording := _recording(session, met, by))
            session.flush()
            tell_mentioned_in_note(session, recording, met.text)
            keep_written(session, installation, recording, met.text)
            session.commit()
    except IntegrityError:  # the same one came twice at the same instant, and the other was first
        with installation.database.reading() as session:
            if not _is_held(session, met, by):
                raise
            return False
    return True


def _is_held(session: Session, met: Met, by: Identity) -> bool:
    held = session.get(Recording, met.id)
    if held is not None and held.staff_id != by.staff_id:
        raise Forbidden("This id belongs to somebody else's note. Make a new one.", code="not-yours")
    return held is not None


def _recording(session: Session, met: Met, by: Identity) -> Recording:
    customer = standing_customer(session, met.customer_id)
    if customer is None:
        raise NotFound("There is no such customer. Look for it by name on the desk.")
    contact = standing(session, Contact, met.contact_id) if met.contact_id is not None else None
    if met.contact_id is not None and (contact is None or contact.customer_id != customer.id):
        raise NotFound("There is no such person at this customer. Leave contact_id out, or choose again.")
    return Recording(
        id=met.id,
        staff_id=by.staff_id,
        mime_type=MIME_TYPE,
        started_at=met.at or now(),
        ended_at=met.at or now(),
        customer_id=customer.id,
        customer_source=CustomerSource.PERSON,
        contact_id=contact.id if contact else None,
        channel=met.channel,
        outcome=met.outcome,
        source=RecordingSource.WRITTEN,
    )

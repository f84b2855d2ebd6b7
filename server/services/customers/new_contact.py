"""People whom a rep introduces as new contacts: offered with the note, kept at one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.customer import Contact, Customer
from models.entry import Entry, EntryVersion
from models.event import record_event
from server.current import Identity
from server.errors import Problem
from server.services.customers.contact_index import index_contact
from server.services.customers.standing import standing
from server.services.notes.entry_content import Content, Item, with_changed_item
from voice.commands import Pauses
from voice.lexicon import Lexicon
from voice.sound import spoken_tokens

OFFERED = "is_offered"


@dataclass(frozen=True, slots=True)
class SaidOfContact:
    """What whoever tapped saw of the person; counts where the note's own item is gone by now."""

    item_id: str
    name: str
    role: str = ""
    phone: str | None = None
    email: str | None = None


def mark_new_contacts(content: Content, words: Sequence[str], pauses: Pauses, lexicon: Lexicon) -> None:
    """Offer in a note's people whoever was introduced as a new contact; who is a contact already is not offered."""
    from voice.commands.contact import read_new_contacts  # loads the readers' word lists

    for found in read_new_contacts(words, pauses):
        start, end = found.span
        evidence = {"start_word": start, "end_word": end - 1}
        said = [item for item in content["people"] if _lies_in(item, start, end)]
        if any(_is_known(item, found.name, lexicon) for item in said):
            continue
        role = found.role or next((item["role"] for item in said if item.get("role")), None)
        offered = {"name": found.name, "contact_id": None, "role": role, "evidence": evidence, OFFERED: True}
        ways = {"phone": found.phone or None, "email": found.email or None}
        content["people"] = [*(item for item in content["people"] if item not in said), {**offered, **ways}]
        content["outcome"] = content["outcome"] or "info"


def _lies_in(item: Item, start: int, end: int) -> bool:
    evidence = item.get("evidence") or {}
    return bool(evidence) and start <= evidence["start_word"] < end


def _is_known(item: Item, name: str, lexicon: Lexicon) -> bool:
    """Tell whether the item found a contact of ours who is called just so; one found by sound alone may be another."""
    contact = lexicon.contact_by_id.get(item.get("contact_id") or "")
    return contact is not None and set(spoken_tokens(name)) <= set(spoken_tokens(contact.name))


def keep_contact(session: Session, entry: Entry, contact_id: str, said: SaidOfContact, by: Identity) -> Contact:
    """Keep a person of a note as a contact of its customer, with the id that the phone made. The caller commits.

    1. Sent again it changes nothing. 2. Where the note has the person still, what the note says by now counts.
    3. Somebody of that name who is a contact there already is not made twice, only completed.
    """
    if (kept := session.get(Contact, contact_id)) is not None:
        return kept
    customer = session.get(Customer, entry.recording.customer_id or "")
    if customer is None:
        raise Problem("Say first which customer this note is about.", status=422, code="customer-missing")
    item = next((one for one in entry.newest.content.get("people") or [] if one["item_id"] == said.item_id), None)
    if not (name := item["name"] if item else said.name):
        raise Problem("This person is no longer in the note. Open it again.", status=422, code="person-missing")
    contact = _known_there(session, item, customer, name)
    if contact is None:
        contact = Contact(id=contact_id, customer_id=customer.id, name=name)
        session.add(contact)
    _complete(contact, item or {"role": said.role, "phone": said.phone, "email": said.email})
    session.flush()
    index_contact(session, contact, customer)
    if item is not None:
        _point_at(session, entry, item, contact)
    _tell(session, entry, customer, contact, by)
    return contact


def _known_there(session: Session, item: Item | None, customer: Customer, name: str) -> Contact | None:
    if item and item.get("contact_id"):
        return standing(session, Contact, item["contact_id"])
    same = (func.lower(Contact.name) == name.lower()) & Contact.left_at.is_(None)
    return session.scalars(select(Contact).where(Contact.customer_id == customer.id, same).limit(1)).first()


def _complete(contact: Contact, said: dict[str, Any]) -> None:
    """Put in what is not known yet; what is known is changed by people only."""
    contact.role = contact.role or (said.get("role") or "")[:100]
    contact.phone = contact.phone or said.get("phone")
    contact.email = contact.email or said.get("email")


def _point_at(session: Session, entry: Entry, item: Item, contact: Contact) -> None:
    """Let the note's person be that contact, as a further version.

    It is the engine's where the one before was: a kept offer corrects nothing, and must not keep the rest of the note
    from being understood better later.
    """
    if item.get("contact_id") == contact.id:
        return
    changed = {**item, "contact_id": contact.id, "name": contact.name, OFFERED: False, "candidates": []}
    change = {
        "op": "set",
        "item_id": item["item_id"],
        "attribute": "contact_id",
        "value": contact.id,
        "is_applied": True,
    }
    entry.versions.append(
        EntryVersion(
            number=entry.newest.number + 1,
            content=with_changed_item(entry.newest.content, item["item_id"], changed),
            changes=[change],
            made_by=entry.newest.made_by,
            engine=entry.newest.engine,
        )
    )
    session.flush()


def _tell(session: Session, entry: Entry, customer: Customer, contact: Contact, by: Identity) -> None:
    about = {"staff_id": by.staff_id, "customer_id": customer.id, "recording_id": entry.recording_id}
    record_event(session, "contact.added", **about, details={"contact_id": contact.id})
    record_event(session, "entry.corrected", **about)

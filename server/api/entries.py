"""Entries are corrected and confirmed here."""

from __future__ import annotations

import uuid
from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field
from sqlalchemy.orm import Session

from models.entry import Entry
from models.need_to_know import closed_in
from server.api.answers import entry_out
from server.api.forms import EntryOut, Form, Text, VersionIn
from server.auth import WRITERS, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound
from server.services.customers.new_contact import SaidOfContact, keep_contact
from server.services.notes.entry_correction import confirm_entry, correct_entry
from server.services.notes.entry_reading import read_entry
from server.services.notes.note_rights import require_may_change

blueprint = APIBlueprint("entries", __name__, tag="Entries")


class NewContactIn(Form):
    """A person of the entry, and what of them was seen at the tap: it counts where the entry has changed since."""

    item_id: Annotated[Text, Field(min_length=1, max_length=100)]
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    role: Annotated[Text, Field(max_length=100)] = ""
    phone: Annotated[Text, Field(max_length=40)] | None = None
    email: Annotated[Text, Field(max_length=254)] | None = None


@blueprint.post("/entries/<entry_id>/versions")
@blueprint.input(VersionIn, arg_name="version")
@blueprint.output(EntryOut, status_code=201)
@allow(*WRITERS)
def correct(entry_id: str, version: VersionIn) -> EntryOut:
    """Correct an entry; the correction is a new version and the old one is kept."""
    with database().session() as session:
        entry = _entry(session, entry_id)
        require_may_change(entry.recording, identity())
        changes = [change.model_dump(exclude_none=False) for change in version.changes]
        lexicon = installation().lexicon.current(session)
        correct_entry(session, entry, version.id, changes, identity(), lexicon=lexicon, zone=settings().time_zone)
        session.commit()
        return _read(session, entry)


@blueprint.put("/entries/<entry_id>/confirmation")
@blueprint.output(EntryOut)
@allow(*WRITERS)
def confirm(entry_id: str) -> EntryOut:
    """Say that an entry is right."""
    with database().session() as session:
        entry = _entry(session, entry_id)
        require_may_change(entry.recording, identity())
        confirm_entry(session, entry, identity())
        session.commit()
        return _read(session, entry)


@blueprint.put("/entries/<entry_id>/contacts/<contact_id>")
@blueprint.input(NewContactIn, arg_name="said")
@blueprint.output(EntryOut)
@allow(*WRITERS)
def keep(entry_id: str, contact_id: str, said: NewContactIn) -> EntryOut:
    """Keep a person introduced in an entry as a contact of its customer; harmless when sent again."""
    try:
        contact_id = str(uuid.UUID(contact_id))
    except ValueError as error:
        raise NotFound("A contact's id is a UUID made on the phone.") from error
    with database().session() as session:
        entry = _entry(session, entry_id)
        require_may_change(entry.recording, identity())
        keep_contact(session, entry, contact_id, SaidOfContact(**said.model_dump()), identity())
        session.commit()
        return _read(session, entry)


def _entry(session: Session, entry_id: str) -> Entry:
    entry = session.get(Entry, entry_id, with_for_update=True)
    if entry is None:
        raise NotFound("There is no such entry. It may not have arrived yet; try again in a moment.")
    return entry


def _read(session: Session, entry: Entry) -> EntryOut:
    transcript = entry.recording.transcript
    return entry_out(
        read_entry(
            entry,
            transcript,
            installation().lexicon.current(session),
            closed_in(session, entry.recording.staff_id),
        )
    )

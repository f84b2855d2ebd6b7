"""Corrections by people: each is a new version by whom and when; none is refused for coming late."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.entry import Entry, EntryVersion
from models.event import record_event
from models.recording import CustomerSource
from models.staff import Staff
from server.current import Identity
from server.services.notes.alias_teaching import teach
from server.services.notes.entry_content import Content, Item, items, with_changed_item, without_item
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.fact_editing import set_attribute
from server.services.notes.meant_item import meant_ids
from server.services.notes.note_index import index_note
from voice.lexicon import Lexicon
from voice.understanding.types import Entry as UnderstoodEntry

Change = dict[str, Any]
BY_VOICE = "voice"  # the engine of versions that a later note of the same person made


def correct_entry(
    session: Session, entry: Entry, version_id: str, changes: list[Change], by: Identity, *, lexicon: Lexicon, zone: str
) -> EntryVersion:
    """Apply changes to the newest version by item id; the same version id again changes nothing.

    A change of an item that somebody removed meanwhile, or of which the note heard again tells no more, is kept in
    the version's list, marked as not applied, and shown.
    """
    if known := session.get(EntryVersion, version_id):
        return known
    content: Content = entry.newest.content
    noted = []
    teacher = _Teacher(session, entry, by, lexicon)
    for change, meant_id in zip(changes, meant_ids(entry, changes), strict=True):
        content, is_applied = _apply(content, {**change, "item_id": meant_id}, lexicon, zone, teacher)
        noted.append({**change, "is_applied": is_applied})
    version = EntryVersion(
        id=version_id,
        number=entry.newest.number + 1,
        content=with_outcome(content),
        changes=noted,
        made_by=session.get_one(Staff, by.staff_id),
    )
    entry.versions.append(version)
    _move_to_customer(session, entry, noted)
    _follow_choice(session, entry, version, by, lexicon=lexicon, zone=zone)
    session.flush()
    keep_ledgers(session, entry, zone)
    _tell(session, "entry.corrected", entry, by)
    session.flush()
    return version


def _move_to_customer(session: Session, entry: Entry, changes: list[Change]) -> None:
    """A person who sets which customer was meant sets it for the note as well."""
    if any(change["is_applied"] and change.get("attribute") == "customer_id" for change in changes):
        recording = entry.recording
        recording.customer_id = entry.customer_id = entry.newest.content["spoken_customer"]["customer_id"]
        recording.customer_source = CustomerSource.PERSON
        index_note(session, recording)


def _follow_choice(
    session: Session, entry: Entry, version: EntryVersion, by: Identity, *, lexicon: Lexicon, zone: str
) -> None:
    """Put the earlier note right, once a person said which of its facts this note means."""
    if not any(change["is_applied"] and change.get("attribute") == "target" for change in version.changes):
        return
    amends = version.content["amends"]
    chosen = next(one for one in amends["choices"] if one["key"] == amends["target"])
    earlier = find_entry(session, amends["entry_id"])
    if earlier is not None and earlier.id != entry.id:
        changes = [{**change, "said_in": entry.recording_id} for change in chosen["changes"]]
        version_id = str(uuid.uuid5(uuid.UUID(version.id), "amends"))
        correct_entry(session, earlier, version_id, changes, by, lexicon=lexicon, zone=zone)


def confirm_entry(session: Session, entry: Entry, by: Identity) -> None:
    """Note that a person found the entry right; of one that could not be read there is nothing to find right."""
    if entry.confirmed_at is None and not entry.newest.content.get("unread"):
        entry.confirmed_at, entry.confirmed_by_id = now(), by.staff_id
        _tell(session, "entry.confirmed", entry, by)


def with_outcome(content: Content) -> Content:
    """Bring the outcome, which follows from the rest, in line with the items."""
    from voice.understanding.attitude.outcome import outcome_of  # loads the readers' word lists

    return {**content, "outcome": outcome_of(UnderstoodEntry.from_json(content))}


@dataclass(frozen=True, slots=True)
class _Teacher:
    """Lets the ear learn from the names that are set."""

    session: Session
    entry: Entry
    by: Identity
    lexicon: Lexicon

    def learn(self, field: str, attribute: str, before: Item, after: Item) -> None:
        teach(self.session, self.entry, field, attribute, before, after, self.by, self.lexicon)


def _apply(content: Content, change: Change, lexicon: Lexicon, zone: str, teacher: _Teacher) -> tuple[Content, bool]:
    found = {item["item_id"]: (field, item) for field, item in items(content)}
    if change["item_id"] not in found:
        return content, False
    field, item = found[change["item_id"]]
    if change["op"] == "remove":
        return without_item(content, item["item_id"]), True
    changed = set_attribute(field, item, change.get("attribute") or "", change.get("value"), lexicon=lexicon, zone=zone)
    teacher.learn(field, change.get("attribute") or "", item, changed)
    return with_changed_item(content, item["item_id"], changed), True


def _tell(session: Session, kind: str, entry: Entry, by: Identity) -> None:
    record_event(session, kind, staff_id=by.staff_id, customer_id=entry.customer_id, recording_id=entry.recording_id)


def find_entry(session: Session, entry_id: str) -> Entry | None:
    """Return an entry to be changed, locked: of two who correct it at once the second adds to the first's version."""
    locked = select(Entry).where(Entry.id == entry_id).with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked)

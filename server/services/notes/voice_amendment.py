"""A note that only puts an earlier one right becomes a version of that one, by whoever spoke; unsure, it asks.

1. The words have to be nothing but a correction (`voice/understanding/amendments`).
2. The earlier note is one of the same person: at the same customer within two hours, at a customer that the words
   name within the same day, and where no customer is known within half an hour.
3. One thing that it can be is put right. Of several, or where the old value was named and none has it, a tap decides.
4. Where nothing fits, it is an ordinary note.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entry import Entry
from models.job import enqueue
from models.recording import Recording, RecordingState, Transcript
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.services.notes.entry_content import Content, Item, empty_content, items
from server.services.notes.entry_correction import BY_VOICE, Change, correct_entry
from server.services.notes.fact_editing import set_attribute
from server.services.notes.fact_wording import word_item
from server.services.notes.note_linking import UNDERSTAND
from voice.commands import without_struck
from voice.lexicon import Lexicon
from voice.types import Word
from voice.understanding import Note
from voice.understanding.amendments.amendment import Amendment, Said, read_amendment

SOON, SAME_DAY, AT_ONCE = timedelta(hours=2), timedelta(hours=12), timedelta(minutes=30)
LONGEST_CHARACTERS = 200  # longer notes say more than a correction
LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class _Target:
    """Something in the earlier entry that may be meant: what would be set, what it is, what it would be."""

    item: Item
    changes: tuple[Change, ...]
    before: str
    after: str
    is_old_value: bool
    is_so_already: bool

    @property
    def key(self) -> str:
        return f"{self.item['item_id']}.{self.changes[0]['attribute']}"


def with_amendment(
    session: Session, installation: Installation, recording: Recording, entry: Entry, content: Content
) -> Content:
    """Put right what a note puts right in an earlier one, and return what this note then tells. The caller commits."""
    stands = entry.newest.content if entry.versions else {}
    if (stands.get("amends") or {}).get("state") == "applied":
        return stands
    lexicon, zone = installation.lexicon.current(session), installation.settings.time_zone
    amendment = _read(recording, lexicon, zone) if not content.get("unread") else None
    for earlier in _earlier(session, recording, amendment) if amendment else ():
        assert amendment is not None
        if targets := list(_targets(earlier.newest.content, amendment, lexicon, zone)):
            amends = _amends(session, recording, earlier, targets, lexicon, zone)
            return {**content, **empty_content(), **_told(content), "amends": amends}
    return content


def wake_later(session: Session, installation: Installation, recording: Recording) -> None:
    """Have corrections read again that were heard before the note which they put right. The caller commits."""
    later = (
        select(Recording)
        .join(Transcript, Transcript.recording_id == Recording.id)
        .where(
            Recording.staff_id == recording.staff_id,
            Recording.started_at > recording.started_at,
            Recording.started_at <= recording.started_at + SOON,
            Recording.state == RecordingState.READY,
            Recording.id != recording.id,
            func.length(Transcript.text) <= LONGEST_CHARACTERS,
        )
    )
    for one in session.scalars(later):
        lexicon, zone = installation.lexicon.current(session), installation.settings.time_zone
        if _read(one, lexicon, zone) is not None:
            enqueue(session, UNDERSTAND, f"{UNDERSTAND}:{one.id}:{recording.id}", recording_id=one.id)


def _read(recording: Recording, lexicon: Lexicon, zone: str) -> Amendment | None:
    transcript = recording.transcript
    if transcript is None or len(transcript.text) > LONGEST_CHARACTERS:
        return None
    said = without_struck(tuple(Word(*timed) for timed in transcript.words))
    spoken_at = recording.started_at.astimezone(ZoneInfo(zone))
    note = Note(recording.id, " ".join(said), spoken_at, recording.customer_id, recording.staff_id)
    return read_amendment(note, lexicon, ZoneInfo(zone))


def _earlier(session: Session, recording: Recording, amendment: Amendment) -> Iterator[Entry]:
    """Yield the entries that may be meant, the newest first; corrections themselves are never meant."""
    query = select(Entry).join(Recording, Recording.id == Entry.recording_id)
    query = query.where(Recording.staff_id == recording.staff_id, Recording.started_at < recording.started_at)
    if amendment.customer_ids:
        query = query.where(Recording.customer_id.in_(amendment.customer_ids))
        since = recording.started_at - SAME_DAY
    elif recording.customer_id is not None:
        query = query.where(Recording.customer_id == recording.customer_id)
        since = recording.started_at - SOON
    else:
        since = recording.started_at - AT_ONCE
    found = session.scalars(query.where(Recording.started_at >= since).order_by(Recording.started_at.desc()).limit(9))
    yield from [one for one in found if one.versions and not one.newest.content.get("amends")][:LOOK_BACK]


def _targets(content: Content, amendment: Amendment, lexicon: Lexicon, zone: str) -> Iterator[_Target]:
    """Yield what the value may be of: first by what is named, then by the old value where one of them has it."""
    found = [
        _target(field, item, changes, amendment, lexicon, zone)
        for field, item in items(content)
        for changes in _changes(field, item, amendment)
    ]
    yield from [one for one in found if one.is_old_value] or found


def _changes(field: str, item: Item, amendment: Amendment) -> Iterator[tuple[Change, ...]]:
    value, old, item_id = amendment.value, amendment.instead_of, item["item_id"]
    if amendment.product_ids and (field != "products" or item.get("product_id") not in amendment.product_ids):
        return
    if value.number is not None:
        for attribute in _numbers(field, item, amendment):
            is_named = bool(amendment.product_ids)
            if item.get(attribute) is not None or (is_named and attribute == "quantity"):
                yield (_set(item_id, attribute, _plain(value.number)),)
    elif field == "actions" and item.get("due") and value.on is not None:
        yield (_set(item_id, "due", value.on.isoformat()),)
    elif field == "appointment" and (old is None or old.on is None or value.on is not None):
        told = [_set(item_id, "start_on", value.on.isoformat())] if value.on else []
        told += [_set(item_id, "start_time", f"{value.at:%H:%M}")] if value.at else []
        yield tuple(told)


def _numbers(field: str, item: Item, amendment: Amendment) -> Sequence[str]:
    old = amendment.instead_of.number if amendment.instead_of else None
    if field == "products":
        is_price = amendment.is_price or (old is not None and item.get("unit_price") == old != item.get("quantity"))
        return ("unit_price",) if is_price else ("quantity",)
    if field == "facts":
        return ("value",) if item.get("value_type") == "number" and not amendment.is_price else ()
    return ("value",) if field == "amounts" and amendment.value.unit is None else ()


def _set(item_id: str, attribute: str, value: Any) -> Change:
    return {"op": "set", "item_id": item_id, "attribute": attribute, "value": value}


def _plain(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def _target(
    field: str, item: Item, changes: tuple[Change, ...], amendment: Amendment, lexicon: Lexicon, zone: str
) -> _Target:
    changed = item
    for change in changes:
        changed = set_attribute(field, changed, change["attribute"], change["value"], lexicon=lexicon, zone=zone)
    attributes = [change["attribute"] for change in changes]
    is_so = all(_present(item, name) == _present(changed, name) for name in attributes)
    is_old = amendment.instead_of is not None and _has(item, attributes[0], amendment.instead_of)
    label, after = word_item(field, changed)
    return _Target(item, changes, word_item(field, item)[1], f"{label}: {after}", is_old, is_so)


def _present(item: Item, attribute: str) -> Any:
    return item.get("start") if attribute in ("start_on", "start_time") else item.get(attribute)


def _has(item: Item, attribute: str, old: Said) -> bool:
    present = _present(item, attribute)
    if old.number is not None:
        return bool(present == old.number)
    written = str(present or "")
    return written[:10] == str(old.on) if old.on else old.at is not None and written[11:16] == f"{old.at:%H:%M}"


def _told(content: Content) -> Content:
    """Keep of the correcting note only whom it names: its values belong to the earlier one."""
    return {"spoken_customer": content.get("spoken_customer")}


def _amends(
    session: Session, recording: Recording, earlier: Entry, targets: list[_Target], lexicon: Lexicon, zone: str
) -> Item:
    count = len(recording.transcript.words) if recording.transcript else 1
    made: Item = {
        "item_id": "amends",
        "entry_id": earlier.id,
        "recording_id": earlier.recording_id,
        "evidence": {"start_word": 0, "end_word": count - 1},
        "choices": [],
    }
    if all(one.is_so_already for one in targets):
        return {**made, "state": "already", "text": targets[0].after}
    open_ones = [one for one in targets if not one.is_so_already]
    if len(open_ones) == 1 and _is_certain(open_ones[0], recording, lexicon, zone):
        _apply(session, recording, earlier, open_ones[0], lexicon, zone)
        return {**made, "state": "applied", "text": f"{open_ones[0].after} (before: {open_ones[0].before})"}
    choices = [
        {
            "key": f"{one.item['item_id']}.{one.changes[0]['attribute']}",
            "label": one.after,
            "changes": list(one.changes),
        }
        for one in open_ones
    ]
    return {**made, "state": "open", "text": "which of these was meant is not certain", "choices": choices}


def _is_certain(target: _Target, recording: Recording, lexicon: Lexicon, zone: str) -> bool:
    """Tell whether the old value, where it was named, is the one that stands there."""
    amendment = _read(recording, lexicon, zone)
    return amendment is not None and (amendment.instead_of is None or target.is_old_value)


def _apply(
    session: Session, recording: Recording, earlier: Entry, target: _Target, lexicon: Lexicon, zone: str
) -> None:
    speaker = session.get_one(Staff, recording.staff_id)
    by = Identity(speaker.id, speaker.name, Role(speaker.role))
    version_id = str(uuid.uuid5(uuid.UUID(recording.id), "amends"))
    changes = [{**change, "said_in": recording.id} for change in target.changes]
    correct_entry(session, earlier, version_id, changes, by, lexicon=lexicon, zone=zone).engine = BY_VOICE

"""How right the reading of notes is, measured by this installation itself: what people left, changed and removed.

Counted are notes that a person checked: confirmed, or corrected anywhere. What nobody looked at proves nothing, and
what was missed cannot be counted, because a correction changes or removes what was read.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.entry import Entry, EntryVersion
from models.recording import Recording
from server.services.notes.entry_content import LIST_FIELDS, SINGLE_FIELDS, Content, Item, items
from server.services.notes.entry_correction import BY_VOICE
from server.services.notes.missed_names import MissedNames

FIELDS = tuple(name for name in (*SINGLE_FIELDS, *LIST_FIELDS) if name not in ("sensitive", "amends"))
NAMES = {"spoken_customer": "customer_id", "people": "contact_id", "products": "product_id", "competitors": "name"}
AT_A_TIME = 200
MOST_NAMES = 30
_TWO_SIDED_95 = 1.96


@dataclass(slots=True)
class FieldAccuracy:
    """One kind of fact: how many were read, and of these changed and removed by people; what of them was changed."""

    field: str
    read: int = 0
    changed: int = 0
    removed: int = 0
    attributes: Counter[str] = dataclasses.field(default_factory=Counter)

    @property
    def kept(self) -> int:
        return self.read - self.changed - self.removed

    @property
    def share(self) -> float | None:
        """The share that was left as it was read; None where nothing was read."""
        return self.kept / self.read if self.read else None

    @property
    def bounds(self) -> tuple[float, float]:
        """The 95 % interval of the share after Wilson (1927), which holds for small numbers too."""
        if not self.read:
            return 0.0, 1.0
        share, z2 = self.kept / self.read, _TWO_SIDED_95**2
        middle = share + z2 / (2 * self.read)
        reach = _TWO_SIDED_95 * sqrt(share * (1 - share) / self.read + z2 / (4 * self.read**2))
        return max(0.0, (middle - reach) / (1 + z2 / self.read)), min(1.0, (middle + reach) / (1 + z2 / self.read))


@dataclass(frozen=True, slots=True)
class NameMistake:
    """A name that people put right: the words it was read from, what was read, what was meant, the newest note."""

    field: str
    heard: str
    read: str
    meant: str
    times: int
    recording_id: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The figures of a period: notes understood, those a person checked, and each kind of fact in them."""

    notes: int
    checked: int
    fields: tuple[FieldAccuracy, ...]
    names: tuple[NameMistake, ...]
    models: tuple[tuple[str, int], ...]
    missed: MissedNames = dataclasses.field(default_factory=MissedNames)


def measure_accuracy(session: Session, since: datetime) -> Accuracy:
    """Count over the entries made since an instant."""
    fields = {name: FieldAccuracy(name) for name in FIELDS}
    mistakes: Counter[tuple[str, str, str, str]] = Counter()
    newest: dict[tuple[str, str, str, str], str] = {}
    models: Counter[str] = Counter()
    missed = MissedNames()
    checked = 0
    for entry in _checked_entries(session, since):
        checked += 1
        read, left = _before_and_after(entry)
        _count(fields, read, left)
        missed.look(entry, read, left)
        transcript = entry.recording.transcript
        models[transcript.model if transcript else ""] += 1
        for mistake in _name_mistakes(entry, read, left):
            mistakes[mistake] += 1
            newest[mistake] = entry.recording_id
    names = tuple(NameMistake(*key, times, newest[key]) for key, times in mistakes.most_common(MOST_NAMES))
    notes = session.scalar(select(func.count()).select_from(Entry).where(Entry.created_at >= since)) or 0
    return Accuracy(notes, checked, tuple(fields.values()), names, tuple(models.most_common()), missed)


def _checked_entries(session: Session, since: datetime) -> Iterator[Entry]:
    by_person = select(EntryVersion.entry_id).where(
        EntryVersion.made_by_id.is_not(None), EntryVersion.engine != BY_VOICE
    )
    query = (
        select(Entry)
        .where(Entry.created_at >= since, Entry.confirmed_at.is_not(None) | Entry.id.in_(by_person))
        .options(selectinload(Entry.versions), selectinload(Entry.recording).selectinload(Recording.transcript))
        .order_by(Entry.created_at)
        .execution_options(yield_per=AT_A_TIME)
    )
    yield from session.scalars(query)


def _before_and_after(entry: Entry) -> tuple[Content, Content]:
    """Return what the engine read last before a person came, and what stands now.

    Who corrects a note by another note says something else than before: that is no mistake of the reading.
    """
    by_engine = [one for one in entry.versions if one.made_by_id is None or one.engine == BY_VOICE]
    return (by_engine[-1] if by_engine else entry.versions[0]).content, entry.newest.content


def _count(fields: dict[str, FieldAccuracy], read: Content, left: Content) -> None:
    standing = {item["item_id"]: item for _name, item in items(left)}
    for name, item in items(read):
        if name not in fields:
            continue
        counted = fields[name]
        counted.read += 1
        now = standing.get(item["item_id"])
        if now is None:
            counted.removed += 1
        elif changed := _changed(item, now):
            counted.changed += 1
            counted.attributes.update(changed)


def _changed(read: Item, now: Item) -> list[str]:
    """Return what a person set to another value; a touch that changed nothing is none."""
    return [name for name in now.get("set_by_person", ()) if _value(read, name) != _value(now, name)]


def _value(item: Item, name: str) -> Any:
    return item.get("start") if name in ("start_on", "start_time") else item.get(name)


def _name_mistakes(entry: Entry, read: Content, left: Content) -> Iterator[tuple[str, str, str, str]]:
    standing = {item["item_id"]: item for _name, item in items(left)}
    for name, item in items(read):
        now = standing.get(item["item_id"])
        if now and name in NAMES and NAMES[name] in _changed(item, now):
            yield name, _heard(entry, item), str(item.get("name") or ""), str(now.get("name") or "")


def _heard(entry: Entry, item: Item) -> str:
    evidence, transcript = item.get("evidence") or {}, entry.recording.transcript
    if transcript is None or "start_word" not in evidence:
        return ""
    words = transcript.words[evidence["start_word"] : evidence["end_word"] + 1]
    return " ".join(word[0] for word in words)

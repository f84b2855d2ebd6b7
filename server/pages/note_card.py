"""A note as the desk shows it: whose, when, where, its facts in the order that matters at the desk, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.entry import Entry
from models.recording import CustomerSource, Recording, RecordingSource, RecordingState
from models.staff import Staff
from models.visit import Visit
from server.current import installation
from server.services.colleagues.replying import count_replies
from server.services.notes.entry_reading import EntryReading, Fact
from server.services.notes.fact_wording import SECRET_KINDS
from server.services.notes.recording_reading import RecordingReading, read_recordings
from voice.commands import without_struck
from voice.types import Word

# What whoever meets the customer next must know first.
KINDS_IN_ORDER = (
    "amendment",
    "complaint",
    "product",
    "action",
    "appointment",
    "need",
    "preference",
    "amount",
    "competitor",
    "contact_update",
    "person",
    "answer",
    "customer",
    "secret",
)
STATE_WORDS = {
    RecordingState.RECEIVING: "Being spoken or on its way from the phone",
    RecordingState.WAITING_FOR_CHUNKS: "Waiting for pieces that are still on the phone",
    RecordingState.WAITING: "Being heard",
    RecordingState.SILENT: "No words heard",
    RecordingState.UNDECODABLE: "The sound could not be read",
}
UNSURE_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one label."""

    label: str
    kind: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word of a transcript, or one secret that was cut."""

    text: str
    from_s: float
    to_s: float
    is_unsure: bool = False
    is_secret: bool = False
    is_struck: bool = False
    heard: str = ""


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A recording with its visit, its entry and who confirmed it."""

    reading: RecordingReading
    visit: Visit | None
    confirmed_by: str | None
    reply_count: int = 0

    @property
    def recording(self) -> Recording:
        return self.reading.recording

    @property
    def entry(self) -> EntryReading | None:
        return self.reading.entry

    @property
    def groups(self) -> list[FactGroup]:
        return group_facts(fact for fact in self.entry.facts if not self._is_heading(fact)) if self.entry else []

    @property
    def asked(self) -> list[Fact]:
        """Return the facts whose name fits several; whom the note is about is asked until a person has said it."""
        said_by_person = self.recording.customer_source == CustomerSource.PERSON
        facts = self.entry.facts if self.entry else ()
        return [fact for fact in facts if fact.open_choice and not (fact.kind == "customer" and said_by_person)]

    def _is_heading(self, fact: Fact) -> bool:
        """Tell whether a fact only says what the card's heading says: whom the note is about."""
        customer = self.recording.customer
        return fact.kind == "customer" and fact.is_sure and customer is not None and fact.text == customer.name

    @property
    def words(self) -> list[SpokenWord]:
        transcript = self.reading.transcript
        return list(spoken_words(transcript.words)) if transcript else []

    @property
    def state_words(self) -> str | None:
        return STATE_WORDS.get(RecordingState(self.recording.state))

    @property
    def is_by_trial_model(self) -> bool:
        return self.reading.transcript is not None and self.reading.transcript.is_trial

    @property
    def is_written(self) -> bool:
        """Tell whether it was typed, so that its words are nobody's hearing."""
        return self.recording.source == RecordingSource.WRITTEN

    @property
    def is_on_its_way(self) -> bool:
        return self.recording.state in (
            RecordingState.RECEIVING,
            RecordingState.WAITING_FOR_CHUNKS,
            RecordingState.WAITING,
        )

    @property
    def has_sound(self) -> bool:
        return self.reading.has_sound and self.recording.chunk_count is not None


def note_cards(session: Session, query: Select[Recording]) -> list[NoteCard]:
    """Read the selected recordings as cards, with a flat number of queries."""
    readings = read_recordings(session, query, installation().lexicon.current(session))
    visits = _visits(session, [reading.recording for reading in readings])
    ids = [reading.recording.id for reading in readings]
    confirmed_by, replies = _confirmed_by(session, ids), count_replies(session, ids)
    return [
        NoteCard(reading, visits.get(reading.recording.visit_id or ""), confirmed_by.get(of), replies[of])
        for of, reading in zip(ids, readings, strict=True)
    ]


def note_card(session: Session, recording_id: str) -> NoteCard | None:
    found = note_cards(session, select(Recording).where(Recording.id == recording_id))
    return found[0] if found else None


def group_facts(facts: Iterable[Fact]) -> list[FactGroup]:
    """Put facts under their labels, weightiest first; within a label they stay in the order of the entry."""
    ranked = sorted(facts, key=lambda fact: (_rank(fact.kind), not fact.label.endswith("serious"), fact.label))
    return [
        FactGroup(label, kind, tuple(group))
        for (kind, label), group in groupby(ranked, key=lambda fact: (fact.kind, fact.label))
    ]


def spoken_words(words: Sequence[Sequence[Any]]) -> Iterator[SpokenWord]:
    """Yield words with their seconds; the words of one secret, each marked [kind], become one."""
    struck = iter(without_struck([Word(*word) for word in words]))
    for is_secret, run in groupby(words, key=lambda word: word[0] if word[0].startswith("[") else ""):
        held = list(run)
        taken_back = [next(struck) == "-" for _word in held]
        if is_secret:
            kind = SECRET_KINDS.get(is_secret.strip("[]"), "secret")
            yield SpokenWord(kind, held[0][1], held[-1][2], is_secret=True)
            continue
        for (text, start_s, end_s, confidence, *heard), is_struck in zip(held, taken_back, strict=True):
            is_unsure = confidence < UNSURE_BELOW
            yield SpokenWord(text, start_s, end_s, is_unsure=is_unsure, is_struck=is_struck, heard="".join(heard))


def without_marks(text: str) -> str:
    """Write the marks of cut secrets, such as "[card] [card]", for people: "(card number, not kept)"."""

    def tell(mark: re.Match[str]) -> str:
        return f"({SECRET_KINDS.get(mark[1], 'secret')}, not kept)"

    return re.sub(r"\[(\w+)\](?: \[\1\])*", tell, text)


def _rank(kind: str) -> int:
    return KINDS_IN_ORDER.index(kind) if kind in KINDS_IN_ORDER else len(KINDS_IN_ORDER)


def _visits(session: Session, recordings: Sequence[Recording]) -> dict[str, Visit]:
    wanted = {recording.visit_id for recording in recordings if recording.visit_id}
    if not wanted:
        return {}
    return {visit.id: visit for visit in session.scalars(select(Visit).where(Visit.id.in_(wanted))) if visit.is_shown}


def _confirmed_by(session: Session, recording_ids: Sequence[str]) -> dict[str, str]:
    named = select(Entry.recording_id, Staff.name).join(Staff, Staff.id == Entry.confirmed_by_id)
    return dict(session.execute(named.where(Entry.recording_id.in_(recording_ids))).all())

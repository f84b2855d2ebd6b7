"""Turns a stored entry into what people read: facts in words, each with its words and its seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.entry import Entry, EntryVersion
from models.recording import Transcript
from server.services.notes.entry_content import Content, Item, items
from server.services.notes.entry_summary import Part, Sentence, in_words, summarise, summarise_parts
from server.services.notes.fact_editing import Attribute, attributes_of
from server.services.notes.fact_wording import KINDS, OUTCOMES, word_item
from server.services.notes.languages import language_name
from server.services.notes.meant_item import said_of, told_of_lost
from server.services.notes.open_choice import OpenChoice, open_choice_of
from server.services.notes.past_words import words_behind
from server.services.rights.note_topics import open_part
from voice.lexicon import Lexicon

SURE_CONFIDENCE = 0.55
UNREAD = (
    "The words are kept; facts could not be read from them. They are read again by themselves after an update, or "
    "when somebody taps “Read again” at the desk."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One item of an entry as people read it; `from_s` and `to_s` say where it is heard, None without sound times.

    `is_offered` marks a person introduced as a new contact, whom one tap keeps; `open_choice` asks whom a name that
    fits several means.
    """

    item_id: str
    kind: str
    label: str
    text: str
    said: str
    is_sure: bool
    from_s: float | None
    to_s: float | None
    set_by_person: bool
    is_offered: bool
    attributes: tuple[Attribute, ...]
    open_choice: OpenChoice | None = None


@dataclass(frozen=True, slots=True)
class EntryReading:
    """An entry's newest version, ready to be shown; `problem` says why facts are missing, None where none are.

    `lost` are corrections of this version that found nothing to change.
    """

    id: str
    recording_id: str
    version: int
    state: str
    made_by: str
    made_at: datetime
    summary: str
    sentences: tuple[Sentence, ...]
    outcome: str | None
    sentiment: str | None
    facts: tuple[Fact, ...]
    problem: str | None = None
    is_unread: bool = False
    lost: tuple[str, ...] = ()


def read_entry(
    entry: Entry, transcript: Transcript | None, lexicon: Lexicon, closed: frozenset[str] = frozenset()
) -> EntryReading:
    """Read the newest version of an entry, without what belongs to topics that are closed to the reader."""
    return read_version(entry, entry.newest, transcript, lexicon, closed)


def read_version(
    entry: Entry, version: EntryVersion, transcript: Transcript | None, lexicon: Lexicon, closed: frozenset[str]
) -> EntryReading:
    content = open_part(version.content, closed)
    words = words_behind(entry, version, transcript)
    facts = tuple(_fact(field, item, words, lexicon, entry.customer_id) for field, item in items(content))
    parts = ((fact.kind, fact.label, Part(fact.text, fact.item_id, fact.from_s, fact.to_s)) for fact in facts)
    sentences = summarise_parts(parts) or summary_of_content(content)
    return EntryReading(
        id=entry.id,
        recording_id=entry.recording_id,
        version=version.number,
        state="confirmed" if entry.confirmed_at else "to_check",
        made_by=version.made_by.name if version.made_by else "engine",
        made_at=version.made_at,
        summary=in_words(sentences),
        sentences=sentences,
        outcome=OUTCOMES.get(content.get("outcome") or ""),
        sentiment=content.get("sentiment"),
        facts=facts,
        problem=None if facts else _why_empty(content) or None,
        is_unread=bool(content.get("unread")),
        lost=() if closed else told_of_lost(version),  # a correction is told in words of any topic
    )


def summary_of_content(content: Content, words: Sequence[Sequence[Any]] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of a stored entry without reading the rest of it; of none the reason why."""
    reason = _why_empty(content)
    return summarise(content, words) or ((Sentence((Part(reason),)),) if reason else ())


def _why_empty(content: Content) -> str:
    if content.get("unread"):
        return UNREAD
    language = content.get("not_understood")
    return (
        f"Spoken in {language_name(language)}, in which no facts are read yet. The words are kept." if language else ""
    )


def _fact(field: str, item: Item, words: list[list[Any]], lexicon: Lexicon, customer_id: str | None) -> Fact:
    label, text = word_item(field, item)
    evidence = item.get("evidence") or {}
    heard = words[evidence["start_word"] : evidence["end_word"] + 1] if evidence else []
    return Fact(
        item_id=item["item_id"],
        kind=KINDS[field],
        label=label,
        text=text,
        said=said_of(item, words),
        is_sure=_is_sure(field, item, heard),
        from_s=heard[0][1] if heard else None,
        to_s=heard[-1][2] if heard else None,
        set_by_person=bool(item.get("set_by_person")),
        is_offered=bool(item.get("is_offered")),
        attributes=attributes_of(field, item, lexicon, customer_id),
        open_choice=open_choice_of(field, item, lexicon),
    )


def _is_sure(field: str, item: Item, heard: list[list[Any]]) -> bool:
    if item.get("set_by_person"):
        return True
    if item.get("candidates") or item.get("state") == "open":
        return False
    if field == "spoken_customer" and item.get("customer_id") is None:
        return False
    return not heard or sum(word[3] for word in heard) / len(heard) >= SURE_CONFIDENCE

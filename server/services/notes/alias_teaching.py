"""Corrections teach: words that were heard where a person says that a name of ours was meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.entry import Entry
from models.learnt_alias import LearntAlias
from server.current import Identity
from server.services.notes.entry_content import Item
from server.services.notes.past_words import words_behind
from voice.lexicon import Lexicon
from voice.sound import likeness, spoken_tokens
from voice.understanding.language.vocabulary import is_common

LONGEST_ALIAS_WORDS = 6
LEAST_LIKE = 0.3
LEAST_LIKE_PART = 0.5
TAUGHT_BY = {
    ("spoken_customer", "customer_id"): "customer",
    ("people", "contact_id"): "contact",
    ("products", "product_id"): "product",
    ("competitors", "name"): "competitor",
}


def teach(
    session: Session,
    entry: Entry,
    field: str,
    attribute: str,
    before: Item,
    after: Item,
    by: Identity,
    lexicon: Lexicon,
) -> LearntAlias | None:
    """Keep what was heard for the name that a person set; None where nothing can be learnt from it.

    1. Only a name that a person changed, and only for a record that we know.
    2. The heard words are those of the item; of a longer item the part that sounds most like the name.
    3. Nothing is learnt where several of ours fit alike: the next time, another of them may be meant.
    4. Nothing is learnt from the name itself, from another name of ours, or from everyday words that sound unlike it.
    """
    if was_asked(before, attribute):
        return None
    kind = TAUGHT_BY.get((field, attribute))
    found = _record(kind, after, lexicon) if kind else None
    if kind is None or found is None:
        return None
    record_id, name = found
    alias = alias_of(heard_words(entry, before), name, is_whole=field in ("people", "spoken_customer"))
    if not alias or not _is_teachable(alias, name, lexicon):
        return None
    return keep_alias(session, kind, record_id, alias, entry.recording_id, by)


def was_asked(before: Item, attribute: str) -> bool:
    """Tell whether the name was left open: whoever chose then put nothing right."""
    return bool(before.get("candidates")) and before.get(attribute) is None


def _record(kind: str, item: Item, lexicon: Lexicon) -> tuple[str, str] | None:
    if kind == "competitor":
        spoken = spoken_tokens(item.get("name") or "")
        ids = lexicon.competitor_forms.get(tuple(spoken))
        return (ids[0], lexicon.competitor_by_id[ids[0]].name) if ids else None
    record_id = item.get(f"{kind}_id")
    return (record_id, item["name"]) if record_id else None


def heard_words(entry: Entry, item: Item) -> list[str]:
    """Give the words of an item as the ear heard them, without what was set right by itself."""
    evidence = item.get("evidence") or {}
    if "start_word" not in evidence:
        return []
    spoken: list[str] = []
    words = words_behind(entry, entry.newest, entry.recording.transcript)
    for word in words[evidence["start_word"] : evidence["end_word"] + 1]:
        spoken += _heard(word)
    return spoken


def _heard(word: Sequence[Any]) -> list[str]:
    return str(word[4]).split() if len(word) > 4 else [str(word[0])]


def alias_of(heard: Sequence[str], name: str, *, is_whole: bool) -> str:
    """Return the words that stand for a name: all of them, or the part that sounds most like it; "" where none does."""
    if is_whole and len(heard) <= LONGEST_ALIAS_WORDS:
        return " ".join(heard)
    spans = [
        " ".join(heard[start:end])
        for start in range(len(heard))
        for end in range(start + 1, min(start + LONGEST_ALIAS_WORDS, len(heard)) + 1)
    ]
    spoken = " ".join(spoken_tokens(name))
    best = max(spans, key=lambda span: likeness(span, spoken), default="")
    return best if best and likeness(best, spoken) >= LEAST_LIKE_PART else ""


def _is_teachable(alias: str, name: str, lexicon: Lexicon) -> bool:
    words, tokens = alias.split(), spoken_tokens(name)
    if "[" in alias or set(words) <= set(tokens) or is_a_name(tuple(words), lexicon):
        return False
    best = max(likeness(alias, part) for part in (" ".join(tokens), *tokens))
    return best >= LEAST_LIKE or not all(is_common(word) for word in words)


def is_a_name(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Tell whether somebody or something of ours is called just this: then it was meant, and not misheard."""
    named = [*(c.name for c in lexicon.contacts), *(c.name for c in lexicon.colleagues)]
    people = {spoken_tokens(name) for name in named}
    places = {spoken_tokens(customer.name) for customer in lexicon.customers}
    return words in people or words in places or words in lexicon.product_forms or words in lexicon.competitor_forms


def keep_alias(
    session: Session, kind: str, record_id: str, alias: str, recording_id: str, by: Identity
) -> LearntAlias | None:
    """Let words stand for a record from here on, and for no other of its kind. The caller commits."""
    same = (LearntAlias.kind == kind) & (LearntAlias.record_id == record_id) & (LearntAlias.alias == alias)
    held = session.scalar(select(LearntAlias).where(same))
    if held is None:
        held = LearntAlias(kind=kind, record_id=record_id, alias=alias)
        session.add(held)
    held.taught_by_id, held.recording_id, held.taught_at, held.forgotten_at = by.staff_id, recording_id, now(), None
    # What was taught of the same words for another record of the kind was a mistake.
    rivals = select(LearntAlias).where(
        LearntAlias.kind == kind, LearntAlias.alias == alias, LearntAlias.record_id != record_id
    )
    if kind != "contact":
        for rival in session.scalars(rivals):
            rival.forgotten_at = rival.forgotten_at or now()
    return held

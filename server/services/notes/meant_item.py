"""Which item a correction means: ids count places in an entry, and a note heard again may have another item there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.entry import Entry, EntryVersion
from server.services.notes.entry_content import Item, items
from server.services.notes.fact_wording import KINDS
from server.services.notes.past_words import words_behind

Change = dict[str, Any]
LONGEST_SAID = 300  # as much of the words as a phone sends


def meant_ids(entry: Entry, changes: Sequence[Change]) -> list[str | None]:
    """Return for each change the id of the item that it means in the newest version, None where that is not there.

    1. A change that does not say what it corrects means what has its id.
    2. The item with that id is meant where it is of the same kind and has the same words, or the same name.
    3. Else the one other item of that kind with those words is.
    """
    version = entry.newest
    words = words_behind(entry, version, entry.recording.transcript) if any(map(_of, changes)) else []
    held = [(KINDS[field], item, said_of(item, words)) for field, item in items(version.content)]
    return [_meant(change, held) for change in changes]


def said_of(item: Item, words: Sequence[Sequence[Any]]) -> str:
    """Return the words of an item; the words of one secret, each marked [kind], count once."""
    evidence = item.get("evidence") or {}
    said: list[str] = []
    for word in words[evidence["start_word"] : evidence["end_word"] + 1] if evidence else []:
        if not (said and said[-1] == word[0] and word[0].startswith("[")):
            said.append(word[0])
    return " ".join(said)


def _of(change: Change) -> dict[str, str] | None:
    return change.get("of")


def _meant(change: Change, held: Sequence[tuple[str, Item, str]]) -> str | None:
    of = _of(change)
    if of is None:
        return str(change["item_id"])
    for kind, item, said in held:
        if item["item_id"] == change["item_id"] and kind == of["kind"] and _is_same(item, said, of):
            return str(change["item_id"])
    others = [item for kind, item, said in held if kind == of["kind"] and said and said[:LONGEST_SAID] == of["said"]]
    return str(others[0]["item_id"]) if len(others) == 1 else None


def _is_same(item: Item, said: str, of: dict[str, str]) -> bool:
    if not said or not of["said"] or said[:LONGEST_SAID] == of["said"]:
        return True
    name = str(item.get("name") or "")
    return bool(name) and name.lower() in of["text"].lower()


def told_of_lost(version: EntryVersion) -> tuple[str, ...]:
    """Say which changes of a version found nothing to change, so that somebody looks; a further version ends it."""
    by = version.made_by.name if version.made_by else "Somebody"
    return tuple(_lost(change, by) for change in version.changes if change.get("is_applied") is False)


def _lost(change: Change, by: str) -> str:
    of = _of(change) or {}
    what = of.get("said") or of.get("text") or ""
    wish = "to take it out" if change.get("op") == "remove" else f"{change.get('attribute')} {change.get('value')}"
    about = f" (“{what}”)" if what else ""
    return f"A correction by {by} is kept but not put in: what it was of{about} is not in this entry. Wanted: {wish}."

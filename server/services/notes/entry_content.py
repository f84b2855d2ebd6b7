"""The stored form of an entry: the schema's fields, each item with an `item_id` that stays through all versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Content = dict[str, Any]
Item = dict[str, Any]

SINGLE_FIELDS = ("spoken_customer", "appointment", "amends")
LIST_FIELDS = (
    "people",
    "products",
    "amounts",
    "competitors",
    "complaints",
    "preferences",
    "needs",
    "actions",
    "contact_updates",
    "answers",
    "facts",
    "sensitive",
)


def with_item_ids(content: Content) -> Content:
    """Return the content with an id on each item, made of its field and place ("products-0")."""
    made = dict(content)
    for field in SINGLE_FIELDS:
        if content.get(field):
            made[field] = {"item_id": field, **content[field]}
    for field in LIST_FIELDS:
        made[field] = [{"item_id": f"{field}-{at}", **item} for at, item in enumerate(content.get(field) or [])]
    return made


def not_understood(language: str) -> Content:
    """Return the content of a note in a language for which there are no rules: no facts, and the language."""
    return {**empty_content(), "not_understood": language}


def unread() -> Content:
    """Return the content of a note that the readers broke on: no facts, and that they are missing."""
    return {**empty_content(), "unread": True}


def empty_content() -> Content:
    """Return the content of a note that tells nothing."""
    empty: Content = {"outcome": None, "sentiment": None}
    return {**empty, **dict.fromkeys(SINGLE_FIELDS), **{field: [] for field in LIST_FIELDS}}


def items(content: Content) -> Iterator[tuple[str, Item]]:
    """Yield every item with its field's name, in the order of the schema."""
    for field in SINGLE_FIELDS:
        if content.get(field):
            yield field, content[field]
    for field in LIST_FIELDS:
        for item in content.get(field) or []:
            yield field, item


def without_item(content: Content, item_id: str) -> Content:
    kept = dict(content)
    for field in SINGLE_FIELDS:
        if (content.get(field) or {}).get("item_id") == item_id:
            kept[field] = None
    for field in LIST_FIELDS:
        kept[field] = [item for item in content.get(field) or [] if item["item_id"] != item_id]
    return kept


def with_changed_item(content: Content, item_id: str, changed: Item) -> Content:
    made = dict(content)
    for field in SINGLE_FIELDS:
        if (content.get(field) or {}).get("item_id") == item_id:
            made[field] = changed
    for field in LIST_FIELDS:
        made[field] = [changed if item["item_id"] == item_id else item for item in content.get(field) or []]
    return made

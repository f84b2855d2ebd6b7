"""The written form of an entry: plain dicts and back."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from voice.understanding import types as t

_LISTS: dict[str, type] = {
    "people": t.Person,
    "products": t.ProductLine,
    "amounts": t.Amount,
    "competitors": t.CompetitorMention,
    "complaints": t.Complaint,
    "preferences": t.Preference,
    "needs": t.Need,
    "actions": t.Action,
    "contact_updates": t.ContactUpdate,
    "sensitive": t.Secret,
    "answers": t.AnswerGiven,
    "facts": t.OwnFact,
}
_SINGLES: dict[str, type] = {"spoken_customer": t.SpokenCustomer, "appointment": t.Appointment}


def entry_to_json(entry: t.Entry) -> dict[str, Any]:
    """Write every field; candidates only where there are some."""
    written: dict[str, Any] = {}
    for part in fields(entry):
        value = getattr(entry, part.name)
        if isinstance(value, tuple):
            written[part.name] = [_item_to_json(item) for item in value]
        else:
            written[part.name] = _item_to_json(value) if is_dataclass(value) else value
    return written


def entry_from_json(written: dict[str, Any]) -> t.Entry:
    """Read what `entry_to_json` wrote; unknown keys are ignored."""
    try:
        values: dict[str, Any] = {"outcome": written.get("outcome"), "sentiment": written.get("sentiment")}
        for key, kind in _LISTS.items():
            values[key] = tuple(_item_from_json(kind, item) for item in written.get(key) or ())
        for key, kind in _SINGLES.items():
            values[key] = _item_from_json(kind, written[key]) if written.get(key) else None
        return t.Entry(**values)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"this is no entry: {error}") from error


def _item_to_json(item: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if isinstance(value, t.Evidence):
            written[part.name] = {"start_word": value.start_word, "end_word": value.end_word}
        elif part.name == "candidates":
            if value:
                written[part.name] = list(value)
        elif isinstance(value, float) and value.is_integer():
            written[part.name] = int(value)
        else:
            written[part.name] = value
    return written


def _item_from_json(kind: type, written: dict[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for part in fields(kind):
        if part.name == "evidence":
            values["evidence"] = t.Evidence(
                int(written["evidence"]["start_word"]), int(written["evidence"]["end_word"])
            )
        elif part.name == "candidates":
            values["candidates"] = tuple(written.get("candidates") or ())
        elif part.name in written or part.default is MISSING:
            values[part.name] = written.get(part.name)
    return kind(**values)

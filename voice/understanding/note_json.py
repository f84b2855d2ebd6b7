"""Read a note from its written form, one JSON object."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from voice.understanding.types import Note, OpenQuestion


def note_from_json(written: Any) -> Note:
    """Read id, text, recorded_at, customer_id, rep_id and open_questions; other keys are ignored.

    Raises ValueError that names what is missing or wrong.
    """
    if not isinstance(written, dict):
        raise ValueError("a note is a JSON object with id, text and recorded_at")
    recorded_at = datetime.fromisoformat(_text(written, "recorded_at"))
    if recorded_at.tzinfo is None:
        raise ValueError("recorded_at needs an offset, such as 2026-03-10T09:40:00-05:00")
    return Note(
        id=_text(written, "id"),
        text=_text(written, "text"),
        recorded_at=recorded_at,
        customer_id=written.get("customer_id"),
        rep_id=written.get("rep_id"),
        open_questions=tuple(_question(q) for q in written.get("open_questions") or ()),
    )


def _text(written: dict[str, Any], key: str) -> str:
    value = written.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be a text, not {value!r}")
    return value


def _question(written: Any) -> OpenQuestion:
    if not isinstance(written, dict):
        raise ValueError("an open question is a JSON object with key, text and kind")
    options = tuple(str(option) for option in written.get("options") or ())
    return OpenQuestion(_text(written, "key"), _text(written, "text"), _text(written, "kind"), options)

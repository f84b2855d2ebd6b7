"""Who may change a note. Everybody reads all that are not private: no one owns the customer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, true

from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden
from server.services.rights.roles import Right, may


def may_change(recording: Recording, by: Identity) -> bool:
    """Tell whether somebody may correct a note: the rep who spoke it, and the desk, which hears from the customer."""
    if may(by.role, Right.CHANGE_OF_OTHERS):
        return True
    return may(by.role, Right.WRITE) and recording.staff_id == by.staff_id


def require_may_change(recording: Recording, by: Identity) -> None:
    """Raise Forbidden for whoever may change only their own notes, and a colleague's."""
    if not may_change(recording, by):
        raise Forbidden(
            "This note was spoken by a colleague, who can correct it. Tell them, or ask support.", code="not-yours"
        )


def readable_by(staff_id: str) -> ColumnElement[bool]:
    """Return the condition for notes that somebody may read: a private one is its author's alone."""
    is_private = getattr(Recording, "is_private", None)
    return true() if is_private is None else or_(is_private.is_(False), Recording.staff_id == staff_id)

"""Who may change a note. Everybody reads all of them: no one owns the customer."""

from __future__ import annotations

from models.recording import Recording
from models.staff import Role
from server.current import Identity
from server.errors import Forbidden


def may_change(recording: Recording, by: Identity) -> bool:
    """Tell whether somebody may correct a note: the rep who spoke it, and the desk, which hears from the customer."""
    return by.role != Role.REP or recording.staff_id == by.staff_id


def require_may_change(recording: Recording, by: Identity) -> None:
    """Raise Forbidden for a rep and a colleague's note."""
    if not may_change(recording, by):
        raise Forbidden(
            "This note was spoken by a colleague, who can correct it. Tell them, or ask support.", code="not-yours"
        )

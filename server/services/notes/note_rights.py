"""Who may change a note. Everybody reads all that are not private: no one owns the customer."""

from __future__ import annotations

from sqlalchemy.orm import object_session

from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden
from server.services.rights.note_topics import require_whole
from server.services.rights.roles import Right, may


def may_change(recording: Recording, by: Identity) -> bool:
    """Tell whether somebody may correct a note: the rep who spoke it, and the desk, which hears from the customer."""
    if may(by.role, Right.CHANGE_OF_OTHERS):
        return True
    return may(by.role, Right.WRITE) and recording.staff_id == by.staff_id


def require_may_change(recording: Recording, by: Identity) -> None:
    """Raise Forbidden for whoever may change only their own notes, or may not read all of a colleague's."""
    if not may_change(recording, by):
        raise Forbidden(
            "This note was spoken by a colleague, who can correct it. Tell them, or ask support.", code="not-yours"
        )
    if session := object_session(recording):
        require_whole(session, recording)

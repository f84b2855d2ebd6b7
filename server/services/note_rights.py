"""Who may change a note. Everybody reads all of them: no one owns the customer."""

from __future__ import annotations

from models.recording import Recording
from models.staff import Role
from server.current import Identity
from server.errors import Forbidden


def require_may_change(recording: Recording, by: Identity) -> None:
    """Let the rep who spoke a note correct it, and the desk, which hears from the customer; raises Forbidden."""
    if by.role == Role.REP and recording.staff_id != by.staff_id:
        raise Forbidden(
            "This note was spoken by a colleague, who can correct it. Tell them, or ask support.", code="not-yours"
        )

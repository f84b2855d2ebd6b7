"""Who may close a row of a ledger, and what a person's word does to it: promises and complaints alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from models.base import now
from models.staff import Role
from server.services.rights.roles import Right, may


class Somebody(Protocol):
    """Who wants to close: a signed-in person, or whoever asks for a brief."""

    @property
    def staff_id(self) -> str: ...

    @property
    def role(self) -> Role: ...


class LedgerRow(Protocol):
    """A row that is open or ended, by a person or by a later note; `state` is an enum of its own ledger."""

    state: Any
    closed_at: Any
    closed_by_id: Any
    closed_by_recording_id: Any
    reopened_at: Any


def may_close(whose_id: str | None, spoken_by_id: str, by: Somebody) -> bool:
    """Tell whether somebody may close a row: whose it is, who spoke its note, and the desk."""
    if may(by.role, Right.CHANGE_OF_OTHERS):
        return True
    return may(by.role, Right.WRITE) and by.staff_id in (whose_id, spoken_by_id)


def end_or_reopen(row: LedgerRow, state: str, by_id: str, *, is_open: bool) -> bool:
    """Put a person's word on a row; False where it says so already, by a person. The caller tells and commits."""
    if row.state == state and (is_open or row.closed_by_id is not None):
        return False
    at: datetime = now()
    row.state = state
    if is_open:
        row.reopened_at = at
        row.closed_at = row.closed_by_id = row.closed_by_recording_id = None
    else:
        row.closed_at, row.closed_by_id = at, by_id
    return True

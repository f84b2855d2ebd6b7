"""Closing an action at a person's word or because a later note says it was done, and taking that back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.event import record_event
from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden
from server.services.ledgers.closing import end_or_reopen, may_close


def require_may_close(session: Session, action: Action, by: Identity) -> None:
    """Raise Forbidden for a rep and a colleague's promise."""
    if not may_close(action.owner_id, session.get_one(Recording, action.recording_id).staff_id, by):
        raise Forbidden("This was promised by a colleague. Tell them, or ask support to close it.", code="not-yours")


def set_state(session: Session, action: Action, state: ActionState, by: Identity) -> None:
    """Close an action as done or dropped, or open it again; the same word again changes nothing. The caller commits."""
    if end_or_reopen(action, state, by.staff_id, is_open=state == ActionState.OPEN):
        _tell(session, action, by.staff_id)


def close_what_was_done(session: Session, recording: Recording) -> list[Action]:
    """Close the customer's open actions that this note says were done ("i sent maria the price list").

    Only what was promised in earlier notes is closed. What a person opened again stays open, whatever notes from
    before say when they are understood again. The caller commits.
    """
    from voice.understanding.tasks.deeds import kept_promises  # loads the readers' word lists

    transcript = recording.transcript
    if recording.customer_id is None or transcript is None:
        return []
    waiting = _open_before(session, recording)
    words = [word[0] for word in transcript.words]
    kept = [waiting[one.promise] for one in kept_promises(words, [action.what for action in waiting])]
    for action in kept:
        close_by_note(session, action, recording)
    return kept


def _open_before(session: Session, recording: Recording) -> list[Action]:
    earlier = select(Recording.id).where(Recording.started_at < recording.started_at, Recording.id != recording.id)
    query = select(Action).where(
        Action.customer_id == recording.customer_id,
        Action.state == ActionState.OPEN,
        Action.reopened_at.is_(None) | (Action.reopened_at < recording.started_at),
        Action.recording_id.in_(earlier),
    )
    return list(session.scalars(query.order_by(Action.created_at, Action.id)))


def close_by_note(session: Session, action: Action, recording: Recording) -> None:
    """Close an action as done because a later note says so; a tap opens it again. The caller commits."""
    action.state, action.closed_at = ActionState.DONE, recording.started_at
    action.closed_by_recording_id = recording.id
    _tell(session, action, recording.staff_id)


def _tell(session: Session, action: Action, staff_id: str) -> None:
    record_event(
        session,
        f"action.{action.state}",
        staff_id=staff_id,
        customer_id=action.customer_id,
        recording_id=action.recording_id,
        details={"action_id": action.id},
    )

"""Tells people of their promises on the day they are due, and once more when the day has passed."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.notice import Notice, Reason
from models.recording import Recording
from server.services.notices.making import Cause, give_notice

OVERDUE_FOR = timedelta(days=7)  # what is older was overdue before anybody was told of anything
MOST_AT_ONCE = 200


def tell_of_due_promises(session: Session, today: date) -> None:
    """Tell each owner once of a day that has come, and once of one that has passed. The caller commits."""
    due = (
        select(Action)
        .join(Recording, Recording.id == Action.recording_id)
        .where(
            Action.state == ActionState.OPEN,
            Action.owner_id.is_not(None),
            Action.due_on <= today,
            Action.due_on >= today - OVERDUE_FOR,
            or_(Recording.is_private.is_(False), Recording.staff_id == Action.owner_id),
        )
    )
    actions = session.scalars(due.order_by(Action.due_on.desc(), Action.id)).all()
    told = select(Notice.staff_id, Notice.cause).where(
        Notice.reason == Reason.PROMISE, Notice.action_id.in_([action.id for action in actions])
    )
    held = {(staff_id, cause) for staff_id, cause in session.execute(told)}
    fresh = [action for action in actions if (action.owner_id, _name(action, today)) not in held]
    for action in fresh[:MOST_AT_ONCE]:
        cause = Cause(_name(action, today), action.recording_id, action_id=action.id)
        give_notice(session, Reason.PROMISE, cause, [action.owner_id])


def _name(action: Action, today: date) -> str:
    assert action.due_on is not None
    return f"{'due' if action.due_on == today else 'overdue'}:{action.id}:{action.due_on.isoformat()}"

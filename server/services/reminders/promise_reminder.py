"""Reminders that a rep asked for in a note: when they are due, what they say, and that each is said once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.action import Action, ActionState
from models.recording import Recording
from server.services.notes.entry_content import Content
from server.services.positions.position_gate import allowance_of
from server.services.visits.company_map import CompanyMap
from voice.commands import find_reminders, pauses_of
from voice.types import Word

KIND = "reminder"
IN_THE_MORNING = time(8)
TOO_LATE = timedelta(days=7)
AGAIN_AFTER = timedelta(minutes=5)
MOST_AT_ONCE = 100


def mark_reminders(content: Content, words: list[Word]) -> None:
    """Say in a note's actions which of them are to be reminded of, and of what."""
    for reminder in find_reminders([word.text for word in words], pauses_of(words)):
        for action in content.get("actions") or []:
            evidence = action.get("evidence") or {}
            if action.get("due") and evidence and reminder.at <= evidence["end_word"] <= reminder.at + 20:
                action["is_reminder"] = True
                if reminder.what and action["what"] == "remind me":
                    action["what"] = reminder.what
                break


def plan_reminders_of(session: Session, recording: Recording, content: Content, zone: str) -> None:
    """Give the ledger's rows of a note their time to be reminded. The caller commits."""
    asked = {action["item_id"] for action in content.get("actions") or [] if action.get("is_reminder")}
    rows = session.scalars(select(Action).where(Action.recording_id == recording.id, Action.reminded_at.is_(None)))
    for action in rows:
        action.remind_at = due_time(action, zone) if action.item_id in asked else None


def due_time(action: Action, zone: str) -> datetime | None:
    """Return the instant that was said, or eight in the morning of the day."""
    if action.due_at is not None:
        return action.due_at
    return datetime.combine(action.due_on, IN_THE_MORNING, ZoneInfo(zone)) if action.due_on else None


def take_due_actions(session: Session, company_map: CompanyMap, at: datetime) -> list[Action]:
    """Mark what is due as said before it is; the caller commits, then sends.

    1. What was done or dropped meanwhile, or moved to a later day, is not said.
    2. Outside the owner's working hours it waits for the next ones, a week at most.
    """
    is_due = (Action.remind_at <= at) & Action.reminded_at.is_(None) & (Action.state == ActionState.OPEN)
    query = select(Action).where(is_due, Action.owner_id.is_not(None)).options(joinedload(Action.customer))
    taken = []
    locked = query.order_by(Action.remind_at).limit(MOST_AT_ONCE).with_for_update(of=Action, skip_locked=True)
    for action in session.scalars(locked).all():
        wanted_at = due_time(action, company_map.zone.key)
        hours = allowance_of(session, company_map, action.owner_id or "", at, at).hours
        if wanted_at is not None and wanted_at > at:
            action.remind_at = wanted_at
        elif wanted_at is None or at - wanted_at > TOO_LATE:
            action.remind_at = None
        elif hours.include(at, company_map.zone):
            action.reminded_at = at
            taken.append(action)
    return taken


def try_again(session: Session, action_id: str, at: datetime) -> None:
    """Have a reminder that reached no push service said again soon."""
    action = session.get_one(Action, action_id, with_for_update=True)
    action.reminded_at, action.remind_at = None, at + AGAIN_AFTER


def message_of_action(action: Action) -> dict[str, Any]:
    """Return what the phone shows."""
    title = action.customer.name if action.customer else "Reminder"
    about = {"recording_id": action.recording_id, "customer_id": action.customer_id or ""}
    return {"kind": KIND, **about, "title": title, "body": action.what}

"""Keeps the ledger in line with entries: each action of a note is a row with owner, due date and how it ended."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.base import now
from models.entry import Entry, EntryVersion
from models.handover import Handover
from models.recording import Recording
from models.staff import Staff
from server.services.notes.entry_content import Item


def keep_actions(session: Session, entry: Entry, zone: str) -> list[Action]:
    """Write an entry's actions into the ledger and return those that stand in it now. The caller commits.

    Called after each version. A row follows its item while it is open; an item that went takes its open row along.
    What a person or a later note closed stays as it was closed, and what a person opened again is not dropped because
    the words are read otherwise. What people handed over follows their words alone.
    """
    recording = entry.recording
    known = {action.item_id: action for action in _rows(session, recording.id)}
    handed = set(session.scalars(select(Handover.action_id).where(Handover.recording_id == recording.id)))
    standing = []
    for item in entry.newest.content.get("actions") or []:
        if not item.get("what"):
            continue
        action = known.pop(item["item_id"], None)
        if action is None:
            action = Action(recording_id=recording.id, item_id=item["item_id"], created_at=recording.started_at)
            session.add(action)
        action.customer_id = recording.customer_id
        if not is_closed_by_somebody(action) and action.id not in handed:
            _follow(session, action, item, recording, zone)
        standing.append(action)
    for action in known.values():
        if not is_closed_by_somebody(action) and not _is_reopened(action, entry.newest) and action.id not in handed:
            action.state, action.closed_at = ActionState.DROPPED, now()
    session.flush()
    return standing


def _is_reopened(action: Action, version: EntryVersion) -> bool:
    """Tell whether a person opened it again and nobody took it out of the note since."""
    if action.state != ActionState.OPEN or action.reopened_at is None:
        return False
    return version.made_by_id is None or action.reopened_at > version.made_at


def is_closed_by_somebody(action: Action) -> bool:
    """Tell a word of people, or of a later note, from the engine's own dropping of a row."""
    return action.state != ActionState.OPEN and bool(action.closed_by_id or action.closed_by_recording_id)


def _rows(session: Session, recording_id: str) -> list[Action]:
    return list(session.scalars(select(Action).where(Action.recording_id == recording_id)))


def _follow(session: Session, action: Action, item: Item, recording: Recording, zone: str) -> None:
    action.what = item["what"]
    action.owner_id, action.owner_name = _owner(session, item.get("owner"), recording)
    action.due_on, action.due_at = read_due(item.get("due"), zone)
    action.state, action.closed_at = ActionState.OPEN, None


def _owner(session: Session, said: object, recording: Recording) -> tuple[str | None, str]:
    """Return whose row it is: the rep's own, a colleague's by full name, or only the words ("customer")."""
    if said == "me":
        return recording.staff_id, ""
    name = str(said or "")[:200]
    if not name or name == "customer":
        return None, name
    named = select(Staff.id).where(func.lower(Staff.name) == name.lower(), Staff.left_at.is_(None))
    found = session.scalars(named).all()
    return (found[0], "") if len(found) == 1 else (None, name)


def read_due(written: object, zone: str) -> tuple[date | None, datetime | None]:
    """Read "2026-03-13" or "2026-03-13T15:00-05:00" as day and, where one was said, instant; vague words as neither."""
    text = str(written or "")
    try:
        if len(text) <= 10:
            return (date.fromisoformat(text), None) if text else (None, None)
        at = datetime.fromisoformat(text)
    except ValueError:
        return None, None
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    return at.astimezone(ZoneInfo(zone)).date(), at


def fill_ledger(session: Session, zone: str) -> int:
    """Write the actions of entries that were made before there was a ledger; return of how many. The caller commits.

    A ledger that holds anything is left alone: from the first row on, each entry sees to its own.
    """
    if session.scalar(select(Action.id).limit(1)) is not None:
        return 0
    filled = 0
    for entry_id in session.scalars(select(Entry.id).order_by(Entry.created_at)).all():
        filled += bool(keep_actions(session, session.get_one(Entry, entry_id), zone))
    return filled

"""Reads the ledger: what is open at a customer, what is a person's, what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from models.action import Action, ActionState
from models.handover import Handover
from models.recording import Recording
from models.staff import Staff

MOST_SHOWN = 200
CUSTOMERS_SIDE = "customer"


@dataclass(frozen=True, slots=True)
class Promised:
    """One action as a reader wants it: whose, since when and by when, said by whom; `item_id` finds its words."""

    id: str
    what: str
    owner: str
    owner_id: str | None
    is_customers: bool
    due_on: date | None
    due_at: datetime | None
    is_overdue: bool
    state: str
    said_at: datetime
    said_by: str
    said_by_id: str
    recording_id: str
    item_id: str
    customer_id: str | None
    customer: str
    closed_at: datetime | None
    closed_by: str
    handed_by: str = ""
    handed_by_id: str | None = None
    taken_at: datetime | None = None


def open_at(session: Session, customer_id: str, today: date) -> list[Promised]:
    """Return what is open at a customer, the most urgent first."""
    return _read(session, _ordered().where(Action.customer_id == customer_id, _is_open()), today)


def open_at_each(session: Session, customer_ids: Iterable[str], today: date) -> dict[str, list[Promised]]:
    """Return what is open at each of some customers, in one query."""
    found: dict[str, list[Promised]] = defaultdict(list)
    query = _ordered(None).where(Action.customer_id.in_(list(customer_ids)), _is_open())
    for promised in _read(session, query, today):
        found[promised.customer_id or ""].append(promised)
    return found


def open_everywhere(
    session: Session, today: date, owner_id: str | None = None, only: ColumnElement[bool] | None = None
) -> list[Promised]:
    """Return what is open at all customers, or of one person's, or `only` some of it, the most urgent first."""
    query = _ordered().where(_is_open())
    query = query.where(Action.owner_id == owner_id) if owner_id else query
    return _read(session, query if only is None else query.where(only), today)


def lately_closed(session: Session, customer_id: str, today: date, limit: int = 5) -> list[Promised]:
    """Return what was done or dropped last at a customer by people or notes."""
    closed = Action.state != ActionState.OPEN
    by_somebody = Action.closed_by_id.is_not(None) | Action.closed_by_recording_id.is_not(None)
    query = _base().where(Action.customer_id == customer_id, closed, by_somebody)
    return _read(session, query.order_by(Action.closed_at.desc(), Action.id.desc()).limit(limit), today)


def _is_open() -> ColumnElement[bool]:
    return Action.state == ActionState.OPEN


def _base() -> Select[Action, datetime, Staff]:
    query = select(Action, Recording.started_at, Staff).join(Recording, Recording.id == Action.recording_id)
    query = query.join(Staff, Staff.id == Recording.staff_id)
    return query.options(joinedload(Action.owner), joinedload(Action.customer))


def _ordered(limit: int | None = MOST_SHOWN) -> Select[Action, datetime, Staff]:
    query = _base().order_by(Action.due_on.is_(None), Action.due_on, Recording.started_at.desc(), Action.id)
    return query.limit(limit)


def _read(session: Session, query: Select[Action, datetime, Staff], today: date) -> list[Promised]:
    rows = session.execute(query).all()
    closers = _names(session, {action.closed_by_id for action, _at, _by in rows if action.closed_by_id})
    handed = _handed(session, [action.id for action, _at, _by in rows])
    return [
        _promised(action, said_at, said_by, closers, handed.get(action.id), today) for action, said_at, said_by in rows
    ]


def _handed(session: Session, action_ids: list[str]) -> dict[str, Handover]:
    """Return the newest hand-over of each action that was handed over."""
    if not action_ids:
        return {}
    query = select(Handover).where(Handover.action_id.in_(action_ids)).options(joinedload(Handover.giver))
    return {one.action_id: one for one in session.scalars(query.order_by(Handover.at, Handover.id))}


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    return dict(session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids))).all()) if ids else {}


def _promised(
    action: Action, said_at: datetime, said_by: Staff, closers: dict[str, str], handed: Handover | None, today: date
) -> Promised:
    return Promised(
        id=action.id,
        what=action.what,
        owner=action.owner.name if action.owner else action.owner_name,
        owner_id=action.owner_id,
        is_customers=action.owner_name == CUSTOMERS_SIDE,
        due_on=action.due_on,
        due_at=action.due_at,
        is_overdue=action.state == ActionState.OPEN and action.due_on is not None and action.due_on < today,
        state=action.state,
        said_at=said_at,
        said_by=said_by.name,
        said_by_id=said_by.id,
        recording_id=action.recording_id,
        item_id=action.item_id,
        customer_id=action.customer_id,
        customer=action.customer.name if action.customer else "",
        closed_at=action.closed_at,
        closed_by=closers.get(action.closed_by_id or "", "a later note" if action.closed_by_recording_id else ""),
        handed_by=handed.giver.name if handed and handed.from_id != handed.to_id else "",
        handed_by_id=handed.from_id if handed and handed.from_id != handed.to_id else None,
        taken_at=handed.taken_at if handed else None,
    )

"""What we promised by a day of the week, and what became of it: kept by its day, broken, still ahead, dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.base import UtcTime
from models.customer import Customer
from models.staff import Staff
from server.services.actions.reading import CUSTOMERS_SIDE
from server.services.friday.listing import Listing, Narrow, Query, Row, Rows, is_whose
from server.services.friday.looking import Looking
from server.services.friday.week import midnight


class Ending(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"  # its day is over; done later is broken all the same
    AHEAD = "ahead"
    DROPPED = "dropped"  # a person said that it is not needed


@dataclass(frozen=True, slots=True)
class OfOne:
    """What became of one person's promises; nobody's have neither id nor name."""

    staff_id: str | None
    name: str
    endings: dict[Ending, int]

    @property
    def due(self) -> int:
        return sum(self.endings.values())


def promises_by_person(session: Session, looking: Looking) -> list[OfOne]:
    """Count the week's promises by whose they are, in the order of names; nobody's last."""
    ending = _ending(looking)
    query = select(Action.owner_id, Staff.name, ending, func.count()).outerjoin(Staff, Staff.id == Action.owner_id)
    counted: dict[tuple[str | None, str], dict[Ending, int]] = defaultdict(lambda: dict.fromkeys(Ending, 0))
    for owner_id, name, one, count in session.execute(
        query.where(_is_due(looking)).group_by(Action.owner_id, Staff.name, ending)
    ):
        counted[owner_id, name or ""][Ending(one)] = count
    by_name = sorted(counted.items(), key=lambda one: (one[0][0] is None, one[0][1].casefold(), one[0][0] or ""))
    return [OfOne(staff_id, name, endings) for (staff_id, name), endings in by_name]


def _is_ours(looking: Looking) -> ColumnElement[bool]:
    """Return the condition for promises of ours that stood in a note; what was misread was dropped by nobody."""
    is_misread = and_(
        Action.state == ActionState.DROPPED, Action.closed_by_id.is_(None), Action.closed_by_recording_id.is_(None)
    )
    return and_(Action.owner_name != CUSTOMERS_SIDE, Action.created_at < looking.as_of, ~is_misread)


def _is_due(looking: Looking) -> ColumnElement[bool]:
    return and_(Action.due_on.between(looking.week.monday, looking.week.sunday), _is_ours(looking))


def _ending(looking: Looking) -> ColumnElement[Any]:
    ends = [
        (Action.due_on == day, literal(midnight(day + timedelta(days=1), looking.zone), UtcTime()))
        for day in looking.week.days
    ]
    return case(
        (Action.state == ActionState.DROPPED, Ending.DROPPED),
        (and_(Action.state == ActionState.DONE, Action.closed_at < case(*ends)), Ending.KEPT),
        (Action.due_on < looking.first_day_ahead, Ending.BROKEN),
        else_=Ending.AHEAD,
    )


def _is_left_over(looking: Looking) -> ColumnElement[bool]:
    """Return the condition for what was due before the week and not done when it is looked at."""
    is_open = Action.state == ActionState.OPEN
    if not looking.is_running:
        is_open = or_(is_open, Action.closed_at >= looking.as_of)
    return and_(Action.due_on < looking.week.monday, is_open, _is_ours(looking))


def _rows_where(
    condition: Callable[[Looking], ColumnElement[bool]],
) -> Query:
    def query(_session: Session, looking: Looking, narrow: Narrow) -> Rows:
        rows = select(Action, Customer.name, Staff.name)
        rows = rows.outerjoin(Customer, Customer.id == Action.customer_id)
        rows = rows.outerjoin(Staff, Staff.id == Action.owner_id)
        return rows.where(condition(looking), is_whose(Action.owner_id, narrow)).order_by(
            Action.due_on, Staff.name, Action.id
        )

    return query


def _row(looking: Looking, found: Any) -> Row:
    action, customer, owner = found
    return Row(
        customer_id=action.customer_id,
        customer=customer or "",
        what=action.what,
        who=owner or action.owner_name,
        on=action.due_on,
        state=_said_of(action, looking),
        recording_id=action.recording_id,
    )


def _said_of(action: Action, looking: Looking) -> str:
    if action.state == ActionState.OPEN or action.closed_at is None:
        return "Open"
    on = action.closed_at.astimezone(looking.zone).date()
    word = "Done" if action.state == ActionState.DONE else "Dropped"
    return f"{word} {on.day} {on:%b}"


def _listing(title: str, about: str, condition: Callable[[Looking], ColumnElement[bool]]) -> Listing:
    headings = {"on": "Due", "what": "Promised", "customer": "Customer", "who": "By", "state": "Now"}
    return Listing(title, about, headings, _rows_where(condition), _row)


def _ended(as_one: Ending) -> Callable[[Looking], ColumnElement[bool]]:
    return lambda looking: and_(_is_due(looking), _ending(looking) == as_one)


DUE = _listing("Promises due", "Everything of ours that was to be done by a day of this week.", _is_due)
LEFT_OVER = _listing("Left from before", "Due before this week and not done yet.", _is_left_over)
ENDED = {
    Ending.KEPT: _listing("Promises kept", "Done by the day that was named.", _ended(Ending.KEPT)),
    Ending.BROKEN: _listing(
        "Promises broken", "Not done by the day that was named; some were done later.", _ended(Ending.BROKEN)
    ),
    Ending.AHEAD: _listing("Promises ahead", "Their day is still to come.", _ended(Ending.AHEAD)),
    Ending.DROPPED: _listing(
        "Promises dropped", "Somebody said that they are not needed any more.", _ended(Ending.DROPPED)
    ),
}

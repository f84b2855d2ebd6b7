"""Visits that a phone's automation tells of without a position: "I arrived", "I left"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.event import record_event
from models.visit import Origin, Visit, is_shown
from server.current import Identity
from server.services.customers.customer_by_word import NamedCustomer
from server.services.notes.note_linking import relink_notes, tell_moved
from server.services.visits.visit_logging import hold_rep
from server.services.visits.visit_upkeep import SAME_STAY

REPEATED_WITHIN = timedelta(minutes=10)  # retries, and automations that fire twice at the edge of a place
LONGEST_STAY = timedelta(hours=16)
NOTES_AROUND = timedelta(hours=1)
SURE, UNSURE = 0.9, 0.5  # a fence of the phone's own is right more often than not, and is no person's word
ONLY_LEFT = "Only the leaving was told: when it began is not known."
TOLD = "told by an automation on your phone"


def arrive(session: Session, by: Identity, at: datetime, named: NamedCustomer, flag: str | None) -> Visit:
    """Open a visit; being told again of one that is known changes nothing. The caller commits.

    1. A visit at that customer that covers the instant, whoever saw it, is that visit.
    2. One of which only the leaving was told, for it came first, gets its beginning.
    3. What an automation left open before is over: nobody is at two places.
    """
    hold_rep(session, by.staff_id)
    around = _visits_around(session, by.staff_id, at)
    known = next((visit for visit in around if _is_same_place(visit, named) and _covers(visit, at)), None)
    if known is not None:
        return known
    headless = next((visit for visit in around if _lacks_arrival(visit, named, at)), None)
    if headless is not None:
        headless.arrived_at, headless.flag = at, flag
        return _settle(session, headless, "visit.changed")
    for visit in around:
        if _lacks_leaving(visit) and visit.arrived_at < at:
            visit.left_at, visit.is_open = at, False
            _settle(session, visit, "visit.closed")
    visit = _make(session, by, at, named, flag)
    visit.is_open = True
    return _settle(session, visit, "visit.opened")


def leave(session: Session, by: Identity, at: datetime, named: NamedCustomer, flag: str | None) -> Visit:
    """Close the visit that was opened last; without one the leaving is kept by itself. The caller commits."""
    hold_rep(session, by.staff_id)
    around = _visits_around(session, by.staff_id, at)
    begun = [visit for visit in around if _lacks_leaving(visit) and visit.arrived_at <= at]
    open_one = next((one for one in begun if one.customer_id is None or named.id in (None, one.customer_id)), None)
    if open_one is not None:
        open_one.left_at, open_one.is_open = at, False
        if open_one.customer_id is None and named.id is not None:
            open_one.customer_id, open_one.is_question, open_one.probability = named.id, False, SURE
        return _settle(session, open_one, "visit.closed")
    known = next((visit for visit in around if _is_same_place(visit, named) and _covers(visit, at)), None)
    if known is not None:
        return known
    return _settle(session, _make(session, by, at, named, flag or ONLY_LEFT), "visit.closed")


def _visits_around(session: Session, staff_id: str, at: datetime) -> Sequence[Visit]:
    """Return a rep's visits around an instant, the latest arrival first; what the rep deleted is not made anew."""
    query = select(Visit).where(
        Visit.staff_id == staff_id,
        Visit.arrived_at > at - LONGEST_STAY,
        Visit.arrived_at < at + LONGEST_STAY,
        Visit.withdrawn_at.is_(None),
    )
    return session.scalars(query.order_by(Visit.arrived_at.desc(), Visit.id)).all()


def _is_same_place(visit: Visit, named: NamedCustomer) -> bool:
    """Tell whether a visit may be meant; whoever names nobody may mean any."""
    return named.id is None or visit.customer_id == named.id


def _covers(visit: Visit, at: datetime) -> bool:
    if visit.is_open and visit.arrived_at - REPEATED_WITHIN <= at:
        return True
    return visit.arrived_at - REPEATED_WITHIN <= at <= visit.left_at + REPEATED_WITHIN


def _lacks_leaving(visit: Visit) -> bool:
    """Tell whether a visit has no end: where fixes follow elsewhere it is closed, but not told to be over."""
    if not visit.is_shown or visit.origin != Origin.AUTOMATION:
        return False
    return visit.is_open or (visit.left_at == visit.arrived_at and visit.flag != ONLY_LEFT)


def _lacks_arrival(visit: Visit, named: NamedCustomer, at: datetime) -> bool:
    is_headless = visit.origin == Origin.AUTOMATION and visit.flag == ONLY_LEFT and visit.decision is None
    return is_headless and visit.customer_id == named.id and visit.arrived_at >= at


def _make(session: Session, by: Identity, at: datetime, named: NamedCustomer, flag: str | None) -> Visit:
    chances = round(1.0 / max(len(named.candidate_ids), 1), 3)
    visit = Visit(
        id=new_id(),
        staff_id=by.staff_id,
        customer_id=named.id,
        arrived_at=at,
        left_at=at,
        probability=SURE if named.id else UNSURE,
        reasons=[TOLD],
        alternatives=[{"customer_id": found, "probability": chances} for found in named.candidate_ids],
        is_question=named.id is None,
        origin=Origin.AUTOMATION,
        flag=flag[:200] if flag else None,
    )
    session.add(visit)
    return visit


def _settle(session: Session, visit: Visit, kind: str) -> Visit:
    """Let what the engine saw of the same stay and this be one visit, have notes follow, and tell."""
    session.flush()
    doubles = [] if visit.is_open else _doubles(session, visit)
    gone = doubles
    if visit.customer_id is None and any(double.customer_id for double in doubles):
        gone = [visit]  # the engine knows where it was: there is nothing to ask
    for one in gone:
        one.withdrawn_at, one.is_open = now(), False
    session.flush()
    since, until = visit.arrived_at - NOTES_AROUND, visit.left_at + NOTES_AROUND
    moved = relink_notes(session, visit.staff_id, since, until)
    for one in [*gone, *([] if visit in gone else [visit])]:
        if one.customer_id is not None:
            told = kind if one is visit else "visit.withdrawn"
            record_event(session, told, staff_id=one.staff_id, customer_id=one.customer_id, visit_id=one.id)
    tell_moved(session, moved)
    return visit if visit not in gone else doubles[0]


def _doubles(session: Session, visit: Visit) -> list[Visit]:
    query = select(Visit).where(
        Visit.staff_id == visit.staff_id,
        Visit.origin == Origin.ENGINE,
        Visit.decision.is_(None),
        Visit.arrived_at > visit.arrived_at - LONGEST_STAY,
        Visit.arrived_at < visit.left_at,
        Visit.left_at > visit.arrived_at,
        is_shown(),
    )
    return [other for other in session.scalars(query) if _is_same_stay(other, visit)]


def _is_same_stay(one: Visit, other: Visit) -> bool:
    both = min(one.left_at, other.left_at) - max(one.arrived_at, other.arrived_at)
    return both >= SAME_STAY * min(one.left_at - one.arrived_at, other.left_at - other.arrived_at)

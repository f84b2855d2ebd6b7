"""What every word of a person about visits has in common: whose it is, what it drives away, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.event import record_event
from models.job import enqueue
from models.visit import Decision, Visit, is_shown
from server.current import Identity
from server.errors import Forbidden
from server.services.customers.site_learning import LEARN
from server.services.notes.note_linking import relink_notes, tell_moved
from server.services.visits.visit_logging import hold_rep
from server.services.visits.visit_upkeep import LONGEST_VISIT, SAME_STAY

NOTES_AROUND = timedelta(hours=5)
MOST_MERGES = 20
LONGEST_FLAG = 200


def find_own(session: Session, visit_id: str, by: Identity) -> Visit | None:
    """Return an own visit with nobody else at work on it, None for an unknown one; Forbidden for somebody else's."""
    hold_rep(session, by.staff_id)
    visit = session.get(Visit, visit_id, populate_existing=True)
    if visit is not None and visit.staff_id != by.staff_id:
        raise Forbidden("Only the person who made a visit decides about it.", code="not-yours")
    return visit


def standing(session: Session, visit: Visit) -> Visit:
    """Return the visit that took this one up, when it was merged or split meanwhile."""
    for _ in range(MOST_MERGES):
        following = _following(session, visit)
        if following is None:
            break
        visit = following
    return visit


def _following(session: Session, visit: Visit) -> Visit | None:
    if visit.decision == Decision.MERGED and visit.merged_into_id:
        return session.get(Visit, visit.merged_into_id)
    if visit.decision == Decision.SPLIT:
        parts = select(Visit).where(Visit.split_from_id == visit.id).order_by(Visit.arrived_at, Visit.id)
        return session.scalars(parts).first()
    return None


def decide(visit: Visit, by: Identity, decision: Decision, flags: Sequence[str | None] = ()) -> None:
    """Write the word down with who and when; the flags are joined in words."""
    visit.decision, visit.decided_at, visit.decided_by_id = decision, now(), by.staff_id
    visit.withdrawn_at, visit.is_question = None, False
    visit.flag = join_flags(flags)


def join_flags(flags: Sequence[str | None]) -> str | None:
    said = " ".join(dict.fromkeys(flag for flag in flags if flag))
    return (said if len(said) <= LONGEST_FLAG else f"{said[: LONGEST_FLAG - 1]}…") or None


def settle(session: Session, visits: Sequence[Visit], said: str, taught: Iterable[str | None] = ()) -> None:
    """Have notes follow and everybody told of visits that one word made what they are; the first one is told of.

    The places of their customers are learnt anew, and of those in `taught`, whose visits they were before.
    """
    session.flush()
    withdrawn = [other for visit in visits for other in _withdraw_doubles(session, visit)]
    session.flush()
    start, end = min(visit.arrived_at for visit in visits), max(visit.left_at for visit in visits)
    first = visits[0]
    moved = relink_notes(session, first.staff_id, start - NOTES_AROUND, end + NOTES_AROUND)
    for visit in withdrawn:
        if visit.customer_id is not None:
            _tell(session, visit, "visit.withdrawn")
    if any(visit.customer_id for visit in visits):
        _tell(session, first, "visit.decided", decision=said)
    for customer_id in {*taught, *(visit.customer_id for visit in visits)} - {None}:
        enqueue(session, LEARN, f"{LEARN}:{customer_id}:{first.id}", customer_id=customer_id)
    tell_moved(session, moved)


def _withdraw_doubles(session: Session, visit: Visit) -> list[Visit]:
    """Take away what the engine or a note made of the same stay: the person has said what it was."""
    if not visit.is_shown and visit.decision != Decision.DELETED:
        return []
    query = select(Visit).where(
        Visit.staff_id == visit.staff_id,
        Visit.id != visit.id,
        Visit.decision.is_(None),
        Visit.arrived_at > visit.arrived_at - LONGEST_VISIT,
        Visit.arrived_at < visit.left_at,
        Visit.left_at > visit.arrived_at,
        is_shown(),
    )
    doubles = [other for other in session.scalars(query) if _is_same_stay(other, visit)]
    for other in doubles:
        other.withdrawn_at, other.is_open = now(), False
    return doubles


def _is_same_stay(one: Visit, other: Visit) -> bool:
    both = min(one.left_at, other.left_at) - max(one.arrived_at, other.arrived_at)
    return both >= SAME_STAY * min(one.left_at - one.arrived_at, other.left_at - other.arrived_at)


def _tell(session: Session, visit: Visit, kind: str, **details: str) -> None:
    record_event(
        session,
        kind,
        staff_id=visit.staff_id,
        customer_id=visit.customer_id,
        visit_id=visit.id,
        details=details,
    )

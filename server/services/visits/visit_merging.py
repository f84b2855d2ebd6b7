"""Two visits that were one: the other is swallowed, this one spans both."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from models.visit import Visit
from server.current import Identity
from server.errors import Problem
from server.services.visits.visit_decision import unheard_visit
from server.services.visits.visit_joining import join
from server.services.visits.visit_word import find_own, join_flags, settle, standing

LONGEST_SPAN = timedelta(hours=24)


def merge_visits(session: Session, visit_id: str, other_id: str, by: Identity) -> Visit:
    """Join an own visit and another own one; saying it again changes nothing. The caller commits.

    1. What was merged or split meanwhile is stood for by what took it up.
    2. Notes of the swallowed visit go to the one that stays, also those spoken much later.
    3. What cannot be joined (unknown, or a day apart) stays as it is, with a flag.
    """
    if visit_id == other_id:
        raise Problem("A visit cannot be merged with itself: send another in other_id.", status=422, code="same-visit")
    visit = find_own(session, visit_id, by) or unheard_visit(session, visit_id, by)
    other = find_own(session, other_id, by)
    kept = standing(session, visit)
    swallowed = standing(session, other) if other is not None else None
    if swallowed is kept:
        return kept
    problem = _why_not(kept, swallowed)
    if swallowed is None or problem:
        return _flag(session, kept, problem or "The visit to merge it with is not known here.")
    join(session, kept, swallowed, by)
    return kept


def _why_not(kept: Visit, swallowed: Visit | None) -> str | None:
    if swallowed is None or kept.arrived_at == kept.left_at:
        return None
    start, end = min(kept.arrived_at, swallowed.arrived_at), max(kept.left_at, swallowed.left_at)
    return "The visit to merge it with lies a day away." if end - start > LONGEST_SPAN else None


def _flag(session: Session, visit: Visit, told: str) -> Visit:
    if told not in (visit.flag or ""):
        visit.flag = join_flags([visit.flag, told])
        settle(session, [visit], "flagged")
    return visit

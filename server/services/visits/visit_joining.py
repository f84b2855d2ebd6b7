"""Two visits made one: by the rep's word, or because what the rep said of one tells that the other went on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import now
from models.recording import Recording
from models.visit import Decision, Origin, Visit, is_shown
from server.current import Identity
from server.services.visits.visit_upkeep import LONGEST_VISIT
from server.services.visits.visit_word import decide, settle

WENT_ON_WITHIN = timedelta(minutes=5)


def join_what_went_on(session: Session, visit: Visit, by: Identity) -> None:
    """Join what the engine saw right before and after, at the customer that the rep named: one stay, cut in two.

    The engine cuts a long stay beside a neighbour's door and asks about the second half; naming the customer of the
    first half says that the stay went on. What a person decided about, or was told to be two, is left alone.
    """
    if visit.origin != Origin.ENGINE or visit.customer_id is None or visit.split_from_id is not None:
        return
    query = select(Visit).where(
        Visit.staff_id == visit.staff_id,
        Visit.id != visit.id,
        Visit.customer_id == visit.customer_id,
        Visit.origin == Origin.ENGINE,
        Visit.decision.is_(None),
        Visit.arrived_at > visit.arrived_at - LONGEST_VISIT,
        Visit.arrived_at <= visit.left_at + WENT_ON_WITHIN,
        Visit.left_at >= visit.arrived_at - WENT_ON_WITHIN,
        is_shown(),
    )
    for other in session.scalars(query.order_by(Visit.arrived_at, Visit.id)).all():
        join(session, visit, other, by)


def join(session: Session, kept: Visit, swallowed: Visit, by: Identity) -> None:
    """Have one visit span two, with the notes of both; the other's row says which one took it up."""
    if kept.arrived_at == kept.left_at:  # only its id was known
        kept.arrived_at, kept.left_at = swallowed.arrived_at, swallowed.left_at
    latest = max(kept, swallowed, key=lambda visit: visit.left_at)
    kept.is_open = latest.is_open
    kept.arrived_at = min(kept.arrived_at, swallowed.arrived_at)
    kept.left_at = max(kept.left_at, swallowed.left_at)
    kept.customer_id = kept.customer_id or swallowed.customer_id
    decision = Decision.CHANGED if kept.decision == Decision.CHANGED else Decision.CONFIRMED
    decide(kept, by, decision, [kept.flag])
    swallowed.decision, swallowed.decided_at, swallowed.decided_by_id = Decision.MERGED, now(), by.staff_id
    swallowed.merged_into_id, swallowed.is_open, swallowed.is_question = kept.id, False, False
    session.flush()
    session.execute(update(Recording).where(Recording.visit_id == swallowed.id).values(visit_id=kept.id))
    settle(session, [kept], str(Decision.MERGED), [swallowed.customer_id])

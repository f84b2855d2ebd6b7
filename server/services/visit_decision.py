"""A person's word on a visit: confirmed, at another customer, or no visit. No re-run of the engine undoes it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.event import record_event
from models.recording import Recording
from models.visit import Decision, Visit
from server.current import Identity
from server.errors import Forbidden, NotFound, Problem
from server.services.note_linking import relink_notes, tell_moved
from server.services.visit_logging import hold_rep

NOTES_AROUND = timedelta(hours=5)


def decide_visit(session: Session, visit_id: str, by: Identity, decision: Decision, customer_id: str | None) -> Visit:
    """Write down what the rep says about an own visit; saying it again changes nothing. The caller commits."""
    hold_rep(session, by.staff_id)
    visit = session.get(Visit, visit_id, populate_existing=True)
    if visit is None:
        raise NotFound("There is no such visit here. Load the day again and choose from it.")
    if visit.staff_id != by.staff_id:
        raise Forbidden("Only the person who made a visit decides about it.", code="not-yours")
    decided_customer_id = _customer_of(session, visit, decision, customer_id)
    if (visit.decision, visit.customer_id) == (decision, decided_customer_id) and visit.withdrawn_at is None:
        return visit
    visit.decision, visit.customer_id = decision, decided_customer_id
    visit.decided_at, visit.decided_by_id, visit.withdrawn_at = now(), by.staff_id, None
    visit.is_question = False
    session.flush()
    moved = relink_notes(session, visit.staff_id, visit.arrived_at - NOTES_AROUND, visit.left_at + NOTES_AROUND)
    _tell(session, visit, moved)
    return visit


def _customer_of(session: Session, visit: Visit, decision: Decision, customer_id: str | None) -> str | None:
    if decision == Decision.DELETED:
        return visit.customer_id
    chosen = customer_id or (visit.customer_id if decision == Decision.CONFIRMED else None)
    if chosen is None:
        raise Problem("Say which customer it was: send customer_id too.", status=422, code="customer-needed")
    if session.get(Customer, chosen) is None:
        raise NotFound("There is no such customer. Choose one from the list.")
    return chosen


def _tell(session: Session, visit: Visit, moved: list[Recording]) -> None:
    record_event(
        session,
        "visit.decided",
        staff_id=visit.staff_id,
        customer_id=visit.customer_id,
        visit_id=visit.id,
        details={"decision": str(visit.decision)},
    )
    tell_moved(session, moved)

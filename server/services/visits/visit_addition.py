"""A missed visit, added by the rep with the phone's own id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.visit import Decision, Origin, Visit
from server.current import Identity
from server.services.visits.said_customer import find_said_customer
from server.services.visits.said_times import tidy_times
from server.services.visits.visit_decision import UNHEARD, Word, decide_visit
from server.services.visits.visit_word import decide, find_own, settle


def add_visit(
    session: Session, visit_id: str, by: Identity, customer_id: str, arrived_at: datetime, left_at: datetime
) -> Visit:
    """Keep a visit that nobody saw but the rep; sending it again changes nothing. The caller commits.

    A visit that is here already has had its own words since: it stays as it is, unless only its id was known.
    """
    visit = find_own(session, visit_id, by)
    if visit is not None and (visit.decision is None or (visit.flag or "").startswith(UNHEARD)):
        return decide_visit(session, visit_id, by, Word(Decision.CHANGED, customer_id, arrived_at, left_at))
    if visit is not None:
        return visit
    said, times = find_said_customer(session, customer_id), tidy_times(arrived_at, left_at)
    visit = Visit(
        id=visit_id,
        staff_id=by.staff_id,
        customer_id=said.id,
        arrived_at=times.arrived_at,
        left_at=times.left_at,
        probability=1.0,
        reasons=["added by you"],
        origin=Origin.PERSON,
    )
    session.add(visit)
    decide(visit, by, Decision.CONFIRMED, [said.flag, times.flag])
    settle(session, [visit], "added")
    return visit

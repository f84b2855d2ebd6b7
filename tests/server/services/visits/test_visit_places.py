"""A visit's centre stays only at the customer's door; with a person's word also where a wrong pin is to be learnt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.visit import Decision, Visit
from server.services.visits.visit_places import forget_places_away_from_customers
from tests.support.makers import TUESDAY_MORNING, make_customer, make_staff

METRE = 1 / 111_195


@pytest.mark.parametrize(
    ("away_m", "decision", "stays"),
    [
        (100, None, True),
        (300, None, False),
        (300, Decision.CONFIRMED, True),
        (300, Decision.CHANGED, True),
        (300, Decision.DELETED, False),
        (600, Decision.CONFIRMED, False),
    ],
)
def test_how_far_from_the_customer_a_centre_may_stay(
    session: Session, away_m: float, decision: Decision | None, stays: bool
) -> None:
    staff, customer = make_staff(session), make_customer(session, lat=41.88, lon=-87.65)
    place = {"lat": 41.88 + away_m * METRE, "lon": -87.65, "entrance_lat": 41.88, "entrance_lon": -87.65}
    times = {"arrived_at": TUESDAY_MORNING, "left_at": TUESDAY_MORNING + timedelta(minutes=20)}
    visit = Visit(staff_id=staff.id, customer_id=customer.id, decision=decision, **place, **times)
    session.add(visit)
    session.flush()
    forget_places_away_from_customers(session, staff.id, TUESDAY_MORNING + timedelta(days=1))
    session.flush()
    session.refresh(visit)
    assert (visit.lat is not None) is stays
    assert (visit.entrance_lat is not None) is stays

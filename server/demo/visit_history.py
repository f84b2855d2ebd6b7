"""Visits as the engine and the reps left them: most confirmed, some probable, a few unknown."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from models.base import new_id
from models.event import record_event
from models.visit import Decision, Visit
from server.demo.agenda import Agenda
from server.demo.company import Shop
from server.demo.diary import Round

METRE_DEG = 1 / 111_195
UNDECIDED_DAYS = 4
JUST_NOW = timedelta(hours=3)
UNKNOWN_PLACES = 3
OFTEN_NEXT_DOOR, RARELY = 0.45, 0.04


class VisitHistory:
    """Turns stops into visits, each with the events of a real one."""

    def __init__(self, agenda: Agenda, chance: Random) -> None:
        self._agenda = agenda
        self._chance = chance
        self._been: dict[tuple[str, str], int] = {}
        self._unknown_left = UNKNOWN_PLACES

    def plan(self, stop: Round) -> Visit:
        """Return the visit of a stop; what becomes of it happens when the agenda reaches it."""
        visit = self._seen_by_engine(stop)
        self._agenda.session.add(visit)
        self._agenda.plan(stop.left_at, lambda: self._tell(visit, "visit.closed"))
        if not visit.is_question:
            self._plan_decision(stop, visit)
        return visit

    def _seen_by_engine(self, stop: Round) -> Visit:
        away_m = abs(self._chance.gauss(0, 25)) + 4
        visit = Visit(
            id=new_id(),
            staff_id=stop.rep.id,
            customer_id=stop.shop.customer.id,
            arrived_at=stop.arrived_at,
            left_at=stop.left_at,
            probability=round(self._chance.uniform(0.955, 0.998), 3),
            reasons=self._reasons(stop, away_m),
            lat=round((stop.shop.site.lat or 0.0) + away_m * METRE_DEG, 6),
            lon=stop.shop.site.lon,
            created_at=stop.arrived_at + timedelta(minutes=6),
        )
        if self._is_just_now(stop):
            return visit
        if self._is_unknown(stop):
            self._forget_customer(visit, stop.shop)
        elif self._chance.random() < (OFTEN_NEXT_DOOR if stop.shop.neighbours else RARELY):
            self._doubt(visit, stop)
        return visit

    def _reasons(self, stop: Round, away_m: float) -> list[str]:
        key = (stop.rep.id, stop.shop.customer.id)
        times = self._been.get(key, 0)
        self._been[key] = times + 1
        reasons = [f"{away_m:.0f} m from the door", "your customer"]
        if times:
            reasons.append(f"{times} visit{'s' if times > 1 else ''} in the last 90 days")
        return reasons

    def _is_just_now(self, stop: Round) -> bool:
        # A phone paired with the demo sends real positions from elsewhere, and the engine then withdraws what it
        # cannot see: what happened a moment ago is decided, so it stays.
        return self._agenda.until - stop.left_at < JUST_NOW

    def _is_unknown(self, stop: Round) -> bool:
        is_free = stop.said is None and stop.recording is None and not stop.shop.neighbours
        if self._unknown_left and is_free and 0 < stop.age_days <= UNDECIDED_DAYS and self._chance.random() < 0.06:
            self._unknown_left -= 1
            return True
        return False

    def _forget_customer(self, visit: Visit, shop: Shop) -> None:
        visit.customer_id, visit.is_question = None, True
        visit.probability = round(self._chance.uniform(0.2, 0.4), 3)
        visit.reasons = ["no customer of yours within 250 m"]
        visit.alternatives = [_alternative(shop.customer.id, visit.probability)]

    def _doubt(self, visit: Visit, stop: Round) -> None:
        visit.probability = round(self._chance.uniform(0.52, 0.78), 3)
        left = 1 - visit.probability
        visit.alternatives = [
            _alternative(stop.shop.customer.id, visit.probability),
            *(_alternative(other.id, round(left / (place + 2), 3)) for place, other in enumerate(stop.shop.neighbours)),
        ][:3]
        visit.is_question = stop.age_days <= UNDECIDED_DAYS and stop.said is None

    def _plan_decision(self, stop: Round, visit: Visit) -> None:
        if self._is_just_now(stop):
            decided_at = stop.left_at + timedelta(minutes=self._chance.randrange(1, 5))
        elif stop.age_days <= UNDECIDED_DAYS and self._chance.random() < 0.4:
            return  # sure, and nobody looked at it yet
        else:
            decided_at = stop.left_at + timedelta(minutes=self._chance.randrange(3, 90))
        self._agenda.plan(decided_at, lambda: self._confirm(visit, decided_at))

    def _confirm(self, visit: Visit, decided_at: datetime) -> None:
        visit.decision, visit.decided_at, visit.decided_by_id = Decision.CONFIRMED, decided_at, visit.staff_id
        self._tell(visit, "visit.decided")

    def _tell(self, visit: Visit, kind: str) -> None:
        record_event(
            self._agenda.session, kind, staff_id=visit.staff_id, customer_id=visit.customer_id, visit_id=visit.id
        )


def _alternative(customer_id: str, probability: float) -> dict[str, Any]:
    return {"customer_id": customer_id, "probability": probability}

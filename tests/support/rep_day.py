"""A rep's day with one visit of each kind, for looking at the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.staff import Staff
from models.visit import Visit
from tests.support.makers import make_customer, make_staff


@dataclass(frozen=True)
class RepDay:
    """Ana's day: sure, asked about, quietly likely, and a stop at nobody's; times go back from now."""

    rep: Staff
    bellavista: Customer
    kettle: Customer
    anjou: Customer
    began_at: datetime


def make_rep_day(session: Session) -> RepDay:
    rep = make_staff(session)
    bellavista = make_customer(session, "Bellavista Bistro", lat=41.88, lon=-87.65, owner_id=rep.id)
    kettle = make_customer(session, "The Copper Kettle", lat=41.89, lon=-87.66, owner_id=rep.id)
    anjou = make_customer(session, "Anjou Bistro", lat=41.8903, lon=-87.6602)
    day = RepDay(rep, bellavista, kettle, anjou, now() - timedelta(minutes=100))
    _visit(session, day, 0, 20, bellavista, 0.97, reasons=["82 m from the door", "your customer"])
    _visit(session, day, 30, 42, None, 0.0, lat=41.87, lon=-87.64)
    others = [{"customer_id": kettle.id, "probability": 0.62}, {"customer_id": anjou.id, "probability": 0.3}]
    _visit(session, day, 50, 65, kettle, 0.62, is_question=True, alternatives=others, reasons=["31 m from the door"])
    _visit(session, day, 75, 90, anjou, 0.7, alternatives=list(reversed(others)), reasons=["44 m from the door"])
    return day


def _visit(
    session: Session, day: RepDay, begin: int, end: int, customer: Customer | None, probability: float, **more: object
) -> None:
    session.add(
        Visit(
            staff_id=day.rep.id,
            customer_id=customer.id if customer else None,
            arrived_at=day.began_at + timedelta(minutes=begin),
            left_at=day.began_at + timedelta(minutes=end),
            probability=probability,
            **more,
        )
    )
    session.flush()

"""A rep's round in one answer that the phone keeps: customers with their places, who is due, and the diary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response

from models.base import now
from server.api.conditional import NOT_CHANGED, answer_if_changed
from server.api.forms import Answer
from server.auth import EVERYBODY, allow
from server.current import database, identity, settings
from server.services.customers.round_reading import Asking, customers_in, read_books, read_diary

blueprint = APIBlueprint("round", __name__, tag="Round")


class RoundCustomerOut(Answer):
    id: str
    name: str
    kind: str
    street: str
    city: str
    lat: float | None
    lon: float | None
    is_mine: bool
    is_prospect: bool
    visit_interval_days: int | None
    last_visit_on: date | None
    due_on: date | None
    due: Literal["red", "amber", "green"] | None


class AppointmentOut(Answer):
    id: str
    customer_id: str
    starts_at: datetime
    ends_at: datetime
    title: str


class RoundOut(Answer):
    made_at: datetime
    customers: list[RoundCustomerOut]
    appointments: list[AppointmentOut]


@blueprint.get("/round")
@blueprint.output(RoundOut)
@blueprint.doc(responses=NOT_CHANGED)
@allow(*EVERYBODY)
def read() -> Response:
    """Read the customers (at most 2,000, one's own first) and one's appointments; with an ETag."""
    asking = asking_now()
    with database().reading() as session:
        books = read_books(session, asking)
        diary = read_diary(session, asking)

    def make() -> RoundOut:
        return RoundOut(
            made_at=asking.at,
            customers=[RoundCustomerOut.model_validate(one) for one in customers_in(books, asking)],
            appointments=[AppointmentOut.model_validate(one) for one in diary],
        )

    return answer_if_changed((books, diary, settings().visit_interval_days), RoundOut, make)


def asking_now() -> Asking:
    zone, interval_days = ZoneInfo(settings().time_zone), settings().visit_interval_days
    return Asking(identity().staff_id, now(), zone, interval_days, identity().role)

"""The company as the visit engine wants it: sites, owners, hours and history, built once and kept while it holds."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.appointment import Appointment
from models.customer import Customer, Site
from models.database import Database
from models.location_choice import OwnPlace
from models.visit import Decision, Visit
from models.working_hours import ALWAYS, WorkingHours
from server.services.customers.standing import end_of_chain
from server.services.visits.live_days import LiveDays
from server.services.visits.visit_certainty import SURE_FROM
from visits.types import Appointment as Diary
from visits.types import Company, PastVisits, Place, Rep

HISTORY = timedelta(days=90)
CHECK_EVERY_S = 10.0
REBUILD_AFTER_S = 600.0
MOST_DAYS = 4
DAY = timedelta(days=1)
AROUND_USUAL_H = 1.0

Stamp = tuple[object, ...]


class CompanyMap:
    """Hands out the company of one database as it was known on a day.

    At most every ten seconds it looks whether customers came, left or were merged, sites moved, were learnt of or
    got other hours, appointments came or were called off (counts and sums, no rows are read). What these do not
    show, such as another owner, counts after ten minutes. Merged customers' places count for who took them up.
    History counts up to the midnight before, so that a day's own visits never argue for themselves.
    """

    def __init__(
        self,
        database: Database,
        zone: str,
        working_hours: WorkingHours = ALWAYS,
        *,
        check_every_s: float = CHECK_EVERY_S,
    ) -> None:
        self._database = database
        self.zone = ZoneInfo(zone)
        self.working_hours = working_hours
        self._check_every_s = check_every_s
        self._lock = threading.Lock()
        self._companies: dict[datetime, Company] = {}
        self._before: dict[datetime, Company] = {}
        self.live_days = LiveDays()
        self._stamp: Stamp | None = None
        self._checked_s = self._built_s = -math.inf

    def current(self, at: datetime) -> Company:
        """Return the company for the day of an instant; reads in a transaction of its own."""
        midnight = at.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._lock:
            self._forget_if_stale(time.monotonic())
            if midnight not in self._companies:
                while len(self._companies) >= MOST_DAYS:
                    del self._companies[min(self._companies)]
                with self._database.reading() as session:
                    built = build_company(session, str(self.zone), midnight)
                # The same object as before while nothing is new: days looked at with it need no second look.
                before = self._before.pop(midnight, None)
                self._companies[midnight] = before if before is not None and before == built else built
            return self._companies[midnight]

    def _forget_if_stale(self, clock_s: float) -> None:
        if clock_s - self._checked_s < self._check_every_s:
            return
        with self._database.reading() as session:
            stamp = _stamp(session)
        if stamp != self._stamp or clock_s - self._built_s > REBUILD_AFTER_S:
            self._before, self._companies = self._companies, {}
            self._stamp, self._built_s = stamp, clock_s
        self._checked_s = clock_s


def _stamp(session: Session) -> Stamp:
    gone = (func.count(Customer.left_at), func.count(Customer.merged_into_id))
    customers = select(func.count(), func.count(Customer.owner_id), func.max(Customer.created_at), *gone)
    told = (Site.lat, Site.lon, Site.opens_h, Site.closes_h, Site.reach_m, Site.usual_from_h, Site.usual_to_h)
    sites = select(func.count(), func.max(Site.created_at), *(func.sum(value) for value in told))
    own_places = select(func.count(), func.sum(OwnPlace.lat), func.sum(OwnPlace.lon))
    diary = select(func.count(), func.count(Appointment.cancelled_at), func.max(Appointment.created_at))
    asked = (
        customers.select_from(Customer),
        sites.select_from(Site),
        own_places.select_from(OwnPlace),
        diary.select_from(Appointment),
    )
    return tuple(value for query in asked for value in session.execute(query).one())


def build_company(session: Session, zone: str, until: datetime) -> Company:
    """Read sites and the ninety days before an instant; a site without a position is left out."""
    names = standing_customers(session)
    query = (
        select(
            Site.customer_id,
            Site.lat,
            Site.lon,
            Site.reach_m,
            Site.opens_h,
            Site.closes_h,
            Site.usual_from_h,
            Site.usual_to_h,
        )
        .where(Site.lat.is_not(None), Site.lon.is_not(None))
        .order_by(Site.id)
    )
    places = tuple(
        Place(one.id, one.name, lat, lon, one.owner_id, *_hours(*hours), reach_m)
        for customer_id, lat, lon, reach_m, *hours in session.execute(query)
        if lat is not None and lon is not None and (one := names.get(customer_id)) is not None
    )
    return Company(
        places=places,
        reps=_reps(session),
        appointments=_appointments(session, names, until),
        history=_history(session, names, until),
        zone=zone,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A customer of today's books."""

    id: str
    name: str
    owner_id: str | None


def standing_customers(session: Session) -> dict[str, Standing]:
    """Return for each customer's id the one that stands for it: after merges another, after a departure none."""
    query = select(Customer.id, Customer.name, Customer.owner_id, Customer.merged_into_id, Customer.left_at)
    rows = {row.id: row for row in session.execute(query)}
    found: dict[str, Standing] = {}
    for customer_id in rows:
        last_id = end_of_chain(customer_id, lambda one: rows[one].merged_into_id)
        if last_id is not None and (row := rows[last_id]).left_at is None:
            found[customer_id] = Standing(row.id, row.name, row.owner_id)
    return found


def _hours(
    opens_h: float | None, closes_h: float | None, usual_from_h: float | None, usual_to_h: float | None
) -> tuple[float | None, float | None]:
    """Return a customer's own hours; where none are known, those of visits and an hour around, unless over midnight."""
    if opens_h is not None or closes_h is not None or usual_from_h is None or usual_to_h is None:
        return opens_h, closes_h
    if usual_from_h >= usual_to_h:
        return None, None
    return max(usual_from_h - AROUND_USUAL_H, 0.0), min(usual_to_h + AROUND_USUAL_H, 24.0)


def _appointments(session: Session, names: dict[str, Standing], until: datetime) -> tuple[Diary, ...]:
    query = (
        select(Appointment.staff_id, Appointment.customer_id, Appointment.starts_at, Appointment.ends_at)
        .where(Appointment.starts_at >= until - DAY, Appointment.starts_at < until + 2 * DAY)
        .where(Appointment.cancelled_at.is_(None))
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return tuple(
        Diary(staff_id, names[customer_id].id, starts_at.timestamp(), ends_at.timestamp())
        for staff_id, customer_id, starts_at, ends_at in session.execute(query)
        if customer_id in names
    )


def _reps(session: Session) -> tuple[Rep, ...]:
    """Read the places that people gave as their own; of several of a kind the one given last counts."""
    given: dict[str, dict[str, tuple[float, float]]] = {}
    for place in session.scalars(select(OwnPlace).order_by(OwnPlace.created_at, OwnPlace.id)):
        given.setdefault(place.staff_id, {})[place.kind] = (place.lat, place.lon)
    return tuple(Rep(staff_id, own.get("home"), own.get("office")) for staff_id, own in given.items())


def _history(session: Session, names: dict[str, Standing], until: datetime) -> tuple[PastVisits, ...]:
    is_certain = or_(
        Visit.decision.in_((Decision.CONFIRMED, Decision.CHANGED)),
        and_(Visit.decision.is_(None), Visit.probability >= SURE_FROM),
    )
    query = (
        select(Visit.staff_id, Visit.customer_id, func.count())
        .where(Visit.customer_id.is_not(None), Visit.withdrawn_at.is_(None), is_certain)
        .where(Visit.arrived_at >= until - HISTORY, Visit.arrived_at < until)
        .group_by(Visit.staff_id, Visit.customer_id)
    )
    visits: Counter[tuple[str, str]] = Counter()
    for staff_id, customer_id, count in session.execute(query):
        if customer_id in names:
            visits[staff_id, names[customer_id].id] += count
    return tuple(PastVisits(*who, count) for who, count in visits.items())

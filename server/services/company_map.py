"""The company as the visit engine wants it: sites, owners, hours and history, built once and kept while it holds."""

from __future__ import annotations

import math
import threading
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.customer import Customer, Site
from models.database import Database
from models.location_choice import OwnPlace
from models.visit import Decision, Visit
from models.working_hours import ALWAYS, WorkingHours
from server.services.visit_certainty import SURE_FROM
from visits.types import Company, PastVisits, Place, Rep

HISTORY = timedelta(days=90)
CHECK_EVERY_S = 10.0
REBUILD_AFTER_S = 600.0
MOST_DAYS = 4

Stamp = tuple[object, ...]


class CompanyMap:
    """Hands out the company of one database as it was known on a day.

    At most every ten seconds it looks whether customers were added or removed, or sites moved or got other hours
    (counts and sums, no rows are read). What these do not show, such as another owner, counts after ten minutes.
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
                    self._companies[midnight] = build_company(session, str(self.zone), midnight)
            return self._companies[midnight]

    def _forget_if_stale(self, clock_s: float) -> None:
        if clock_s - self._checked_s < self._check_every_s:
            return
        with self._database.reading() as session:
            stamp = _stamp(session)
        if stamp != self._stamp or clock_s - self._built_s > REBUILD_AFTER_S:
            self._companies.clear()
            self._stamp, self._built_s = stamp, clock_s
        self._checked_s = clock_s


def _stamp(session: Session) -> Stamp:
    customers = select(func.count(), func.count(Customer.owner_id), func.max(Customer.created_at))
    sums = [func.sum(value) for value in (Site.lat, Site.lon, Site.opens_h, Site.closes_h)]
    sites = select(func.count(), func.max(Site.created_at), *sums)
    own_places = select(func.count(), func.sum(OwnPlace.lat), func.sum(OwnPlace.lon))
    counted = session.execute(customers.select_from(Customer)).one()
    own = session.execute(own_places.select_from(OwnPlace)).one()
    return (*counted, *session.execute(sites.select_from(Site)).one(), *own)


def build_company(session: Session, zone: str, until: datetime) -> Company:
    """Read sites and the ninety days before an instant; a site without a position is left out."""
    query = (
        select(Site.customer_id, Customer.name, Site.lat, Site.lon, Customer.owner_id, Site.opens_h, Site.closes_h)
        .join(Customer, Site.customer_id == Customer.id)
        .where(Site.lat.is_not(None), Site.lon.is_not(None))
        .order_by(Site.id)
    )
    places = tuple(
        Place(customer_id, name, lat, lon, owner_id, opens_h, closes_h)
        for customer_id, name, lat, lon, owner_id, opens_h, closes_h in session.execute(query)
        if lat is not None and lon is not None
    )
    return Company(places=places, reps=_reps(session), history=_history(session, until), zone=zone)


def _reps(session: Session) -> tuple[Rep, ...]:
    """Read the places that people gave as their own; of several of a kind the one given last counts."""
    given: dict[str, dict[str, tuple[float, float]]] = {}
    for place in session.scalars(select(OwnPlace).order_by(OwnPlace.created_at, OwnPlace.id)):
        given.setdefault(place.staff_id, {})[place.kind] = (place.lat, place.lon)
    return tuple(Rep(staff_id, own.get("home"), own.get("office")) for staff_id, own in given.items())


def _history(session: Session, until: datetime) -> tuple[PastVisits, ...]:
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
    return tuple(
        PastVisits(staff_id, customer_id, count)
        for staff_id, customer_id, count in session.execute(query)
        if customer_id is not None
    )

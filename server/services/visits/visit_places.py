"""Which centres of visits may stay: those at the customer's door."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.customer import Site
from models.visit import NOT_SHOWN, Decision, Visit
from visits.distance import distance_m

AT_CUSTOMER_M = 150.0
TOLD_M = 500.0  # with a person's word that it was there: the pin may be wrong, and is learnt from such visits
TOLD = (Decision.CONFIRMED, Decision.CHANGED)
LOOK_BACK = timedelta(days=60)


def forget_places_away_from_customers(session: Session, staff_id: str, before: datetime) -> None:
    """Clear the centre of each visit left before an instant that is at no customer, or off the customer's sites."""
    own = (Visit.staff_id == staff_id, Visit.lat.is_not(None), Visit.left_at < before)
    is_at_none = or_(Visit.customer_id.is_(None), Visit.withdrawn_at.is_not(None), Visit.decision.in_(NOT_SHOWN))
    session.flush()
    session.execute(
        update(Visit)
        .where(*own, is_at_none)
        .values(lat=None, lon=None, spread_m=None, entrance_lat=None, entrance_lon=None)
        .execution_options(synchronize_session="fetch")
    )
    newest = select(Visit).where(*own).order_by(Visit.left_at.desc()).limit(1)
    last = session.scalars(newest).first()
    if last is None:
        return
    visits = session.scalars(select(Visit).where(*own, Visit.arrived_at > last.left_at - LOOK_BACK)).all()
    sites = _sites(session, {visit.customer_id for visit in visits if visit.customer_id})
    for visit in visits:
        assert visit.lat is not None and visit.lon is not None
        near = (distance_m(visit.lat, visit.lon, *site) for site in sites[visit.customer_id or ""])
        if min(near, default=TOLD_M + 1) > (TOLD_M if visit.decision in TOLD else AT_CUSTOMER_M):
            visit.lat = visit.lon = visit.spread_m = visit.entrance_lat = visit.entrance_lon = None


def _sites(session: Session, customer_ids: set[str]) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    query = select(Site.customer_id, Site.lat, Site.lon).where(Site.customer_id.in_(customer_ids))
    for customer_id, lat, lon in session.execute(query):
        if lat is not None and lon is not None:
            found[customer_id].append((lat, lon))
    return found

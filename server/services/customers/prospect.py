"""A new customer found on the road: a stop at nobody's that becomes somebody's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.customer import Customer, Site
from models.event import record_event
from models.search import SearchKind
from models.visit import Decision, Visit
from server.current import Identity
from server.services.search.name_index import index_name
from server.services.visits.visit_decision import Word, decide_visit
from server.services.visits.visit_word import find_own, standing


@dataclass(frozen=True, slots=True)
class NewProspect:
    """What the rep says of a new customer; the place comes from the visit where the rep does not tell it."""

    name: str
    kind: str = ""
    visit_id: str | None = None
    lat: float | None = None
    lon: float | None = None


def add_prospect(session: Session, prospect_id: str, by: Identity, said: NewProspect) -> Customer:
    """Keep a new customer with the phone's id, and make the visit one of theirs; harmless when sent again."""
    visit = find_own(session, said.visit_id, by) if said.visit_id else None
    customer = session.get(Customer, prospect_id)
    if customer is None:
        customer = _make(session, prospect_id, by, said, standing(session, visit) if visit else None)
        if said.visit_id:
            decide_visit(session, said.visit_id, by, Word(Decision.CHANGED, customer.id))
    return customer


def _make(session: Session, prospect_id: str, by: Identity, said: NewProspect, visit: Visit | None) -> Customer:
    lat, lon = (said.lat, said.lon) if said.lat is not None and said.lon is not None else (None, None)
    if lat is None and visit is not None:
        lat, lon = visit.lat, visit.lon
    customer = Customer(id=prospect_id, name=said.name, kind=said.kind, owner_id=by.staff_id, is_prospect=True)
    customer.sites.append(Site(lat=lat, lon=lon, pin_lat=lat, pin_lon=lon))
    session.add(customer)
    session.flush()
    body = f"{said.kind} prospect".strip()
    index_name(session, SearchKind.CUSTOMER, customer.id, customer.id, said.name, body)
    record_event(session, "customer.added", staff_id=by.staff_id, customer_id=customer.id)
    return customer

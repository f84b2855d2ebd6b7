"""Finds customers, contacts and words in notes as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apiflask import APIBlueprint
from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.customer import Contact, Customer
from models.recording import Recording
from models.search import SearchKind
from server.auth import EVERYBODY, allow
from server.current import database, keep_listed, settings
from server.pages.marking import Part, excerpt, mark
from server.pages.note_card import without_marks
from server.services.search.searching import Found, search
from server.services.touchpoints.caller import callers_by_phone

blueprint = APIBlueprint("search", __name__, enable_openapi=False)
MOST_SHOWN = 20
LONGEST_QUERY = 200
MOST_NAMED = 3
KIND_NAMES = {SearchKind.CUSTOMER: "Customer", SearchKind.CONTACT: "Contact", SearchKind.NOTE: "Note"}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, with the words that were looked for marked."""

    kind: str
    address: str
    title: list[Part]
    body: list[Part]
    at: datetime | None
    is_alike: bool = False


@blueprint.get("/search")
@allow(*EVERYBODY)
def show() -> str:
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    with database().reading() as db:
        found = search(db, query, MOST_SHOWN) if query else []
        hits = [*_callers(db, query), *_hits(db, found, query)]
        keep_listed(*_notes_shown(db, found))
    template = "search/results.html" if "HX-Request" in request.headers else "search/show.html"
    return render_template(template, query=query, hits=hits, is_cut=len(found) == MOST_SHOWN)


def _notes_shown(db: Session, found: Sequence[Found]) -> Sequence[Recording]:
    """Return the notes of which words are shown; a name that is found tells nothing of a record."""
    ids = [one.document.subject_id for one in found if one.document.kind == SearchKind.NOTE]
    return db.scalars(select(Recording).where(Recording.id.in_(ids))).all() if ids else ()


def _callers(db: Session, query: str) -> list[Hit]:
    """Offer the page of a ringing telephone for what is a known number in any form."""
    callers = callers_by_phone(db, query, settings().phone_country)
    if not callers:
        return []
    names = list(dict.fromkeys(caller.contact or caller.customer for caller in callers))
    about = "Shared number: choose who it is" if len(callers) > 1 else callers[0].customer
    address = url_for("pop.show", phone=query)
    return [Hit("Calling", address, [Part(" or ".join(names[:MOST_NAMED]))], [Part(about)], None)]


def _hits(db: Session, found: Sequence[Found], query: str) -> list[Hit]:
    documents = [one.document for one in found]
    wanted = {row.customer_id for row in documents if row.customer_id}
    loaded = select(Customer).where(Customer.id.in_(wanted)).options(selectinload(Customer.sites))
    customers = {customer.id: customer for customer in db.scalars(loaded)} if wanted else {}
    contacts = {row.subject_id for row in documents if row.kind == SearchKind.CONTACT}
    people = db.scalars(select(Contact).where(Contact.id.in_(contacts))) if contacts else ()
    roles = {person.id: person.role for person in people}
    return [
        _hit(one, query, customers.get(one.document.customer_id or ""), roles.get(one.document.subject_id, ""))
        for one in found
    ]


def _hit(found: Found, query: str, customer: Customer | None, role: str) -> Hit:
    row, kind = found.document, SearchKind(found.document.kind)
    if kind == SearchKind.NOTE:
        address = url_for("note.show", recording_id=row.subject_id)
        title = [Part(customer.name if customer else "Customer not known yet")]
        return Hit(KIND_NAMES[kind], address, title, excerpt(without_marks(row.body), query), row.at)
    address = url_for("customer.show", customer_id=row.customer_id or row.subject_id)
    about = _about(customer)
    if kind == SearchKind.CONTACT:
        about = ", ".join(filter(None, (role, customer.name if customer else "")))
    return Hit(KIND_NAMES[kind], address, mark(row.title, query), mark(about, query), None, found.is_alike)


def _about(customer: Customer | None) -> str:
    if customer is None:
        return ""
    site = customer.sites[0] if customer.sites else None
    place = [site.street, site.city] if site else []
    return ", ".join(filter(None, (customer.kind, *place, customer.phone)))

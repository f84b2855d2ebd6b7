"""A customer's page: who they are, then everything that happened, newest first."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.customer import Customer
from models.event import newest_event_id
from models.merge import MergeKind
from models.staff import Staff
from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.errors import NotFound
from server.pages.asked import questions_of
from server.pages.complaints import complaints_of
from server.pages.promises import promises_of
from server.pages.timeline import Cursor, read_timeline
from server.services.colleagues.following import is_following
from server.services.customers.site_learning import learnt_in_words
from server.services.duplicates.offering import Offer, offers
from server.services.facts.known import known_at_each
from server.services.merging.history import merged_here
from server.services.rights.roles import Right, may

MOST_SAME_AS = 3
blueprint = APIBlueprint("customer", __name__, url_prefix="/customers", enable_openapi=False)


@blueprint.get("/<customer_id>")
@allow(*EVERYBODY)
def show(customer_id: str) -> str:
    before = _before()
    with database().reading() as db:
        newest = newest_event_id(db)
        customer = _find(db, customer_id)
        owner = db.get(Staff, customer.owner_id) if customer.owner_id else None
        timeline = read_timeline(db, customer_id, before)
        return render_template(
            "customer/show.html",
            customer=customer,
            owner=owner,
            is_followed=is_following(db, identity().staff_id, customer_id),
            places_in_words=[in_words for site in customer.sites if (in_words := learnt_in_words(site))],
            contacts=[contact for contact in customer.contacts if contact.left_at is None],
            timeline=timeline,
            before=before,
            newest=newest,
            merged=[one for one in merged_here(db, customer_id) if one.kind == MergeKind.CUSTOMER],
            same_as=_same_as(db, customer_id),
            **promises_of(db, customer_id),
            **complaints_of(db, customer_id),
            **known_of(db, customer_id),
            **questions_of(db, customer_id),
        )


@blueprint.get("/<customer_id>/timeline")
@allow(*EVERYBODY)
def timeline(customer_id: str) -> str:
    """Show a page of the timeline alone, to be put below the one before."""
    with database().reading() as db:
        customer = _find(db, customer_id)
        page = read_timeline(db, customer_id, _before())
        return render_template("customer/timeline.html", customer=customer, timeline=page)


@blueprint.get("/<customer_id>/known")
@allow(*EVERYBODY)
def known(customer_id: str) -> str:
    """Show what is known alone, for an open page that something changed on."""
    with database().reading() as db:
        return render_template("customer/known.html", customer_id=customer_id, **known_of(db, customer_id))


def _same_as(db: Session, customer_id: str) -> list[Offer]:
    """Return with whom this customer may be one, for whoever may say so."""
    found = offers(db, of_id=customer_id, limit=MOST_SAME_AS) if may(identity().role, Right.MERGE) else []
    return [one for one in found if one.kind == MergeKind.CUSTOMER]


def known_of(db: Session, customer_id: str) -> dict[str, Any]:
    """Return what a customer's page shows of what is known."""
    return {"known": known_at_each(db, [customer_id]).get(customer_id, [])}


def _before() -> Cursor | None:
    written = request.args.get("before")
    return Cursor.read(written) if written else None


def _find(db: Session, customer_id: str) -> Customer:
    loaded = select(Customer).options(selectinload(Customer.sites), selectinload(Customer.contacts))
    customer = db.scalar(loaded.where(Customer.id == customer_id))
    if customer is None:
        raise NotFound("There is no such customer. Look for it by name on the desk.")
    return customer

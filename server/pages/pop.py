"""The page for a ringing telephone: who it may be, what it is probably about, and one click for what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id, now
from models.customer import Customer
from models.event import newest_event_id
from models.recording import Channel, Outcome
from models.staff import Staff
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, installation, keep_reads, settings
from server.errors import NotFound, Problem
from server.pages.asked import questions_of
from server.pages.timeline import read_timeline
from server.services.customers.brief_reading import read_briefs
from server.services.customers.round_reading import Asking
from server.services.rights.access_log import Door
from server.services.touchpoints.call_lines import call_lines
from server.services.touchpoints.caller import Caller, callers_by, told_number
from server.services.touchpoints.interaction import Met, keep_interaction
from server.services.touchpoints.wording import MET_BY_NAMES, OUTCOME_NAMES

blueprint = APIBlueprint("pop", __name__, url_prefix="/pop", enable_openapi=False)
LONGEST_NUMBER = 40
LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a page is asked for: by number, by address, or a customer (and a person there) already chosen."""

    phone: str
    email: str
    customer_id: str
    contact_id: str

    @classmethod
    def of_request(cls) -> Asked:
        given = request.values
        return cls(
            told_number(given.get("phone", "")[:LONGEST_NUMBER]),
            given.get("email", "")[:LONGEST_ADDRESS].strip(),
            given.get("customer", "")[:36],
            given.get("contact", "")[:36],
        )

    def address(self, **more: str | None) -> str:
        """Return the page's address for the same caller."""
        values = {"phone": self.phone, "email": self.email, "customer": self.customer_id, "contact": self.contact_id}
        given: dict[str, Any] = {name: value for name, value in (values | more).items() if value}
        return url_for("pop.show", **given)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    asked = Asked.of_request()
    with database().reading() as db:
        newest = newest_event_id(db)
        callers = _callers(db, asked)
        customer = _customer(db, asked, callers)
        keep_reads(Door.PAGE, customer.id if customer else None)
        return render_template(
            "pop/show.html",
            asked=asked,
            callers=callers,
            customer=customer,
            newest=newest,
            new_id=new_id(),
            is_kept="kept" in request.args,
            outcomes=OUTCOME_NAMES,
            channels=MET_BY_NAMES,
            **(_about(db, customer) if customer else {}),
        )


@blueprint.post("")
@allow(*WRITERS)
def keep() -> AnyResponse:
    """Keep what came of it, and show the page again; sent twice it is kept once."""
    asked = Asked.of_request()
    met = Met(
        id=posted_id(request.form.get("id", "")),
        customer_id=asked.customer_id,
        contact_id=asked.contact_id or None,
        channel=posted_channel(request.form.get("channel", Channel.CALL)),
        outcome=posted_outcome(request.form.get("outcome", "")),
        text=request.form.get("text", ""),
    )
    keep_interaction(installation(), identity(), met)
    return redirect(asked.address(kept="1"), code=303)


def _callers(session: Session, asked: Asked) -> list[Caller]:
    return callers_by(session, asked.phone, asked.email, settings().phone_country)


def _customer(session: Session, asked: Asked, callers: list[Caller]) -> Customer | None:
    """Return the customer that was chosen, or the only one that it can be; among several a person chooses."""
    fitting = {caller.customer_id for caller in callers}
    wanted = asked.customer_id or (next(iter(fitting)) if len(fitting) == 1 else "")
    if not wanted:
        return None
    loaded = select(Customer).options(selectinload(Customer.contacts), selectinload(Customer.sites))
    customer = session.scalar(loaded.where(Customer.id == wanted))
    if customer is None:
        raise NotFound("There is no such customer. Look for it by name in the field above.")
    return customer


def _about(session: Session, customer: Customer) -> dict[str, Any]:
    asking = Asking(identity().staff_id, now(), ZoneInfo(settings().time_zone), settings().visit_interval_days)
    return {
        "lines": call_lines(session, customer.id, asking),
        "brief": read_briefs(session, [customer.id], asking)[0],
        "contacts": [contact for contact in customer.contacts if contact.left_at is None],
        "owner": session.get(Staff, customer.owner_id) if customer.owner_id else None,
        "timeline": read_timeline(session, customer.id),
        **questions_of(session, customer.id),
    }


def posted_id(written: str) -> str:
    try:
        return str(UUID(written))
    except ValueError as error:
        raise Problem("This form is not whole. Open the page again; your words are still in it.", status=422) from error


def posted_channel(written: str) -> Channel:
    try:
        return Channel(written)
    except ValueError as error:
        raise Problem(f"Say where you met: {', '.join(Channel)}.", status=422, code="bad-channel") from error


def posted_outcome(written: str) -> Outcome | None:
    try:
        return Outcome(written) if written else None
    except ValueError as error:
        raise Problem(f"Say how it ended: {', '.join(Outcome)}.", status=422, code="bad-outcome") from error

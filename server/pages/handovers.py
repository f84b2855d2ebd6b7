"""Handing something over: to whom, the next step, by when; from a customer's page, a promise or a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.action import Action
from models.base import new_id
from models.complaint import Complaint
from models.handover import Handover
from models.staff import Staff
from server.auth import WRITERS, allow
from server.current import database, identity, installation, keep_reads
from server.errors import NotFound, Problem
from server.pages.pop import posted_id
from server.services.colleagues.handing_over import (
    Step,
    hand_over_action,
    hand_over_complaint,
    hand_over_customer,
    history_of,
)
from server.services.customers.standing import standing_customer
from server.services.rights.access_log import Door

blueprint = APIBlueprint("handovers", __name__, url_prefix="/handovers", enable_openapi=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What the form holds; one of promise, complaint and customer says what is handed over."""

    id: str
    promise: str
    complaint: str
    customer: str
    to: str
    step: str
    due: str

    @classmethod
    def of_request(cls) -> Given:
        values = request.values
        names = ("promise", "complaint", "customer", "to", "step", "due")
        return cls(values.get("id") or new_id(), *(values.get(name, "") for name in names))


@blueprint.get("/new")
@allow(*WRITERS)
def new() -> str:
    with database().reading() as db:
        return _form(db, Given.of_request())


@blueprint.post("")
@allow(*WRITERS)
def add() -> AnyResponse | tuple[str, int]:
    """Hand it over, and go where it stood; sent twice it is handed over once."""
    given = Given.of_request()
    with database().session() as db:
        try:
            handed = _hand_over(db, given)
        except Problem as problem:
            db.rollback()
            return _form(db, given, problem.detail), problem.status
        address = url_for("note.show", recording_id=handed.recording_id)
        db.commit()
    back = url_for("customer.show", customer_id=given.customer) if given.customer else None
    return redirect(back or (url_for("queue.show", whose="handed") if given.promise else address), code=303)


def _hand_over(db: Session, given: Given) -> Handover:
    step = Step(posted_id(given.id), given.to, given.step, _day(given.due))
    if given.promise:
        return hand_over_action(db, given.promise, step, identity())
    if given.complaint:
        return hand_over_complaint(db, installation(), given.complaint, step, identity())
    return hand_over_customer(db, installation(), given.customer, step, identity())


def _form(db: Session, given: Given, problem: str | None = None) -> str:
    """Show the form; a promise's own words and day are the first suggestion."""
    about, customer_id = "", given.customer or None
    history: Sequence[Handover] = ()
    step, due = given.step, given.due
    if given.promise:
        action = _found(db.scalar(select(Action).where(Action.id == given.promise)))
        about, customer_id, history = f"Promised: {action.what}", action.customer_id, history_of(db, action.id)
        step, due = step or action.what, due or (action.due_on.isoformat() if action.due_on else "")
    elif given.complaint:
        complaint = _found(db.scalar(select(Complaint).where(Complaint.id == given.complaint)))
        about, customer_id = f"Complaint: {complaint.about}", complaint.customer_id
    customer = standing_customer(db, customer_id) if customer_id else None
    if given.customer and customer is None:
        raise NotFound("There is no such customer. Look for it by name on the desk.")
    keep_reads(Door.PAGE, customer_id)
    return render_template(
        "handovers/new.html",
        given=asdict(given) | {"step": step, "due": due},
        about=about,
        customer=customer.name if customer else "",
        back=url_for("customer.show", customer_id=customer.id) if customer else url_for("queue.show"),
        history=history,
        people=_people(db),
        problem=problem,
    )


def _people(db: Session) -> list[tuple[str, str]]:
    query = select(Staff.id, Staff.name).where(
        Staff.left_at.is_(None), Staff.id != identity().staff_id, Staff.role.in_(WRITERS)
    )
    return [(staff_id, name) for staff_id, name in db.execute(query.order_by(Staff.name))]


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound("This is not there any more. It may have gone when its note was corrected.")
    return row


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Problem("Write the day as 2026-03-13.", status=422, code="bad-day") from error

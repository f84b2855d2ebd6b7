"""Complaints that are open: support's queue, a customer's part of it, closing, handing on, and who deals with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from models.complaint import Complaint, ComplaintState
from models.event import newest_event_id
from models.staff import Role, Staff
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, keep_listed, keep_reads, settings
from server.errors import NotFound, Problem
from server.pages.frame import ROLE_NAMES
from server.pages.ledger_lists import asked_whose, back_to_list
from server.services.colleagues.handing_over import take_complaint
from server.services.colleagues.queue import WHOSE_NAMES, Whose, queued_complaints
from server.services.complaints.closing import require_may_close, set_state
from server.services.complaints.complaint_kind import LABELS, ComplaintKind
from server.services.complaints.reading import OpenComplaint, lately_closed, open_complaints
from server.services.complaints.routing import hand_to, read_routes, set_route
from server.services.complaints.signals import Signal, signals_at_each
from server.services.ledgers.closing import may_close
from server.services.rights.access_log import Door
from server.services.rights.roles import Right, may

blueprint = APIBlueprint("complaints", __name__, url_prefix="/complaints", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        newest = newest_event_id(db)
        return render_template("complaints/show.html", newest=newest, **complaints_in_queue(db))


@blueprint.get("/list")
@allow(*EVERYBODY)
def fragment() -> str:
    """Show the list alone, for an open page that something changed on."""
    with database().reading() as db:
        return _list(db, request.args.get("customer"))


@blueprint.post("/<complaint_id>/state")
@allow(*WRITERS)
def close(complaint_id: str) -> AnyResponse | str:
    """Close a complaint or open it again, and show the list that it stood in."""
    with database().session() as db:
        complaint = _find(db, complaint_id)
        require_may_close(db, complaint, identity())
        set_state(db, complaint, _state(request.form.get("state")), identity())
        db.commit()
        return back_to_list(db, "complaints.show", _list)


@blueprint.post("/<complaint_id>/route")
@allow(*WRITERS)
def hand(complaint_id: str) -> AnyResponse | str:
    """Give a complaint to a person or a team."""
    with database().session() as db:
        complaint = _find(db, complaint_id)
        require_may_close(db, complaint, identity())
        hand_to(db, complaint, request.form.get("to", ""), identity())
        db.commit()
        return back_to_list(db, "complaints.show", _list)


@blueprint.post("/<complaint_id>/taking")
@allow(*WRITERS)
def take_it(complaint_id: str) -> AnyResponse | str:
    """Take a complaint that nobody or one's own team has, and show the list that it stood in."""
    with database().session() as db:
        take_complaint(db, complaint_id, identity())
        db.commit()
        return back_to_list(db, "complaints.show", _list)


@blueprint.get("/routes")
@allow(Role.ADMIN)
def routes() -> str:
    with database().reading() as db:
        set_to = read_routes(db)
        rows = [
            (kind, label, _target(set_to.of(kind).staff_id, set_to.of(kind).role)) for kind, label in LABELS.items()
        ]
        return render_template(
            "complaints/routes.html", rows=rows, targets=_targets(db), is_saved="saved" in request.args
        )


@blueprint.post("/routes")
@allow(Role.ADMIN)
def change_routes() -> AnyResponse:
    with database().session() as db:
        for kind in ComplaintKind:
            if to := request.form.get(kind):
                set_route(db, kind, to, identity())
        db.commit()
    return redirect(url_for("complaints.routes", saved="1"), code=303)


def complaints_of(db: Session, customer_id: str) -> dict[str, Any]:
    """Return what a customer's page shows: what is open, what comes back, and what was closed last."""
    signals = signals_at_each(db, [customer_id], now(), ZoneInfo(settings().time_zone))
    return {
        "complaints": open_complaints(db, customer_id=customer_id),
        "closed_complaints": lately_closed(db, customer_id),
        "signals": signals.get(customer_id, ()),
        "targets": _targets(db),
    }


def complaints_in_queue(db: Session) -> dict[str, Any]:
    whose = asked_whose()
    found = queued_complaints(db, whose, db.get_one(Staff, identity().staff_id), now())
    closed = lately_closed(db) if whose == Whose.ALL else []
    keep_listed(*(one.customer_id for one in (*found, *closed)))
    ids = {one.customer_id for one in found if one.customer_id}
    signals = signals_at_each(db, ids, now(), ZoneInfo(settings().time_zone)) if ids else {}
    return {
        "complaints": found,
        "repeated": _on_the_newest(found, signals),
        "closed_complaints": closed,
        "targets": _targets(db),
        "whose": whose,
        "whose_names": WHOSE_NAMES,
    }


def _on_the_newest(complaints: Sequence[OpenComplaint], signals: Mapping[str, Sequence[Signal]]) -> dict[str, Signal]:
    """Return by complaint what comes back: on the newest of its kind only, or a list would say it over and over."""
    newest: dict[tuple[str | None, str], OpenComplaint] = {}
    for one in sorted(complaints, key=lambda one: one.said_at):
        newest[one.customer_id, one.kind] = one
    return {
        newest[customer_id, signal.kind].id: signal
        for customer_id, of_one in signals.items()
        for signal in of_one
        if (customer_id, signal.kind) in newest
    }


def _list(db: Session, customer_id: str | None) -> str:
    if customer_id:
        keep_reads(Door.PAGE, customer_id)
        return render_template("complaints/customer.html", customer_id=customer_id, **complaints_of(db, customer_id))
    return render_template("complaints/queue.html", shows_customer=True, **complaints_in_queue(db))


def _find(db: Session, complaint_id: str) -> Complaint:
    complaint = db.get(Complaint, complaint_id, with_for_update=True)
    if complaint is None or complaint.state == ComplaintState.WITHDRAWN:
        raise NotFound("There is no such complaint. It may have gone when its note was corrected.")
    return complaint


def _state(asked: str | None) -> ComplaintState:
    if asked not in (ComplaintState.OPEN, ComplaintState.CLOSED):
        raise Problem("Say open or closed.", status=422, code="bad-state")
    return ComplaintState(asked)


def _targets(db: Session) -> list[tuple[str, str]]:
    """Return who may deal with complaints: teams first, then everybody of the desk by name."""
    teams = [(str(role), f"Everybody: {name}") for role, name in ROLE_NAMES.items() if role != Role.REP]
    people = db.execute(select(Staff.id, Staff.name).where(Staff.left_at.is_(None)).order_by(Staff.name)).all()
    return teams + [(staff_id, name) for staff_id, name in people]


def _target(staff_id: str | None, role: str | None) -> str:
    return staff_id or role or ""


@blueprint.app_template_test("mine_to_settle")
def is_mine_to_settle(complaint: OpenComplaint) -> bool:
    return may_close(complaint.routed_to_id, complaint.said_by_id, identity())


@blueprint.app_template_filter("whose_value")
def whose_value(complaint: OpenComplaint) -> str:
    return _target(complaint.routed_to_id, complaint.routed_role)


@blueprint.app_template_test("free_to_take")
def is_free_to_take(complaint: OpenComplaint) -> bool:
    me = identity()
    return may(me.role, Right.WRITE) and complaint.routed_to_id is None and complaint.routed_role in (None, me.role)

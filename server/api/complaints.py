"""Complaints: read what is open, say how one ended or who deals with it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from pydantic import Field

from models.base import now
from models.complaint import Complaint, ComplaintState
from server.api.forms import Answer, Form
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, keep_listed, settings
from server.errors import NotFound
from server.services.complaints.closing import require_may_close, set_state
from server.services.complaints.reading import open_complaints
from server.services.complaints.routing import hand_to
from server.services.complaints.signals import signals_at_each

blueprint = APIBlueprint("complaints_api", __name__, tag="Complaints")


class WhichComplaints(Form):
    """Those at one customer, those of oneself and one's team, or without either all that are open."""

    customer_id: Annotated[str, Field(max_length=36)] = ""
    whose: Literal["", "mine"] = ""


class ComplaintStateIn(Form):
    state: Literal["open", "closed"]


class RouteIn(Form):
    """The id of a person, or a role: rep, support, manager, admin."""

    to: Annotated[str, Field(max_length=36)]


class ComplaintOut(Answer):
    """One complaint; `kind` is late, short, wrong, quality, billing, service or other."""

    id: str
    kind: str
    about: str
    is_serious: bool
    said_at: datetime
    said_by: str
    recording_id: str
    item_id: str
    customer_id: str | None
    customer: str
    routed_to: str
    state: str


class SignalOut(Answer):
    """What one customer complained of on several days of the last 60."""

    customer_id: str
    kind: str
    count: int
    text: str


class ComplaintsOut(Answer):
    complaints: list[ComplaintOut]
    signals: list[SignalOut]


class ComplaintStateOut(Answer):
    id: str
    state: str
    closed_at: datetime | None


@blueprint.get("/complaints")
@blueprint.input(WhichComplaints, location="query", arg_name="wanted")
@blueprint.output(ComplaintsOut)
@allow(*EVERYBODY)
def read(wanted: WhichComplaints) -> ComplaintsOut:
    """Read what is open, serious ones first, then the oldest, at most 200; and what comes back at those customers."""
    me = identity()
    of = (me.staff_id, me.role) if wanted.whose else None
    with database().reading() as session:
        found = open_complaints(session, customer_id=wanted.customer_id or None, of=of)
        ids = {one.customer_id for one in found if one.customer_id}
        signals = signals_at_each(session, ids, now(), ZoneInfo(settings().time_zone)) if ids else {}
    keep_listed(*ids)
    return ComplaintsOut(
        complaints=[ComplaintOut.model_validate(one) for one in found],
        signals=[
            SignalOut(customer_id=customer_id, kind=one.kind, count=one.count, text=one.text)
            for customer_id, of_one in signals.items()
            for one in of_one
        ],
    )


@blueprint.put("/complaints/<complaint_id>/state")
@blueprint.input(ComplaintStateIn, arg_name="said")
@blueprint.output(ComplaintStateOut)
@allow(*WRITERS)
def close(complaint_id: str, said: ComplaintStateIn) -> ComplaintStateOut:
    """Say that a complaint is settled, or open again; saying it twice changes nothing."""
    with database().session() as session:
        complaint = _standing(session.get(Complaint, complaint_id, with_for_update=True))
        require_may_close(session, complaint, identity())
        set_state(session, complaint, ComplaintState(said.state), identity())
        session.commit()
        return ComplaintStateOut.model_validate(complaint)


@blueprint.put("/complaints/<complaint_id>/route")
@blueprint.input(RouteIn, arg_name="said")
@blueprint.output(ComplaintStateOut)
@allow(*WRITERS)
def hand(complaint_id: str, said: RouteIn) -> ComplaintStateOut:
    """Give a complaint to a person or a team; no later reading of the note changes that."""
    with database().session() as session:
        complaint = _standing(session.get(Complaint, complaint_id, with_for_update=True))
        require_may_close(session, complaint, identity())
        hand_to(session, complaint, said.to, identity())
        session.commit()
        return ComplaintStateOut.model_validate(complaint)


def _standing(complaint: Complaint | None) -> Complaint:
    if complaint is None or complaint.state == ComplaintState.WITHDRAWN:
        raise NotFound("There is no such complaint. It may have gone when its note was corrected.")
    return complaint

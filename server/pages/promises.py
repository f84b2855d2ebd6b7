"""What was promised and is still open: the shared list, a customer's part of it, and closing with one click."""

from __future__ import annotations

from datetime import date
from typing import Any

from apiflask import APIBlueprint
from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.action import Action, ActionState
from models.base import now
from models.event import newest_event_id
from models.staff import Staff
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, keep_listed, keep_reads
from server.errors import NotFound, Problem
from server.pages.frame import here
from server.pages.ledger_lists import asked_whose, back_to_list
from server.services.actions.closing import require_may_close, set_state
from server.services.actions.reading import Promised, lately_closed, open_at
from server.services.colleagues.handing_over import may_take, take
from server.services.colleagues.queue import WHOSE_NAMES, queued_promises
from server.services.ledgers.closing import may_close
from server.services.rights.access_log import Door

blueprint = APIBlueprint("promises", __name__, url_prefix="/promises", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        newest = newest_event_id(db)
        return render_template("promises/show.html", newest=newest, shows_customer=True, **promises_in_queue(db))


@blueprint.get("/list")
@allow(*EVERYBODY)
def fragment() -> str:
    """Show the list alone, for an open page that something changed on."""
    with database().reading() as db:
        return _list(db, request.args.get("customer"))


@blueprint.post("/<action_id>/state")
@allow(*WRITERS)
def close(action_id: str) -> AnyResponse | str:
    """Close a promise or open it again, and show the list that it stood in."""
    with database().session() as db:
        action = db.get(Action, action_id, with_for_update=True)
        if action is None:
            raise NotFound("There is no such promise. It may have gone when its note was corrected.")
        require_may_close(db, action, identity())
        set_state(db, action, _state(request.form.get("state")), identity())
        db.commit()
        return back_to_list(db, "promises.show", _list)


@blueprint.post("/<action_id>/taking")
@allow(*WRITERS)
def take_it(action_id: str) -> AnyResponse | str:
    """Take what was handed over to oneself, or what nobody has, and show the list that it stood in."""
    with database().session() as db:
        take(db, action_id, identity())
        db.commit()
        return back_to_list(db, "promises.show", _list)


def promises_of(db: Session, customer_id: str) -> dict[str, list[Promised]]:
    """Return what a customer's page shows: what is open, and what was closed last."""
    return {"promises": open_at(db, customer_id, today()), "closed": lately_closed(db, customer_id, today())}


def promises_in_queue(db: Session) -> dict[str, Any]:
    """Return the part of the shared queue that is asked for."""
    whose = asked_whose()
    me = db.get_one(Staff, identity().staff_id)
    promises = queued_promises(db, whose, me, today())
    keep_listed(*(one.customer_id for one in promises))
    return {"promises": promises, "whose": whose, "whose_names": WHOSE_NAMES}


def _list(db: Session, customer_id: str | None) -> str:
    if customer_id:
        keep_reads(Door.PAGE, customer_id)
        return render_template("promises/customer.html", customer_id=customer_id, **promises_of(db, customer_id))
    return render_template("promises/list.html", shows_customer=True, **promises_in_queue(db))


def today() -> date:
    return here(now()).date()


def _state(asked: str | None) -> ActionState:
    try:
        return ActionState(asked or "")
    except ValueError as error:
        raise Problem("Say done, dropped or open.", status=422, code="bad-state") from error


@blueprint.app_template_test("mine_to_close")
def is_mine_to_close(promised: Promised) -> bool:
    return may_close(promised.owner_id, promised.said_by_id, identity())


@blueprint.app_template_test("mine_to_take")
def is_mine_to_take(promised: Promised) -> bool:
    return may_take(promised, identity())

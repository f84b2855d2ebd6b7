"""What was promised and is still open: the shared list, a customer's part of it, and closing with one click."""

from __future__ import annotations

from datetime import date

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.action import Action, ActionState
from models.base import now
from models.event import newest_event_id
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity
from server.errors import NotFound, Problem
from server.pages.frame import here
from server.services.actions.closing import require_may_close, set_state
from server.services.actions.reading import Promised, lately_closed, open_at, open_everywhere
from server.services.ledgers.closing import may_close

blueprint = APIBlueprint("promises", __name__, url_prefix="/promises", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    is_mine = request.args.get("whose") == "mine"
    with database().reading() as db:
        newest = newest_event_id(db)
        promises = open_everywhere(db, today(), identity().staff_id if is_mine else None)
    return render_template("promises/show.html", promises=promises, is_mine=is_mine, newest=newest)


@blueprint.get("/list")
@allow(*EVERYBODY)
def fragment() -> str:
    """Show the list alone, for an open page that something changed on."""
    customer_id = request.args.get("customer")
    with database().reading() as db:
        if customer_id:
            return render_template("promises/customer.html", customer_id=customer_id, **promises_of(db, customer_id))
        is_mine = request.args.get("whose") == "mine"
        promises = open_everywhere(db, today(), identity().staff_id if is_mine else None)
    return render_template("promises/list.html", promises=promises, shows_customer=True, is_mine=is_mine)


@blueprint.post("/<action_id>/state")
@allow(*WRITERS)
def close(action_id: str) -> AnyResponse | str:
    """Close a promise or open it again, and show the list that it stood in."""
    customer_id = request.form.get("customer")
    with database().session() as db:
        action = db.get(Action, action_id, with_for_update=True)
        if action is None:
            raise NotFound("There is no such promise. It may have gone when its note was corrected.")
        require_may_close(db, action, identity())
        set_state(db, action, _state(request.form.get("state")), identity())
        db.commit()
        if "HX-Request" in request.headers and customer_id:
            return render_template("promises/customer.html", customer_id=customer_id, **promises_of(db, customer_id))
    if "HX-Request" in request.headers:
        return fragment()
    if customer_id:
        return redirect(url_for("customer.show", customer_id=customer_id), code=303)
    return redirect(url_for("promises.show", whose=request.args.get("whose")), code=303)


def promises_of(db: Session, customer_id: str) -> dict[str, list[Promised]]:
    """Return what a customer's page shows: what is open, and what was closed last."""
    return {"promises": open_at(db, customer_id, today()), "closed": lately_closed(db, customer_id, today())}


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

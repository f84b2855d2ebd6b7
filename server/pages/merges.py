"""Makes one of two: choose the other one, see side by side what will stay, do it, and take it back."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from models.customer import Contact, Customer, is_customer
from models.finding import find_names
from models.merge import Merge, MergeKind
from server.auth import MERGERS, allow
from server.current import database, identity, installation, keep_listed
from server.errors import NotFound, Problem
from server.services.merging.merging import Wish, merge
from server.services.merging.preview import preview_merge
from server.services.merging.undoing import undo
from server.services.merging.wording import kind_of

blueprint = APIBlueprint("merges", __name__, url_prefix="/merges", enable_openapi=False)
LONGEST_QUERY = 200
MOST_FOUND, MOST_SEARCHED = 8, 40
GONE = "gone"


@blueprint.get("/choice")
@allow(*MERGERS)
def choose() -> str:
    """Show customers that fit what was typed, to be made one with another customer."""
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    with database().reading() as db:
        customer = db.get(Customer, request.args.get("kept", ""))
        if customer is None:
            raise NotFound("There is no such customer. Look for it by name on the desk.")
        found = _others(db, query, customer.id)
        keep_listed(*(one.id for one in found))
        return render_template("merges/choice.html", customer=customer, query=query, found=found)


@blueprint.get("/new")
@allow(*MERGERS)
def new() -> str:
    """Show both side by side, and what would go over."""
    kind, kept, gone = _asked(request.args)
    with database().reading() as db:
        seen = preview_merge(db, kind, kept, gone)
        keep_listed(*((kept, gone) if kind == MergeKind.CUSTOMER else (seen.customer_id,)))
        return render_template("merges/new.html", seen=seen, merge_id=new_id())


@blueprint.post("")
@allow(*MERGERS)
def make() -> AnyResponse:
    form = request.form
    kind, kept, gone = _asked(form)
    taken = frozenset(
        name.removeprefix("field-") for name, side in form.items() if name.startswith("field-") and side == GONE
    )
    with installation().database.session() as db:  # works for nobody: others' private notes go over, too
        one, _ = merge(db, Wish(form.get("id") or new_id(), kind, kept, gone, taken), identity())
        db.commit()
        return redirect(url_for("merges.show", merge_id=one.id), code=303)


@blueprint.get("/<merge_id>")
@allow(*MERGERS)
def show(merge_id: str) -> str:
    """Show what was merged, by whom, and the way back."""
    with database().reading() as db:
        one = db.get(Merge, merge_id)
        if one is None:
            raise NotFound("There is no such merge.")
        return render_template("merges/show.html", merge=one, customer_id=_customer_id(db, one))


@blueprint.post("/<merge_id>/undoing")
@allow(*MERGERS)
def take_back(merge_id: str) -> AnyResponse:
    with installation().database.session() as db:
        undo(db, merge_id, identity())
        db.commit()
    return redirect(url_for("merges.show", merge_id=merge_id), code=303)


def _asked(said: dict[str, str]) -> tuple[MergeKind, str, str]:
    kept, gone = said.get("kept", ""), said.get("gone", "")
    if not kept or not gone:
        raise Problem("Say which two are to become one.", status=422, code="two-needed")
    return kind_of(said.get("kind", "")), kept, gone


def _customer_id(db: Session, one: Merge) -> str:
    if one.kind == MergeKind.CUSTOMER:
        return one.kept_id
    contact = db.get(Contact, one.kept_id)
    return contact.customer_id if contact else ""


def _others(db: Session, query: str, customer_id: str) -> list[Customer]:
    if not query:
        return []
    named = [
        hit.customer_id for hit in find_names(db, query, MOST_SEARCHED) if hit.customer_id not in (None, customer_id)
    ]
    wanted = list(dict.fromkeys(named))[:MOST_FOUND]
    loaded = select(Customer).where(Customer.id.in_(wanted), is_customer()).options(selectinload(Customer.sites))
    return sorted(db.scalars(loaded), key=lambda one: wanted.index(one.id))

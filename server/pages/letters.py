"""E-mails of addresses that nobody knows: a person says whose they are, or leaves them."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.customer import Customer, is_customer
from models.finding import find_names
from models.search import SearchKind
from server.auth import DESK, allow
from server.current import database, identity, installation
from server.services.letters.letter_queue import (
    assign_letter,
    find_waiting,
    leave_letter,
    waiting_count,
    waiting_letters,
)

blueprint = APIBlueprint("letters", __name__, url_prefix="/letters", enable_openapi=False)
LONGEST_QUERY = 200
MOST_FOUND, MOST_SEARCHED = 8, 40


@blueprint.get("")
@allow(*DESK)
def show() -> str:
    with database().reading() as db:
        return render_template(
            "letters/show.html",
            letters=waiting_letters(db),
            count=waiting_count(db),
            given=request.args.get("given", ""),
        )


@blueprint.get("/<letter_id>")
@allow(*DESK)
def one(letter_id: str) -> str:
    """Show one, and the customers that fit what was typed."""
    with database().reading() as db:
        letter = find_waiting(db, letter_id)
        query = request.args.get("q", "")[:LONGEST_QUERY].strip()
        return render_template("letters/one.html", letter=letter, query=query, found=_customers(db, query))


@blueprint.post("/<letter_id>/customer")
@allow(*DESK)
def give(letter_id: str) -> AnyResponse:
    form = request.form
    with database().session() as db:
        customer_id, contact_id = form.get("customer_id", ""), form.get("contact_id", "")
        count = assign_letter(db, installation(), letter_id, customer_id, identity(), contact_id)
        db.commit()
    return redirect(url_for("letters.show", given=count), code=303)


@blueprint.post("/<letter_id>/leaving")
@allow(*DESK)
def leave(letter_id: str) -> AnyResponse:
    with database().session() as db:
        leave_letter(db, letter_id, identity())
        db.commit()
    return redirect(url_for("letters.show"), code=303)


def _customers(db: Session, query: str) -> list[Customer]:
    if not query:
        return []
    kinds = (SearchKind.CUSTOMER, SearchKind.CONTACT)
    named = [hit.customer_id for hit in find_names(db, query, MOST_SEARCHED) if hit.kind in kinds and hit.customer_id]
    wanted = list(dict.fromkeys(named))[:MOST_FOUND]
    loaded = select(Customer).where(Customer.id.in_(wanted), is_customer())
    customers = db.scalars(loaded.options(selectinload(Customer.contacts), selectinload(Customer.sites))).all()
    return sorted(customers, key=lambda one: wanted.index(one.id))

"""Who may be in the books twice: pairs with what they share, to be made one or left apart for good."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import MERGERS, allow
from server.current import database, identity, installation, keep_listed
from server.errors import Problem
from server.services.duplicates.looking import look_if_few
from server.services.duplicates.offering import dismiss, offers
from server.services.merging.history import lately_merged
from server.services.merging.wording import kind_of

blueprint = APIBlueprint("duplicates", __name__, url_prefix="/duplicates", enable_openapi=False)


@blueprint.get("")
@allow(*MERGERS)
def show() -> str:
    look_if_few(installation())
    with database().reading() as db:
        found, merges = offers(db), lately_merged(db)
        keep_listed(*(side.customer_id for one in found for side in (one.first, one.second)))
        return render_template("duplicates/show.html", offers=found, merges=merges)


@blueprint.post("/dismissal")
@allow(*MERGERS)
def leave_apart() -> AnyResponse:
    """Say that two are not the same, and go back to where that was said."""
    form = request.form
    first_id, second_id = form.get("first_id", ""), form.get("second_id", "")
    if not first_id or not second_id:
        raise Problem("Say which two are not the same.", status=422, code="two-needed")
    with database().session() as db:
        dismiss(db, kind_of(form.get("kind", "")), first_id, second_id, identity())
        db.commit()
    if (customer_id := form.get("back", "")) and customer_id in (first_id, second_id):
        return redirect(url_for("customer.show", customer_id=customer_id), code=303)
    return redirect(url_for("duplicates.show"), code=303)

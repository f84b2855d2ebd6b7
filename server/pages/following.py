"""The star on a customer's page."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.services.colleagues.following import follow, unfollow

blueprint = APIBlueprint("following", __name__, url_prefix="/customers", enable_openapi=False)


@blueprint.post("/<customer_id>/follow")
@allow(*EVERYBODY)
def choose(customer_id: str) -> AnyResponse | str:
    """Follow a customer, or no more."""
    is_followed = request.form.get("is_followed") == "1"
    with database().session() as db:
        (follow if is_followed else unfollow)(db, identity().staff_id, customer_id)
        db.commit()
    if "HX-Request" in request.headers:
        return render_template("customer/star.html", customer_id=customer_id, is_followed=is_followed, is_swapped=True)
    return redirect(url_for("customer.show", customer_id=customer_id), code=303)

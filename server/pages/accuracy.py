"""How right notes are understood here, counted from people's own corrections; to read and to print."""

from __future__ import annotations

from datetime import timedelta

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from models.staff import Role
from server.auth import allow
from server.current import database, identity, installation
from server.services.notes.accuracy import measure_accuracy
from server.services.notes.missed_names import dismiss, offer_of, take_up

blueprint = APIBlueprint("accuracy", __name__, url_prefix="/accuracy", enable_openapi=False)
PERIODS = {30: "30 days", 90: "90 days", 365: "a year"}
TOO_FEW = 30  # below this many facts a share says next to nothing
FIELD_NAMES = {
    "spoken_customer": "Customer named",
    "appointment": "Next meeting",
    "people": "People",
    "products": "Products",
    "amounts": "Amounts",
    "competitors": "Competitors",
    "complaints": "Complaints",
    "preferences": "Preferences",
    "needs": "Needs",
    "actions": "Promises and tasks",
    "contact_updates": "Changes of contact",
    "answers": "Answers to questions",
    "facts": "The company's own kinds of fact",
}
OFFER_KINDS = {"product": "Product", "competitor": "Competitor", "customer": "Customer", "contact": "Person"}
ATTRIBUTE_NAMES = {
    "customer_id": "which customer",
    "contact_id": "who",
    "product_id": "which product",
    "unit_price": "price",
    "start_on": "day",
    "start_time": "time",
    "per": "how often",
    "about": "wording",
    "what": "wording",
    "due": "due day",
}


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    days = _days(request.args)
    at = now()
    with database().reading() as db:
        measured = measure_accuracy(db, at - timedelta(days=days))
        offers = measured.missed.offers(db, installation().lexicon.current(db))
    return render_template(
        "accuracy/show.html",
        measured=measured,
        offers=offers,
        offer_kinds=OFFER_KINDS,
        done=request.args.get("done"),
        read=[counted for counted in measured.fields if counted.read],
        unread=[FIELD_NAMES[counted.field] for counted in measured.fields if not counted.read],
        field_names=FIELD_NAMES,
        attribute_names=ATTRIBUTE_NAMES,
        too_few=TOO_FEW,
        periods=PERIODS,
        days=days,
        at=at,
    )


@blueprint.post("/offers")
@allow(Role.ADMIN)
def decide() -> AnyResponse:
    """Add a name that was offered, or offer it no more."""
    days, is_wanted = _days(request.form), request.form.get("word") != "dismiss"
    with database().reading() as db:  # counting years of notes must keep nobody from writing
        measured = measure_accuracy(db, now() - timedelta(days=days))
        offers = measured.missed.offers(db, installation().lexicon.current(db))
    with database().session() as db:
        offer = offer_of(offers, request.form.get("kind", ""), request.form.get("key", ""))
        (take_up if is_wanted else dismiss)(db, offer, identity())
        db.commit()
    done = "added" if is_wanted else "dismissed"
    return redirect(url_for("accuracy.show", days=days, done=done, _anchor="offers"), code=303)


def _days(asked: MultiDict[str, str]) -> int:
    days = asked.get("days", type=int)
    return days if days in PERIODS else 90

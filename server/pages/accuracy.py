"""How right notes are understood here, counted from people's own corrections; to read and to print."""

from __future__ import annotations

from datetime import timedelta

from apiflask import APIBlueprint
from flask import render_template, request

from models.base import now
from models.staff import Role
from server.auth import allow
from server.current import database
from server.services.notes.accuracy import measure_accuracy

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
    asked = request.args.get("days", type=int)
    days = asked if asked in PERIODS else 90
    at = now()
    with database().reading() as db:
        measured = measure_accuracy(db, at - timedelta(days=days))
    return render_template(
        "accuracy/show.html",
        measured=measured,
        read=[counted for counted in measured.fields if counted.read],
        unread=[FIELD_NAMES[counted.field] for counted in measured.fields if not counted.read],
        field_names=FIELD_NAMES,
        attribute_names=ATTRIBUTE_NAMES,
        too_few=TOO_FEW,
        periods=PERIODS,
        days=days,
        at=at,
    )

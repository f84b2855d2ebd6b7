"""The shared queue: what is promised and what is complained of, with whom it is, and what to do about it."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import render_template

from models.event import newest_event_id
from server.auth import EVERYBODY, allow
from server.current import database
from server.pages.complaints import complaints_in_queue
from server.pages.promises import promises_in_queue

blueprint = APIBlueprint("queue", __name__, url_prefix="/queue", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    """Show both lists; each is kept up to date by the addresses of its own page."""
    with database().reading() as db:
        newest = newest_event_id(db)
        return render_template("queue/show.html", newest=newest, **(complaints_in_queue(db) | promises_in_queue(db)))

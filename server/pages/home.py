"""The desk's first page: search, the feed of the day, visits now."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import render_template, request
from sqlalchemy.orm import Session

from models.event import newest_event_id
from server.auth import EVERYBODY, allow
from server.current import database, keep_listed
from server.pages.day_feed import FeedPage, read_feed, visits_now

blueprint = APIBlueprint("home", __name__, enable_openapi=False)


@blueprint.get("/")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        newest = newest_event_id(db)  # asked first: what comes in while the page is made is then told live
        return render_template("home/show.html", newest=newest, feed=_feed(db), visits=visits_now(db))


@blueprint.get("/notes")
@allow(*EVERYBODY)
def notes() -> str:
    """Show the feed alone: all of it anew, or the page before an event."""
    before = request.args.get("before", type=int)
    with database().reading() as db:
        is_fragment = "HX-Request" in request.headers
        template = "home/feed.html" if is_fragment else "home/earlier.html"
        return render_template(template, feed=_feed(db, before), is_first=before is None)


@blueprint.get("/visits/now")
@allow(*EVERYBODY)
def visits() -> str:
    with database().reading() as db:
        return render_template("home/visits.html", visits=visits_now(db))


def _feed(db: Session, before: int | None = None) -> FeedPage:
    found = read_feed(db, before)
    keep_listed(*(card.recording for card in found.cards))
    return found

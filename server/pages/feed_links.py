"""One's own calendar, contacts and feed: addresses for other programs, made, shown once and revoked."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.feed_link import FeedKind
from server.auth import EVERYBODY, allow
from server.current import database, identity, public_address
from server.errors import Problem
from server.services.feeds.feed_link import links_of, make_link, revoke_link

blueprint = APIBlueprint("feed_links", __name__, url_prefix="/subscriptions", enable_openapi=False)
SHOWN_ONCE = "feed_address"
KINDS = {
    FeedKind.CALENDAR: ("Calendar", "Your appointments and what you promised, for any calendar program"),
    FeedKind.CONTACTS: ("Contacts", "People at customers with number or address, as vCards"),
    FeedKind.INTERACTIONS: ("New interactions", "What colleagues wrote down, for any feed reader (Atom)"),
}


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        addresses = links_of(db, identity().staff_id)
    return render_template(
        "feed_links/show.html", addresses=addresses, kinds=KINDS, shown_once=session.pop(SHOWN_ONCE, None)
    )


@blueprint.post("")
@allow(*EVERYBODY)
def add() -> AnyResponse:
    kind = request.form.get("kind", "")
    if kind not in tuple(FeedKind):
        raise Problem(f"Choose one of {', '.join(FeedKind)}.", status=422, code="bad-kind")
    with database().session() as db:
        secret = make_link(db, identity().staff_id, FeedKind(kind))
        db.commit()
    session[SHOWN_ONCE] = f"{public_address()}{url_for(f'feeds.{kind}', secret=secret)}"
    return redirect(url_for("feed_links.show"), code=303)


@blueprint.post("/<link_id>/revocation")
@allow(*EVERYBODY)
def revoke(link_id: str) -> AnyResponse:
    with database().session() as db:
        revoke_link(db, identity().staff_id, link_id)
        db.commit()
    return redirect(url_for("feed_links.show"), code=303)

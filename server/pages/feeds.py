"""Feeds for programs that cannot sign in: whoever has the secret address reads them."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from models.base import now
from models.feed_link import FeedKind
from models.private import seen_by
from models.staff import Staff
from server.auth import public
from server.current import database, installation, public_address, settings
from server.services.feeds.address_cards import cards_of
from server.services.feeds.calendar import calendar_of
from server.services.feeds.feed_link import reader_of
from server.services.feeds.interaction_feed import atom_feed
from server.services.rights.access_log import Door, Subject, note_reads

blueprint = APIBlueprint("feeds", __name__, url_prefix="/feeds", enable_openapi=False)


@blueprint.get("/calendar/<secret>.ics")
@public
def calendar(secret: str) -> Response:
    """Give a person's appointments and promises as iCalendar."""
    reader = _reader(FeedKind.CALENDAR, secret)
    with seen_by(database(), reader.id).reading() as db:
        return _given(calendar_of(db, reader.id, settings().company_name, public_address(), now()), "text/calendar")


@blueprint.get("/contacts/<secret>.vcf")
@public
def contacts(secret: str) -> Response:
    """Give people as vCard 4.0, or 3.0 with `?version=3.0`."""
    version = "3.0" if request.args.get("version") == "3.0" else "4.0"
    reader = _reader(FeedKind.CONTACTS, secret)
    with seen_by(database(), reader.id).reading() as db:
        return _given(cards_of(db, reader, version, public_address()), "text/vcard")


@blueprint.get("/interactions/<secret>.atom")
@public
def interactions(secret: str) -> Response:
    """Give the newest interactions as Atom."""
    reader = _reader(FeedKind.INTERACTIONS, secret)
    with seen_by(database(), reader.id).reading() as db:
        feed = atom_feed(db, reader, settings().company_name, public_address(), now())
        return _given(feed, "application/atom+xml")


def _reader(kind: FeedKind, secret: str) -> Staff:
    """Return whose feed it is, and keep that they read it; raises NotFound for an address that is none."""
    with database().session() as db:
        reader = reader_of(db, kind, secret)
        db.commit()
    note_reads(installation().database, reader.id, Door.FEED, [Subject.feed(kind)])
    return reader


def _given(content: str | bytes, kind: str) -> Response:
    answer = Response(content, content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer

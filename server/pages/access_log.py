"""Who looked at whose record: for the administrator, and to be handed to the person concerned."""

from __future__ import annotations

from collections.abc import Iterator

from apiflask import APIBlueprint
from flask import Response, render_template, request, stream_with_context
from sqlalchemy import select

from models.customer import Customer
from models.feed_link import FeedKind
from models.staff import Role, Staff
from server.auth import allow
from server.csv_line import csv_line
from server.current import database
from server.services.rights.access_log import Door, Reading, Wanted, read_log

blueprint = APIBlueprint("access_log", __name__, url_prefix="/access-log", enable_openapi=False)
MOST_SHOWN = 200
DOOR_NAMES = {
    Door.PAGE: "A page",
    Door.PANEL: "The helpdesk's panel",
    Door.PHONE: "The brief on a phone",
    Door.PROGRAM: "A program",
    Door.ASSISTANT: "An assistant",
    Door.LIST: "A list",
    Door.FEED: "A subscription",
}
ABOUT_MANY = {
    FeedKind.CALENDAR: "Their own calendar",
    FeedKind.CONTACTS: "The address book",
    FeedKind.INTERACTIONS: "The newest interactions",
}
NOT_KNOWN = "Not known yet"
HEADINGS = ("when", "who", "customer", "customer_id", "by")


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    wanted = _wanted()
    with database().reading() as db:
        lines = list(read_log(db, wanted, MOST_SHOWN + 1))
        return render_template(
            "access_log/show.html",
            lines=lines[:MOST_SHOWN],
            older=lines[MOST_SHOWN - 1].id if len(lines) > MOST_SHOWN else None,
            wanted=wanted,
            customer=db.get(Customer, wanted.customer_id) if wanted.customer_id else None,
            staff=db.scalars(select(Staff).order_by(Staff.name)).all(),
            door_names=DOOR_NAMES,
            whose=_whose,
        )


@blueprint.get("/csv")
@allow(Role.ADMIN)
def as_csv() -> Response:
    """Give all that is wanted as a table, to be handed over or looked through elsewhere."""
    headers = {"Content-Disposition": 'attachment; filename="who-looked.csv"', "Cache-Control": "no-store"}
    return Response(stream_with_context(_rows(_wanted())), mimetype="text/csv", headers=headers)


def _rows(wanted: Wanted) -> Iterator[str]:
    yield csv_line(HEADINGS)
    with database().reading() as db:
        for line in read_log(db, wanted, None):
            yield csv_line((line.at.isoformat(), line.staff, _whose(line), line.customer_id, DOOR_NAMES[line.door]))


def _whose(line: Reading) -> str:
    """Say whose record was read, also where it is not one customer's."""
    return line.customer or (ABOUT_MANY[FeedKind(line.about)] if line.door == Door.FEED else NOT_KNOWN)


def _wanted() -> Wanted:
    asked = request.args
    before = asked.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 19
    return Wanted(asked.get("customer", "")[:36], asked.get("staff", "")[:36], int(before) if is_number else None)

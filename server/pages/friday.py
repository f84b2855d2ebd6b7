"""The manager's week: numbers that each open their rows, to look at, to print and to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from apiflask import APIBlueprint
from flask import Response, render_template, request
from sqlalchemy.orm import Session

from models.base import now
from models.fact_kind import FactKind
from models.staff import Staff
from server.auth import OVERSEERS, allow
from server.csv_line import csv_line
from server.current import database, keep_listed, settings
from server.errors import NotFound
from server.pages.bar_chart import BarChart, Said, draw_bars
from server.pages.frame import here
from server.services.friday.complained import AGE_NAMES, OLDEST
from server.services.friday.learnt import TOPICS
from server.services.friday.listing import NOBODY, AnyListing, Narrow, Row, told_in
from server.services.friday.listings import LISTINGS
from server.services.friday.looking import Looking, look_at
from server.services.friday.promised import Ending
from server.services.friday.reading import MOST_SHOWN, Friday, read_friday
from server.services.friday.said import heard_in
from server.services.notes.fact_wording import money

blueprint = APIBlueprint("friday", __name__, url_prefix="/friday", enable_openapi=False)
ON_A_PAGE = 100


@blueprint.get("")
@allow(*OVERSEERS)
def show() -> str:
    looking = _asked()
    with database().reading() as db:
        seen = read_friday(db, looking)
        shown = (*seen.learnt.competitors[:MOST_SHOWN], *seen.learnt.asked_for[:MOST_SHOWN])
        keep_listed(*told_in(db, heard_in(shown)))
    return render_template(
        "friday/show.html",
        looking=looking,
        seen=seen,
        charts=_charts(seen),
        age_names=AGE_NAMES,
        most_shown=MOST_SHOWN,
        nobody=NOBODY,
    )


@blueprint.get("/<listing_name>")
@allow(*OVERSEERS)
def rows(listing_name: str) -> str:
    """Show the rows behind one number, a hundred at a time."""
    looking, listing, narrow = _asked(), _find(listing_name), _narrow()
    page = _page()
    with database().reading() as db:
        count = listing.count(db, looking, narrow)
        found = listing.read(db, looking, narrow, first=page * ON_A_PAGE, most=ON_A_PAGE)
        keep_listed(*told_in(db, found))
        about = _about(db, listing_name, narrow)
    return render_template(
        "friday/rows.html",
        looking=looking,
        listing=listing,
        listing_name=listing_name,
        narrow=narrow,
        about=about,
        count=count,
        rows=found,
        page=page,
        first=page * ON_A_PAGE,
        has_more=(page + 1) * ON_A_PAGE < count,
    )


@blueprint.get("/<listing_name>/csv")
@allow(*OVERSEERS)
def as_csv(listing_name: str) -> Response:
    """Give all rows behind one number as a table."""
    looking, listing, narrow = _asked(), _find(listing_name), _narrow()
    with database().reading() as db:
        found = listing.read(db, looking, narrow)
        keep_listed(*told_in(db, found))
    name = f"{looking.week.name}-{listing_name}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("".join(_lines(listing, found)), mimetype="text/csv", headers=headers)


def _lines(listing: AnyListing, rows: Iterable[Row]) -> Iterator[str]:
    headings = {field: heading or "Also" for field, heading in listing.headings.items()}
    yield csv_line([*headings.values(), "Customer's id", "Note's id"])
    for row in rows:
        cells = [_cell(row, field) for field in headings]
        yield csv_line([*cells, row.customer_id or "", row.recording_id or ""])


def _cell(row: Row, field: str) -> str:
    value = getattr(row, field)
    if value is None:
        return ""
    return here(value).isoformat(timespec="minutes") if field == "at" else str(value)


def _asked() -> Looking:
    return look_at(request.args.get("week", ""), now(), settings().time_zone, settings().visit_interval_days)


def _find(listing_name: str) -> AnyListing:
    if listing_name not in LISTINGS:
        raise NotFound("There is no such list. Open the week and choose a number.")
    return LISTINGS[listing_name]


def _narrow() -> Narrow:
    person, topic = (request.args.get(name, "").replace("\x00", "") for name in ("person", "topic"))
    return Narrow(person[:36], topic[:200])


def _page() -> int:
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _about(db: Session, listing_name: str, narrow: Narrow) -> str:
    """Say of whom and of what the rows are, where they are not all."""
    said = []
    if narrow.person:
        staff = db.get(Staff, narrow.person)
        said.append("nobody's" if narrow.person == NOBODY else staff.name if staff else "somebody unknown")
    if narrow.topic and listing_name == "complaints":
        said.append(AGE_NAMES.get(narrow.topic, ""))
    elif narrow.topic and listing_name == "facts":
        own = db.get(FactKind, narrow.topic)
        said.append(own.name if own else TOPICS.get(narrow.topic, narrow.topic))
    elif narrow.topic:
        said.append(narrow.topic)
    return ", ".join(filter(None, said))


def _charts(seen: Friday) -> dict[str, BarChart]:
    ended: list[tuple[str, list[Said]]] = [
        ("Kept", [("", seen.ended(Ending.KEPT), "good")]),
        ("Broken", [("", seen.ended(Ending.BROKEN), "bad")]),
        ("Ahead", [("", seen.ended(Ending.AHEAD), "rest")]),
    ]
    ages: list[tuple[str, list[Said]]] = [
        (AGE_NAMES[age], [("", count, "bad" if age == OLDEST else "warn")])
        for age, count in seen.complaints.by_age.items()
    ]
    named: list[tuple[str, list[Said]]] = [
        (one.name, [("", one.customers, "plain")]) for one in seen.learnt.competitors[:MOST_SHOWN]
    ]
    visits: list[tuple[str, list[Said]]] = [
        ("With a note", [("", seen.team.visits_noted, "good")]),
        ("Without", [("", seen.team.visits_bare, "rest")]),
    ]
    return {
        "promises": draw_bars("promises", "What became of the week's promises", ended),
        "complaints": draw_bars("complaints", "Open complaints by age", ages),
        "competitors": draw_bars("competitors", "Competitors, by how many customers named them", named),
        "visits": draw_bars("visits", "Visits with a note and without", visits),
    }


@blueprint.app_template_filter("money")
def written_money(value: Any) -> str:
    return money(float(value))


@blueprint.app_template_filter("link_of")
def link_of(narrow: Narrow) -> dict[str, str]:
    """Return what of a narrowing stands in an address."""
    return {name: value for name, value in (("person", narrow.person), ("topic", narrow.topic)) if value}

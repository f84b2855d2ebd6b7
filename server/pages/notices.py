"""What somebody is told of: the list behind the bell, what was read of it, and by which ways to be told."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from models.event import newest_event_id
from models.notice import Reason
from models.staff import Staff
from server.auth import EVERYBODY, allow
from server.current import database, identity, keep_listed, settings
from server.pages.frame import here, unread_count
from server.services.notices.choice import REASON_NAMES, Ways, choose, read_choices
from server.services.notices.reading import PAGE, find_notice, mark_read, read_notices, read_place

blueprint = APIBlueprint("notices", __name__, url_prefix="/notices", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        newest = newest_event_id(db)
        return render_template("notices/show.html", newest=newest, **_list(db))


@blueprint.get("/list")
@allow(*EVERYBODY)
def fragment() -> str:
    """Show the list alone, for an open page that something changed on."""
    with database().reading() as db:
        return render_template("notices/list.html", **_list(db))


@blueprint.get("/unread")
@allow(*EVERYBODY)
def bell() -> str:
    """Show the bell alone."""
    return render_template("notices/bell.html", unread=unread_count())


@blueprint.get("/<notice_id>")
@allow(*EVERYBODY)
def open_one(notice_id: str) -> AnyResponse:
    """Go where a notice points, and mark it as read."""
    with database().session() as db:
        notice = find_notice(db, notice_id, identity().staff_id)
        mark_read(db, identity().staff_id, [notice.id])
        anchor = "replies" if notice.message_id else None
        address = url_for("note.show", recording_id=notice.recording_id, _anchor=anchor)
        db.commit()
    return redirect(address, code=303)


@blueprint.post("/reading")
@allow(*EVERYBODY)
def read() -> AnyResponse | str:
    """Mark one notice as read, or all."""
    one = request.form.get("notice")
    if one or request.form.get("all"):
        with database().session() as db:
            mark_read(db, identity().staff_id, [one] if one else None)
            db.commit()
    if "HX-Request" in request.headers:
        return fragment()
    return redirect(url_for("notices.show"), code=303)


@blueprint.get("/choices")
@allow(*EVERYBODY)
def choices() -> str:
    with database().reading() as db:
        me = identity().staff_id
        return render_template(
            "notices/choices.html",
            names=REASON_NAMES,
            choices=read_choices(db, me),
            is_saved="saved" in request.args,
            has_mail=bool(settings().smtp_server),
            address=db.get_one(Staff, me).email,
        )


@blueprint.post("/choices")
@allow(*EVERYBODY)
def change_choices() -> AnyResponse:
    with database().session() as db:
        choose(db, identity().staff_id, {reason: _ways(request.form.getlist(reason)) for reason in Reason})
        db.commit()
    return redirect(url_for("notices.choices", saved="1"), code=303)


def _ways(ticked: list[str]) -> Ways:
    return Ways(on_page="page" in ticked, by_push="push" in ticked, by_mail="mail" in ticked)


def _list(db: Session) -> dict[str, Any]:
    before = read_place(request.args.get("before"))
    found = read_notices(db, identity().staff_id, here(now()).date(), before)
    keep_listed(*(one.customer_id for one in found))
    return {"notices": found, "before": before, "before_next": found[-1].id if len(found) == PAGE else None}

"""Webhooks: added, tried, paused, given a new secret; and a log of what went out and what was answered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role
from server.auth import allow
from server.current import database, identity, settings
from server.errors import Problem
from server.services.webhooks import keeping
from server.services.webhooks.message import as_shown
from server.services.webhooks.message_types import TYPES

blueprint = APIBlueprint("webhooks", __name__, url_prefix="/webhooks", enable_openapi=False)
SHOWN_ONCE = "webhook_secret"
STATES = {
    "waiting": "Waiting",
    "delivered": "Delivered",
    "given_up": "Given up",
    "withheld": "Withheld: its note is private",
}


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    return _list()


@blueprint.post("")
@allow(Role.ADMIN)
def add() -> AnyResponse | tuple[str, int]:
    asked = request.form
    with database().session() as db:
        try:
            webhook = keeping.add_webhook(
                db,
                identity().staff_id,
                asked.get("name", ""),
                asked.get("url", ""),
                asked.getlist("types"),
                has_words="has_words" in asked,
            )
        except Problem as problem:
            return _list(problem.detail), problem.status
        db.commit()
        session[SHOWN_ONCE] = [webhook.id, webhook.secret]
    return _to(webhook.id)


@blueprint.get("/<webhook_id>")
@allow(Role.ADMIN)
def one(webhook_id: str) -> str:
    secret = session.pop(SHOWN_ONCE, None)
    with database().reading() as db:
        webhook = keeping.find_webhook(db, webhook_id)
        deliveries = keeping.list_deliveries(db, webhook_id, request.args.get("before"))
        return render_template(
            "webhooks/one.html",
            webhook=webhook,
            deliveries=[(delivery, as_shown(db, delivery, settings().public_url)) for delivery in deliveries],
            following=deliveries[-1].id if len(deliveries) == keeping.LISTED else None,
            waiting=keeping.waiting_count(db, webhook_id),
            secret=secret[1] if secret and secret[0] == webhook_id else None,
            types=TYPES,
            states=STATES,
            replayed=request.args.get("replayed", ""),
        )


@blueprint.post("/<webhook_id>")
@allow(Role.ADMIN)
def change(webhook_id: str) -> AnyResponse:
    """Change address, types and whether words go along."""
    asked = request.form
    with database().session() as db:
        keeping.change_webhook(
            db, webhook_id, url=asked.get("url"), types=asked.getlist("types"), has_words="has_words" in asked
        )
        db.commit()
    return _to(webhook_id)


@blueprint.post("/<webhook_id>/pause")
@allow(Role.ADMIN)
def pause(webhook_id: str) -> AnyResponse:
    """Pause it, or with `go_on` have it go on."""
    with database().session() as db:
        keeping.change_webhook(db, webhook_id, is_paused="go_on" not in request.form)
        db.commit()
    return _to(webhook_id)


@blueprint.post("/<webhook_id>/secret")
@allow(Role.ADMIN)
def rotate(webhook_id: str) -> AnyResponse:
    with database().session() as db:
        webhook = keeping.rotate_secret(db, webhook_id)
        db.commit()
        session[SHOWN_ONCE] = [webhook.id, webhook.secret]
    return _to(webhook_id)


@blueprint.post("/<webhook_id>/test")
@allow(Role.ADMIN)
def test(webhook_id: str) -> AnyResponse:
    with database().session() as db:
        keeping.send_test(db, webhook_id)
        db.commit()
    return _to(webhook_id)


@blueprint.post("/<webhook_id>/replays")
@allow(Role.ADMIN)
def replay(webhook_id: str) -> AnyResponse:
    """Have one message sent again, or all since a time on the company's clock."""
    delivery_id = request.form.get("delivery_id", "")
    with database().session() as db:
        if delivery_id:
            keeping.replay_delivery(db, webhook_id, delivery_id)
        count = 1 if delivery_id else keeping.replay_since(db, webhook_id, _instant(request.form.get("since", "")))
        db.commit()
    return redirect(url_for("webhooks.one", webhook_id=webhook_id, replayed=count), code=303)


@blueprint.post("/<webhook_id>/removal")
@allow(Role.ADMIN)
def remove(webhook_id: str) -> AnyResponse:
    with database().session() as db:
        keeping.remove_webhook(db, webhook_id)
        db.commit()
    return redirect(url_for("webhooks.show"), code=303)


def _list(problem: str | None = None) -> str:
    with database().reading() as db:
        webhooks = keeping.list_webhooks(db)
        waiting = {webhook.id: keeping.waiting_count(db, webhook.id) for webhook in webhooks}
    asked = request.form
    return render_template(
        "webhooks/show.html", webhooks=webhooks, waiting=waiting, types=TYPES, problem=problem, asked=asked
    )


def _instant(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(settings().time_zone))
    except ValueError as error:
        raise Problem("Say since when: a day and a time.", status=422, code="bad-time") from error


def _to(webhook_id: str) -> AnyResponse:
    return redirect(url_for("webhooks.one", webhook_id=webhook_id), code=303)

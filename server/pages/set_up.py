"""The one-time link: somebody says who they are and chooses a passkey, a password or both."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Staff
from server.auth import public, refuse_other_sites
from server.current import database
from server.errors import Problem
from server.pages.challenge import keep_challenge, take_challenge
from server.pages.sign_in import let_in
from server.pages.site import this_site
from server.services.people import passkeys
from server.services.people.sign_in import (
    SHORTEST_PASSWORD,
    forget_ways_in,
    open_link,
    rename,
    set_password,
    use_up,
)

blueprint = APIBlueprint("set_up", __name__, url_prefix="/set-up", enable_openapi=False)


@blueprint.get("/<code>")
@public
def show(code: str) -> str:
    with database().reading() as db:
        staff = db.get_one(Staff, open_link(db, code).staff_id)
        return _form(code, staff, staff.name, staff.email or "")


@blueprint.post("/<code>")
@public
def set_up(code: str) -> AnyResponse | tuple[str, int]:
    refuse_other_sites(request)
    asked = request.form.to_dict()
    with database().session() as db:
        link = open_link(db, code)
        staff = db.get_one(Staff, link.staff_id)
        try:
            _introduce(db, staff, asked)
            set_password(staff, asked.get("password", ""))
        except Problem as problem:
            db.rollback()
            return _form(code, staff, asked.get("name", ""), asked.get("email", ""), problem.detail), problem.status
        use_up(db, link)
        db.commit()
        let_in(staff)
    return redirect("/", code=303)


@blueprint.post("/<code>/passkey/options")
@public
def passkey_options(code: str) -> Response:
    """Check name and e-mail, so that the passkey is made for them, and give the browser its options."""
    refuse_other_sites(request)
    with database().session() as db:  # written to, but never committed: the link is not used yet
        staff = db.get_one(Staff, open_link(db, code).staff_id)
        _introduce(db, staff, _asked())
        options, challenge = passkeys.registration_options(this_site(), staff)
    keep_challenge("set-up", challenge)
    return current_app.response_class(options, mimetype="application/json")


@blueprint.post("/<code>/passkey")
@public
def set_up_with_passkey(code: str) -> dict[str, str]:
    refuse_other_sites(request)
    asked = _asked()
    with database().session() as db:
        link = open_link(db, code)
        staff = db.get_one(Staff, link.staff_id)
        _introduce(db, staff, asked)
        if asked.get("password"):
            set_password(staff, str(asked["password"]))
        credential, name = asked.get("credential"), str(asked.get("device") or "")
        if not isinstance(credential, dict):
            raise Problem("The browser sent no passkey. Reload the page and try again.")
        passkeys.register_passkey(db, this_site(), staff, credential, take_challenge("set-up"), name)
        use_up(db, link)
        db.commit()
        let_in(staff)
    return {"next": "/"}


def _introduce(db: Session, staff: Staff, asked: dict[str, Any]) -> None:
    rename(db, staff, str(asked.get("name", "")), str(asked.get("email", "")))
    if asked.get("forget"):
        forget_ways_in(db, staff)


def _asked() -> dict[str, Any]:
    asked = request.get_json()
    if not isinstance(asked, dict):
        raise Problem("The browser sent something that cannot be read. Reload the page and try again.")
    return asked


def _form(code: str, staff: Staff, name: str, email: str, problem: str | None = None) -> str:
    return render_template(
        "sign_in/set_up.html",
        code=code,
        name="" if name == "Administrator" else name,
        email=email,
        problem=problem,
        has_ways_in=bool(staff.password_hash or staff.passkeys),
        can_use_passkeys=this_site().can_have_passkeys,
        shortest_password=SHORTEST_PASSWORD,
    )

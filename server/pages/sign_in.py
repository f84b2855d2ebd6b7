"""Signing in with a password or a passkey, and signing out."""

from __future__ import annotations

import math
from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role, Staff
from server.auth import EVERYBODY, WAY_IN, SignedIn, allow, identify, public, refuse_other_sites, way_in_of
from server.current import Identity, database
from server.errors import Problem
from server.pages.challenge import keep_challenge, take_challenge
from server.pages.site import safe_path, this_site
from server.services.people import passkeys
from server.services.people.sign_in import find_by_password
from server.services.people.sign_in_limit import SignInLimit

blueprint = APIBlueprint("sign_in", __name__, enable_openapi=False)
LIMIT = "sign_in_limit"
WRONG = "This e-mail address and password do not go together. Check both and try again."


@blueprint.record_once
def _begin_counting(state: Any) -> None:
    state.app.extensions[LIMIT] = SignInLimit()


@blueprint.get("/sign-in")
@public
def show() -> str | AnyResponse:
    onward = safe_path(request.args.get("next"))
    if identify(request) is not None:
        return redirect(onward)
    return _form(onward)


@blueprint.post("/sign-in")
@public
def sign_in() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    refuse_other_sites(request)
    onward = safe_path(request.form.get("next"))
    email, password = request.form.get("email", ""), request.form.get("password", "")
    limit, address = current_app.extensions[LIMIT], request.remote_addr or ""
    wait_s = math.ceil(limit.begin_try(email, address))
    if wait_s:
        problem = f"Too many tries. Wait {wait_s} seconds and try again, or use your passkey."
        return _form(onward, email, problem), 429, {"Retry-After": str(wait_s)}
    with database().reading() as db:
        staff = find_by_password(db, email, password)
    if staff is None:
        return _form(onward, email, WRONG), 403
    limit.succeed(email, address)
    let_in(staff)
    return redirect(onward, code=303)


@blueprint.post("/sign-in/passkey/options")
@public
def passkey_options() -> Response:
    refuse_other_sites(request)
    options, challenge = passkeys.sign_in_options(this_site())
    keep_challenge("sign-in", challenge)
    return current_app.response_class(options, mimetype="application/json")


@blueprint.post("/sign-in/passkey")
@public
def sign_in_with_passkey() -> dict[str, str]:
    refuse_other_sites(request)
    asked = request.get_json()
    if not isinstance(asked, dict) or not isinstance(asked.get("credential"), dict):
        raise Problem("The browser sent no passkey. Reload the page and try again.")
    with database().session() as db:
        staff = passkeys.find_by_passkey(db, this_site(), asked["credential"], take_challenge("sign-in"))
        db.commit()
        let_in(staff)
    return {"next": safe_path(str(asked.get("next") or ""))}


@blueprint.post("/sign-out")
@allow(*EVERYBODY)
def sign_out() -> AnyResponse:
    logout_user()
    session.clear()
    answer = redirect(url_for("sign_in.show"), code=303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def let_in(staff: Staff) -> None:
    """Begin a session for a member of staff; nothing of an earlier one is kept."""
    session.clear()
    session.permanent = True
    session[WAY_IN] = way_in_of(staff)
    login_user(SignedIn(Identity(staff.id, staff.name, Role(staff.role))))


def _form(onward: str, email: str = "", problem: str | None = None) -> str:
    return render_template(
        "sign_in/show.html", next=onward, email=email, problem=problem, can_use_passkeys=this_site().can_have_passkeys
    )

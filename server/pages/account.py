"""One's own ways in: passkeys and password."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, redirect, render_template, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Passkey, Staff
from server.auth import EVERYBODY, WAY_IN, allow, way_in_of
from server.current import database, identity
from server.errors import NotFound, Problem
from server.pages.challenge import keep_challenge, take_challenge
from server.pages.site import this_site
from server.services.people import passkeys
from server.services.people.sign_in import SHORTEST_PASSWORD, find_by_password, set_password

blueprint = APIBlueprint("account", __name__, url_prefix="/account", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        return _page(_me(db), is_saved="saved" in request.args)


@blueprint.post("/password")
@allow(*EVERYBODY)
def change_password() -> AnyResponse | tuple[str, int]:
    with database().session() as db:
        me = _me(db)
        try:
            if me.password_hash and not find_by_password(db, me.email or "", request.form.get("current", "")):
                raise Problem("Your present password is another. Check it and try again.", status=403)
            set_password(me, request.form.get("password", ""))
        except Problem as problem:
            db.rollback()
            return _page(_me(db), problem.detail), problem.status
        db.commit()
        session[WAY_IN] = way_in_of(me)  # this browser stays signed in, every other one is out
    return redirect(url_for("account.show", saved=1), code=303)


@blueprint.post("/passkeys/options")
@allow(*EVERYBODY)
def passkey_options() -> Response:
    with database().reading() as db:
        options, challenge = passkeys.registration_options(this_site(), _me(db))
    keep_challenge("account", challenge)
    return current_app.response_class(options, mimetype="application/json")


@blueprint.post("/passkeys")
@allow(*EVERYBODY)
def add_passkey() -> dict[str, str]:
    asked: Any = request.get_json()
    if not isinstance(asked, dict) or not isinstance(asked.get("credential"), dict):
        raise Problem("The browser sent no passkey. Reload the page and try again.")
    with database().session() as db:
        name = str(asked.get("device") or "")
        passkeys.register_passkey(db, this_site(), _me(db), asked["credential"], take_challenge("account"), name)
        db.commit()
    return {"next": url_for("account.show", saved=1)}


@blueprint.post("/passkeys/<passkey_id>/removal")
@allow(*EVERYBODY)
def remove_passkey(passkey_id: str) -> AnyResponse | tuple[str, int]:
    with database().session() as db:
        me = _me(db)
        passkey = db.get(Passkey, passkey_id)
        if passkey is None or passkey.staff_id != me.id:
            raise NotFound("There is no such passkey of yours.")
        if len(me.passkeys) == 1 and not me.password_hash:
            return _page(me, "This is your only way in. Set a password or add another passkey first."), 409
        db.delete(passkey)
        db.commit()
    return redirect(url_for("account.show", saved=1), code=303)


def _me(db: Session) -> Staff:
    return db.get_one(Staff, identity().staff_id)


def _page(me: Staff, problem: str | None = None, *, is_saved: bool = False) -> str:
    return render_template(
        "account/show.html",
        staff=me,
        problem=problem,
        is_saved=is_saved,
        can_use_passkeys=this_site().can_have_passkeys,
        shortest_password=SHORTEST_PASSWORD,
    )

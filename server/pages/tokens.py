"""Tokens of programs that send notes: made, shown once, listed and revoked."""

from __future__ import annotations

from collections.abc import Sequence

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role, Staff
from server.auth import EVERYBODY, allow
from server.current import database, identity
from server.errors import Problem
from server.pages.site import this_site
from server.services.people.api_token import (
    FOR_ADMINS,
    SCOPES,
    USES,
    WRITE_NOTES,
    list_tokens,
    make_token,
    revoke_token,
)

blueprint = APIBlueprint("tokens", __name__, url_prefix="/tokens", enable_openapi=False)
SHOWN_ONCE = "api_token"


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        return _page(db, shown_once=session.pop(SHOWN_ONCE, None))


@blueprint.post("")
@allow(*EVERYBODY)
def add() -> AnyResponse | tuple[str, int]:
    asked = request.form
    staff_id, scope = asked.get("staff_id") or identity().staff_id, asked.get("scope") or WRITE_NOTES
    with database().session() as db:
        try:
            token, written = make_token(db, identity(), staff_id, asked.get("name", ""), scope.split())
        except Problem as problem:
            db.rollback()
            return _page(db, problem=problem.detail), problem.status
        db.commit()
        session[SHOWN_ONCE] = [token.id, written]
    return redirect(url_for("tokens.show"), code=303)


@blueprint.post("/<token_id>/revocation")
@allow(*EVERYBODY)
def revoke(token_id: str) -> AnyResponse:
    with database().session() as db:
        revoke_token(db, identity(), token_id)
        db.commit()
    return redirect(url_for("tokens.show"), code=303)


def _page(db: Session, problem: str | None = None, shown_once: list[str] | None = None) -> str:
    is_admin = identity().role == Role.ADMIN
    uses = {scopes: use for scopes, use in USES.items() if is_admin or not set(scopes.split()) & set(FOR_ADMINS)}
    here = select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.name)
    return render_template(
        "tokens/show.html",
        tokens=list_tokens(db, None if is_admin else identity().staff_id),
        uses=uses,
        may=lambda token: _may(token.scopes),
        is_admin=is_admin,
        staff=db.scalars(here).all() if is_admin else [],
        shown_once=shown_once[1] if shown_once else None,
        site=this_site().origin,
        problem=problem,
    )


def _may(scopes: Sequence[str]) -> str:
    """Say in a few words what a token is for."""
    fitting = [use for named, use in USES.items() if set(named.split()) == set(scopes)]
    return "; ".join(fitting or [SCOPES[scope] for scope in scopes if scope in SCOPES])

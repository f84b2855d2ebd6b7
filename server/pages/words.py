"""Words of the company: an administrator adds products, aliases, competitors and kinds of fact, tried first."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role
from server.auth import allow
from server.current import database, identity, installation, settings
from server.errors import Problem
from server.services.company_words.fact_kinds import list_kinds, retire_kind
from server.services.company_words.preview import MOST_READ, NEWEST, Preview, preview
from server.services.company_words.proposed_word import ProposedWord, keep_word, propose

blueprint = APIBlueprint("words", __name__, url_prefix="/words", enable_openapi=False)
KINDS = {"product": "A product of ours", "competitor": "A competitor", "fact": "A new kind of fact"}
VALUE_TYPES = {"text": "words", "number": "a number", "date": "a day", "yes-no": "yes or no"}


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        return _page(db, is_kept="kept" in request.args)


@blueprint.post("/preview")
@allow(Role.ADMIN)
def try_out() -> str | tuple[str, int]:
    """Show what the typed word would find on past notes; nothing is kept."""
    with database().reading() as db:
        try:
            word = _typed()
        except Problem as problem:
            return _page(db, problem=problem.detail), problem.status
        tried = preview(db, word, installation().lexicon.current(db), settings().time_zone)
        return _page(db, word=word, tried=tried)


@blueprint.post("")
@allow(Role.ADMIN)
def keep() -> AnyResponse | tuple[str, int]:
    with database().session() as db:
        try:
            keep_word(db, _typed(), identity().staff_id)
        except Problem as problem:
            db.rollback()
            return _page(db, problem=problem.detail), problem.status
        db.commit()
    return redirect(url_for("words.show", kept=1), code=303)


@blueprint.post("/kinds/<kind_id>/retirement")
@allow(Role.ADMIN)
def retire(kind_id: str) -> AnyResponse:
    with database().session() as db:
        retire_kind(db, kind_id)
        db.commit()
    return redirect(url_for("words.show"), code=303)


def _typed() -> ProposedWord:
    form = request.form
    return propose(form.get("kind", ""), form.get("name", ""), form.get("phrases", ""), form.get("value_type", "text"))


def _page(
    db: Session,
    *,
    word: ProposedWord | None = None,
    tried: Preview | None = None,
    problem: str | None = None,
    is_kept: bool = False,
) -> str:
    shared: dict[str, Any] = {"kinds": KINDS, "value_types": VALUE_TYPES, "newest": NEWEST, "most_read": MOST_READ}
    return render_template(
        "words/show.html",
        own=list_kinds(db),
        typed=request.form,
        word=word,
        tried=tried,
        problem=problem,
        is_kept=is_kept,
        **shared,
    )

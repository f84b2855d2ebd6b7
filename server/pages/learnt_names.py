"""Administrators see what corrections taught the ear, and let it forget."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role
from server.auth import allow
from server.current import database
from server.services.notes.learnt_names import forget, list_learnt

blueprint = APIBlueprint("learnt_names", __name__, url_prefix="/learnt-names", enable_openapi=False)
KIND_NAMES = {"customer": "Customer", "contact": "Person", "product": "Product", "competitor": "Competitor"}


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        return render_template("learnt_names/show.html", learnt=list_learnt(db), kind_names=KIND_NAMES)


@blueprint.post("/<alias_id>/forgetting")
@allow(Role.ADMIN)
def put_out_of_mind(alias_id: str) -> AnyResponse:
    with database().session() as db:
        forget(db, alias_id)
        db.commit()
    return redirect(url_for("learnt_names.show"), code=303)

"""Which helpdesks may show the panel, and how each is set up."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role
from server.auth import allow
from server.current import database, identity
from server.errors import Problem
from server.pages.site import this_site
from server.services.touchpoints.panel_site import add_site, list_sites, remove_site

blueprint = APIBlueprint("panel_sites", __name__, url_prefix="/helpdesks", enable_openapi=False)


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    return _page()


@blueprint.post("")
@allow(Role.ADMIN)
def add() -> AnyResponse | tuple[str, int]:
    with database().session() as db:
        try:
            add_site(db, identity().staff_id, request.form.get("address", ""))
        except Problem as problem:
            return _page(problem.detail), problem.status
        db.commit()
    return redirect(url_for("panel_sites.show"), code=303)


@blueprint.post("/<site_id>/removal")
@allow(Role.ADMIN)
def remove(site_id: str) -> AnyResponse:
    with database().session() as db:
        remove_site(db, site_id)
        db.commit()
    return redirect(url_for("panel_sites.show"), code=303)


def _page(problem: str | None = None) -> str:
    with database().reading() as db:
        sites = list_sites(db)
    return render_template(
        "panel_sites/show.html",
        sites=sites,
        problem=problem,
        address=request.form.get("address", ""),
        site=this_site().origin,
    )

"""Who may read what: the administrator's table of topics and roles."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.staff import Role
from server.auth import allow
from server.current import database, identity
from server.services.rights.reading_rules import ASKED_ROLES, read_rules, set_rule

blueprint = APIBlueprint("reading_rules", __name__, url_prefix="/reading-rules", enable_openapi=False)


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        return render_template(
            "reading_rules/show.html", rules=read_rules(db), roles=ASKED_ROLES, is_saved="saved" in request.args
        )


@blueprint.post("")
@allow(Role.ADMIN)
def change() -> AnyResponse:
    """Keep the table as it was sent: a box without a tick closes its topic to its role.

    Only topics that the form showed are changed: a kind of fact that was added meanwhile stays open.
    """
    with database().session() as db:
        for topic in request.form.getlist("topic"):
            readers = set(request.form.getlist(f"readers.{topic}"))
            set_rule(db, topic, frozenset(role for role in ASKED_ROLES if role not in readers), identity().staff_id)
        db.commit()
    return redirect(url_for("reading_rules.show", saved="1"), code=303)

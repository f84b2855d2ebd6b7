"""What colleagues write below a note."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.recording import Recording
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity
from server.errors import NotFound
from server.pages.pop import posted_id
from server.services.colleagues.replying import replies_to, reply

blueprint = APIBlueprint("replies", __name__, url_prefix="/notes", enable_openapi=False)


@blueprint.get("/<recording_id>/replies")
@allow(*EVERYBODY)
def show(recording_id: str) -> str:
    """Show the replies alone, for an open page that something changed on."""
    with database().reading() as db:
        if db.get(Recording, recording_id) is None:
            raise NotFound("There is no such note.")
        return render_template("replies/list.html", replies=replies_to(db, recording_id))


@blueprint.post("/<recording_id>/replies")
@allow(*WRITERS)
def add(recording_id: str) -> AnyResponse:
    """Keep a reply, and show the note with it; sent twice it is kept once."""
    with database().session() as db:
        reply(db, recording_id, posted_id(request.form.get("id", "")), request.form.get("text", ""), identity())
        db.commit()
    return redirect(url_for("note.show", recording_id=recording_id, _anchor="replies"), code=303)

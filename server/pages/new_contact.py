"""Keeping somebody whom a note introduced as a contact, by the same service as on the phone."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from server.auth import WRITERS, allow
from server.current import database, identity
from server.errors import NotFound, Problem
from server.pages.note_card import note_card
from server.services.customers.new_contact import SaidOfContact, keep_contact
from server.services.notes.entry_correction import find_entry
from server.services.notes.note_rights import require_may_change

blueprint = APIBlueprint("new_contact", __name__, url_prefix="/notes", enable_openapi=False)
blueprint.add_app_template_global(new_id, "new_contact_id")


@blueprint.post("/<recording_id>/contacts")
@allow(*WRITERS)
def keep(recording_id: str) -> AnyResponse | str:
    """Keep one of the note's people; the id that the form was given makes sending it twice harmless."""
    with database().session() as db:
        card = note_card(db, recording_id)
        entry = find_entry(db, card.entry.id) if card and card.entry else None
        if entry is None:
            raise NotFound("This note has no entry yet. It appears by itself as soon as the note is heard.")
        require_may_change(entry.recording, identity())
        keep_contact(db, entry, _contact_id(), SaidOfContact(request.form.get("item_id", ""), ""), identity())
        db.commit()
        if "HX-Request" in request.headers:
            names_customer = not request.form.get("customer")
            return render_template("note/card.html", card=note_card(db, recording_id), names_customer=names_customer)
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


def _contact_id() -> str:
    try:
        return str(uuid.UUID(request.form.get("contact_id", "")))
    except ValueError as error:
        raise Problem("Open the note again and tap once more.", status=422, code="form-incomplete") from error

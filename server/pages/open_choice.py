"""Saying with one tap whom a name means that fits several, as a version of the entry."""

from __future__ import annotations

import uuid

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from models.entry import EntryVersion
from models.recording import CustomerSource, Recording
from server.auth import WRITERS, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound, Problem
from server.pages.note_card import note_card
from server.services.notes.entry_correction import correct_entry, find_entry
from server.services.notes.note_customer import set_customer
from server.services.notes.note_rights import require_may_change

blueprint = APIBlueprint("open_choice", __name__, url_prefix="/notes", enable_openapi=False)
blueprint.add_app_template_global(new_id, "new_version_id")


@blueprint.post("/<recording_id>/choice")
@allow(*WRITERS)
def choose(recording_id: str) -> AnyResponse | str:
    """Take one of the candidates; the id that the form was given makes sending it twice harmless."""
    with database().session() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        if recording is None:
            raise NotFound("There is no such note.")
        require_may_change(recording, identity())
        version_id = _version_id()
        if db.get(EntryVersion, version_id) is None:
            _choose(db, recording, version_id, request.form.get("item_id", ""), request.form.get("value", ""))
            db.commit()
        if "HX-Request" in request.headers:
            names_customer = not request.form.get("customer")
            return render_template("note/card.html", card=note_card(db, recording_id), names_customer=names_customer)
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


def _choose(db: Session, recording: Recording, version_id: str, item_id: str, value: str) -> None:
    card = note_card(db, recording.id)
    facts = card.entry.facts if card and card.entry else ()
    asked = next((fact.open_choice for fact in facts if fact.item_id == item_id), None)
    if asked is None or value not in [key for key, _label in asked.choices]:
        raise Problem("This is no longer asked. Open the note again.", status=409, code="choice-gone")
    if asked.attribute == "customer_id":  # read again first: the words then mean that customer's people
        set_customer(db, installation(), recording, value, CustomerSource.PERSON)
    entry = find_entry(db, card.entry.id) if card and card.entry else None
    assert entry is not None
    change = {"op": "set", "item_id": item_id, "attribute": asked.attribute, "value": value}
    lexicon = installation().lexicon.current(db)
    correct_entry(db, entry, version_id, [change], identity(), lexicon=lexicon, zone=settings().time_zone)


def _version_id() -> str:
    try:
        return str(uuid.UUID(request.form.get("version_id", "")))
    except ValueError as error:
        raise Problem("Open the note again and tap once more.", status=422, code="form-incomplete") from error

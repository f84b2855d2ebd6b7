"""Confirming and correcting an entry at the desk, by the same service as on the phone."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from models.entry import Entry, EntryVersion
from models.need_to_know import closed_in
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound, Problem
from server.pages.note_card import NoteCard, note_card
from server.services.notes.entry_correction import Change, confirm_entry, correct_entry, find_entry
from server.services.notes.entry_reading import Fact, read_version
from server.services.notes.meant_item import LONGEST_SAID
from server.services.notes.note_rights import require_may_change

blueprint = APIBlueprint("correction", __name__, url_prefix="/notes", enable_openapi=False)


@blueprint.post("/<recording_id>/confirmation")
@allow(*WRITERS)
def confirm(recording_id: str) -> AnyResponse | str:
    with database().session() as db:
        entry = find_entry(db, _card_with_entry(db, recording_id)[1])
        assert entry is not None
        require_may_change(entry.recording, identity())
        confirm_entry(db, entry, identity())
        db.commit()
        if "HX-Request" in request.headers:
            names_customer = not request.form.get("customer")
            return render_template("note/card.html", card=note_card(db, recording_id), names_customer=names_customer)
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


@blueprint.get("/<recording_id>/correction")
@allow(*EVERYBODY)
def show(recording_id: str) -> str:
    with database().reading() as db:
        card, _ = _card_with_entry(db, recording_id)
        return _form(card, new_id())


@blueprint.post("/<recording_id>/versions")
@allow(*WRITERS)
def correct(recording_id: str) -> AnyResponse | tuple[str, int]:
    """Correct a note as the form showed it: no value that was left alone is put back over a newer one."""
    with database().session() as db:
        card, entry_id = _card_with_entry(db, recording_id)
        entry = find_entry(db, entry_id)
        assert entry is not None
        require_may_change(entry.recording, identity())
        lexicon = installation().lexicon.current(db)
        version_id, seen = _version_id(), _seen(entry)
        reading = read_version(
            entry, seen, entry.recording.transcript, lexicon, closed_in(db, entry.recording.staff_id)
        )
        changes = [change for fact in reading.facts for change in changes_of(fact, request.form)]
        is_newest = seen is entry.newest
        try:
            if changes:
                correct_entry(db, entry, version_id, changes, identity(), lexicon=lexicon, zone=settings().time_zone)
        except Problem as problem:
            db.rollback()
            as_seen = replace(card, reading=replace(card.reading, entry=reading))
            return _form(as_seen, version_id, request.form, problem.detail), problem.status
        if is_newest:
            confirm_entry(db, entry, identity())  # who corrected the note has read it
        db.commit()
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


def _form(card: NoteCard, version_id: str, typed: MultiDict[str, str] | None = None, problem: str | None = None) -> str:
    return render_template("note/correction.html", card=card, version_id=version_id, typed=typed or {}, problem=problem)


def _seen(entry: Entry) -> EntryVersion:
    """Return the version that the form showed; where it does not say, the newest."""
    number = request.form.get("seen", type=int)
    return next((version for version in entry.versions if version.number == number), entry.newest)


def _version_id() -> str:
    """Return the id that the form was given, so that sending it twice makes one version."""
    try:
        return str(uuid.UUID(request.form.get("version_id", "")))
    except ValueError:
        return new_id()


def changes_of(fact: Fact, typed: MultiDict[str, str]) -> list[Change]:
    """Return what the form changes about a fact as it showed it, in the form of the service."""
    of = {"kind": fact.kind, "said": fact.said[:LONGEST_SAID], "text": fact.text[:LONGEST_SAID]}
    if typed.get(f"remove.{fact.item_id}"):
        return [{"op": "remove", "item_id": fact.item_id, "of": of}]
    changes: list[Change] = []
    for attribute in fact.attributes:
        field = f"{fact.item_id}.{attribute.name}"
        if field not in typed or typed[field].strip() == as_typed(attribute.value):
            continue
        if attribute.type == "record" and not typed[field]:
            continue  # "not known": there is nothing to point at
        value: Any = typed[field].strip() or None
        changes.append({"op": "set", "item_id": fact.item_id, "attribute": attribute.name, "value": value, "of": of})
    return changes


@blueprint.app_template_filter("as_typed")
def as_typed(value: Any) -> str:
    """Write a value as it stands in its field of the form."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _card_with_entry(db: Session, recording_id: str) -> tuple[NoteCard, str]:
    card = note_card(db, recording_id)
    if card is None:
        raise NotFound("There is no such note.")
    if card.entry is None:
        raise NotFound("This note has no entry yet. It appears by itself as soon as the note is heard.")
    return card, card.entry.id

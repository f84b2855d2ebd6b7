"""One note: by itself, as a card for open pages, in its older versions, and whom it is about."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from models.complaint import Complaint
from models.entry import Entry, EntryVersion
from models.event import newest_event_id
from models.need_to_know import closed_in
from models.recording import CustomerSource, Recording
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, installation, settings
from server.errors import NotFound, Problem
from server.pages.note_card import NoteCard, group_facts, note_card, without_marks
from server.services.colleagues.replying import replies_to
from server.services.complaints.signals import Signal, signals_of_note
from server.services.customers.nearby import customers_to_choose
from server.services.customers.standing import standing_customer
from server.services.letters.letter_queue import thread_of
from server.services.notes.entry_reading import read_version
from server.services.notes.hearing_again import hear_again
from server.services.notes.note_customer import set_customer
from server.services.notes.note_rights import require_may_change
from server.services.notes.note_taking import write_entry
from server.services.rights.private_notes import set_private

blueprint = APIBlueprint("note", __name__, url_prefix="/notes", enable_openapi=False)
blueprint.add_app_template_filter(without_marks, "without_marks")


@blueprint.get("/<recording_id>")
@allow(*EVERYBODY)
def show(recording_id: str) -> str:
    with database().reading() as db:
        newest = newest_event_id(db)
        found = _find(db, recording_id)
        return render_template(
            "note/show.html",
            card=found,
            newest=newest,
            signals=_signals(db, recording_id),
            thread=thread_of(db, recording_id),
            replies=replies_to(db, recording_id),
            new_message_id=new_id(),
            is_heard_again="again" in request.args,
        )


@blueprint.get("/<recording_id>/card")
@allow(*EVERYBODY)
def card(recording_id: str) -> str | Response:
    """Show the card as the page that asks lists it; nothing when it does not belong on that customer's page."""
    of_customer = request.args.get("customer", "")
    with database().reading() as db:
        found = _find(db, recording_id)
        if of_customer and found.recording.customer_id != of_customer:
            return Response(status=204)
        return render_template(
            "note/card.html", card=found, names_customer=not of_customer, is_alone="alone" in request.args
        )


@blueprint.get("/<recording_id>/versions")
@allow(*EVERYBODY)
def versions(recording_id: str) -> str:
    with database().reading() as db:
        found = _find(db, recording_id)
        loaded = select(Entry).options(selectinload(Entry.versions).selectinload(EntryVersion.made_by))
        entry = db.scalar(loaded.where(Entry.recording_id == recording_id))
        kept = list(entry.versions) if entry else []
        lexicon, transcript = installation().lexicon.current(db), found.reading.transcript
        closed = closed_in(db, found.recording.staff_id)
        readings = [read_version(entry, version, transcript, lexicon, closed) for version in reversed(kept) if entry]
        shown = [(reading, group_facts(reading.facts)) for reading in readings]
        return render_template("note/versions.html", card=found, versions=shown)


@blueprint.get("/<recording_id>/customer")
@allow(*EVERYBODY)
def choose_customer(recording_id: str) -> str:
    query = request.args.get("q", "").strip()
    with database().reading() as db:
        found = _find(db, recording_id)
        recording = found.recording
        spot = (recording.lat, recording.lon) if recording.lat is not None and recording.lon is not None else None
        places = customers_to_choose(db, query, spot)
        is_fragment = "HX-Request" in request.headers
        template = "note/customer_choices.html" if is_fragment else "note/customer.html"
        return render_template(template, card=found, query=query, places=places)


@blueprint.post("/<recording_id>/customer")
@allow(*WRITERS)
def set_note_customer(recording_id: str) -> AnyResponse:
    with database().session() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        customer = standing_customer(db, request.form.get("customer_id", ""))
        if recording is None:
            raise NotFound("There is no such note.")
        require_may_change(recording, identity())
        if customer is None:
            raise Problem("Choose a customer from the list.", status=422, code="customer-missing")
        set_customer(db, installation(), recording, customer.id, CustomerSource.PERSON)
        db.commit()
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


@blueprint.post("/<recording_id>/transcription")
@allow(*WRITERS)
def transcribe_again(recording_id: str) -> AnyResponse:
    """Have a note heard again by the model of its language; what people corrected stays."""
    with database().session() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        if recording is None:
            raise NotFound("There is no such note.")
        require_may_change(recording, identity())
        hear_again(db, settings(), recording)
        db.commit()
    return redirect(url_for("note.show", recording_id=recording_id, again="1"), code=303)


@blueprint.post("/<recording_id>/privacy")
@allow(*EVERYBODY)
def keep_private(recording_id: str) -> AnyResponse:
    """Keep a note for oneself, or share it again."""
    with database().session() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        if recording is None:
            raise NotFound("There is no such note.")
        is_private = request.form.get("is_private") == "1"
        set_private(db, recording, settings().time_zone, is_private=is_private, by=identity())
        db.commit()
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


@blueprint.post("/<recording_id>/reading")
@allow(*WRITERS)
def read_again(recording_id: str) -> AnyResponse | str:
    """Read the words of a note once more where the readers broke on them; what people corrected stays."""
    with database().session() as db:
        recording = db.get(Recording, recording_id, with_for_update=True)
        if recording is None:
            raise NotFound("There is no such note.")
        require_may_change(recording, identity())
        if recording.transcript is not None:
            write_entry(db, installation(), recording)
        db.commit()
        if "HX-Request" in request.headers:
            names_customer = not request.form.get("customer")
            return render_template("note/card.html", card=note_card(db, recording_id), names_customer=names_customer)
    return redirect(url_for("note.show", recording_id=recording_id), code=303)


def _signals(db: Session, recording_id: str) -> list[Signal]:
    """Return what came back, as of the moment in which this note was spoken."""
    told = db.scalars(select(Complaint).where(Complaint.recording_id == recording_id)).all()
    found = signals_of_note(db, told, ZoneInfo(settings().time_zone))
    return list(dict.fromkeys(found.values()))


def _find(db: Session, recording_id: str) -> NoteCard:
    found = note_card(db, recording_id)
    if found is None:
        raise NotFound("There is no such note.")
    return found

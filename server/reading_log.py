"""Every address that names a customer's record leaves a line in the access log once it has answered.

It is laid on all routes at once, so that no page, fragment or sound can forget it; the few that leave none stand here
with their reasons. What a list shows is told by its view (`keep_listed`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from models.action import Action
from models.complaint import Complaint
from models.entry import Entry
from models.recording import Recording
from models.visit import Visit
from server.auth import rule_of
from server.current import Identity, installation
from server.services.rights.access_log import Door, Subject, note_reads

WITHOUT_LINE = {
    "recordings.begin": "the author's own phone announces what it recorded and is told no record",
    "recordings.put_chunk": "the author's own phone sends sound",
    "recordings.complete": "the author's own phone says how many pieces there are",
    "colleagues.is_followed": "it tells only whether one follows a customer oneself",
    "colleagues.choose": "it tells only whether one follows a customer oneself",
    "following.choose": "it tells only whether one follows a customer oneself",
    "visits.add": "one's own visit: where one was, and when",
    "visits.decide": "one's own visit: where one was, and when",
    "visits.merge": "one's own visits: where one was, and when",
    "visits.split": "one's own visit: where one was, and when",
}
NAMES: dict[str, Any] = {
    "recording_id": Recording,
    "entry_id": Entry,
    "action_id": Action,
    "complaint_id": Complaint,
    "visit_id": Visit,
}
CUSTOMER = "customer_id"


def log_readings(app: Flask) -> None:
    app.after_request(_note_what_was_read)


def _note_what_was_read(answer: Response) -> Response:
    """Write the lines of an answer that showed something: a refusal or a way elsewhere shows nothing."""
    who: Identity | None = g.get("identity")
    if who is None or request.endpoint is None or not (answer.status_code < 300 or answer.status_code == 304):
        return answer
    by_door: dict[Door, set[Subject]] = defaultdict(set)
    for door, subject in g.get("reads", ()):
        by_door[door].add(subject)
    if subject := _named_by_address():
        by_door[_door(who)].add(subject)
    for door, subjects in by_door.items():
        note_reads(installation().database, who.staff_id, door, subjects)
    return answer


def _named_by_address() -> Subject | None:
    named = request.view_args or {}
    if request.endpoint in WITHOUT_LINE:
        return None
    if CUSTOMER in named:
        return Subject.customer(named[CUSTOMER])
    known = [(name, record) for name, record in NAMES.items() if name in named]
    if not known:
        return None
    (name, record), *_ = known
    with installation().database.reading() as session:
        found = session.get(record, named[name].strip().lower())
        return _subject(session, found) if found else None


def _subject(session: Session, found: Recording | Entry | Action | Complaint | Visit) -> Subject | None:
    """Return whose record it is, as of now: a note may have been given to another customer."""
    if isinstance(found, Visit):
        return Subject.customer(found.customer_id) if found.customer_id else None
    if isinstance(found, Recording):
        return Subject.note(found)
    recording = session.get(Recording, found.recording_id)
    return Subject.note(recording) if recording else None


def _door(who: Identity) -> Door:
    rule = rule_of(current_app, request.endpoint or "")
    if rule is not None and rule.is_panel:
        return Door.PANEL
    if rule is not None and rule.scopes:
        return Door.PROGRAM
    return Door.PHONE if who.device_id else Door.PAGE

"""Keeps the ledger in line with entries: each complaint of a note is a row with its kind, whose it is, how it ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.complaint import Complaint, ComplaintState
from models.entry import Entry, EntryVersion
from models.recording import Recording
from server.services.complaints.complaint_kind import kind_of
from server.services.complaints.routing import Routes, read_routes
from server.services.notes.entry_content import Item


def keep_complaints(session: Session, entry: Entry) -> list[Complaint]:
    """Write an entry's complaints into the ledger and return the rows that are new. The caller commits.

    Called after each version. A row follows its item while it is open; a row whose item went is withdrawn. What was
    closed stays closed, and whose it is by a person's word stays so.
    """
    recording = entry.recording
    known = {row.item_id: row for row in _rows(session, recording.id)}
    routes = read_routes(session)
    made = []
    for item in [] if recording.is_private else entry.newest.content.get("complaints") or []:
        if not item.get("about"):
            continue
        row = known.pop(item["item_id"], None)
        if row is None:
            row = Complaint(recording_id=recording.id, item_id=item["item_id"], said_at=recording.started_at)
            row.state = ComplaintState.OPEN
            session.add(row)
            made.append(row)
        row.customer_id = recording.customer_id
        if row.state != ComplaintState.CLOSED:
            _follow(row, item, recording, routes)
    for row in known.values():
        if row.state == ComplaintState.OPEN and not _stays(row, entry.newest):
            row.state, row.closed_at = ComplaintState.WITHDRAWN, now()
    session.flush()
    return made


def _stays(row: Complaint, version: EntryVersion) -> bool:
    """Tell whether a person did something with it and nobody took it out of the note since."""
    if version.made_by_id is None:
        return is_touched(row)
    return row.reopened_at is not None and row.reopened_at > version.made_at


def is_touched(row: Complaint) -> bool:
    """Tell whether a person did something with a complaint: gave it to somebody, or opened it again."""
    return row.routed_by_id is not None or row.reopened_at is not None


def _rows(session: Session, recording_id: str) -> list[Complaint]:
    return list(session.scalars(select(Complaint).where(Complaint.recording_id == recording_id)))


def _follow(row: Complaint, item: Item, recording: Recording, routes: Routes) -> None:
    about = str(item["about"])
    row.about, row.kind, row.said_at = about, kind_of(about), recording.started_at
    row.is_serious = item.get("severity") == "high"
    if row.state == ComplaintState.WITHDRAWN:
        row.state, row.closed_at = ComplaintState.OPEN, None
    if row.routed_by_id is None:
        route = routes.of(row.kind)
        row.routed_to_id, row.routed_role = route.staff_id, route.role

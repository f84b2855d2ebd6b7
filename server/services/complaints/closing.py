"""Closing a complaint at a person's word or because a later note says it is settled, and taking that back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.complaint import Complaint, ComplaintState
from models.event import record_event
from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden
from server.services.ledgers.closing import end_or_reopen, may_close


def require_may_close(session: Session, complaint: Complaint, by: Identity) -> None:
    """Raise Forbidden for a rep and a complaint that a colleague heard."""
    spoken_by_id = session.get_one(Recording, complaint.recording_id).staff_id
    if not may_close(complaint.routed_to_id, spoken_by_id, by):
        raise Forbidden("A colleague heard this complaint. Tell them, or ask support to close it.", code="not-yours")


def set_state(session: Session, complaint: Complaint, state: ComplaintState, by: Identity) -> None:
    """Close a complaint or open it again; the same word again changes nothing. The caller commits."""
    if end_or_reopen(complaint, state, by.staff_id, is_open=state == ComplaintState.OPEN):
        _tell(session, complaint, by.staff_id)


def close_what_was_settled(session: Session, recording: Recording) -> list[Complaint]:
    """Close the customer's open complaints that this note says are settled ("the late delivery is sorted").

    Only complaints of earlier notes are closed, and of several that the words fit equally well only those of one
    kind. What a person opened again stays open, whatever notes from before say. The caller commits.
    """
    from voice.understanding.tasks.settlements import settled_complaints  # loads the readers' word lists

    transcript = recording.transcript
    if recording.customer_id is None or transcript is None:
        return []
    waiting = _open_before(session, recording)
    if not waiting:
        return []
    words = [word[0] for word in transcript.words]
    settled = settled_complaints(words, [complaint.about for complaint in waiting])
    kinds: dict[int, set[str]] = {}
    for one in settled:
        kinds.setdefault(one.start_word, set()).add(waiting[one.complaint].kind)
    closed = [waiting[one.complaint] for one in settled if len(kinds[one.start_word]) == 1]
    for complaint in closed:
        complaint.state, complaint.closed_at = ComplaintState.CLOSED, recording.started_at
        complaint.closed_by_recording_id = recording.id
        _tell(session, complaint, recording.staff_id)
    return closed


def _open_before(session: Session, recording: Recording) -> list[Complaint]:
    query = select(Complaint).where(
        Complaint.customer_id == recording.customer_id,
        Complaint.state == ComplaintState.OPEN,
        Complaint.said_at < recording.started_at,
        Complaint.recording_id != recording.id,
        Complaint.reopened_at.is_(None) | (Complaint.reopened_at < recording.started_at),
    )
    return list(session.scalars(query.order_by(Complaint.said_at, Complaint.id)))


def _tell(session: Session, complaint: Complaint, staff_id: str) -> None:
    record_event(
        session,
        f"complaint.{complaint.state}",
        staff_id=staff_id,
        customer_id=complaint.customer_id,
        recording_id=complaint.recording_id,
        details={"complaint_id": complaint.id},
    )

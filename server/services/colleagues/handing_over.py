"""Hands a matter to a colleague: the next step and by when become an action of theirs, and what came before is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.action import Action, ActionState
from models.base import new_id, now
from models.complaint import Complaint, ComplaintState
from models.event import record_event
from models.handover import Handover
from models.notice import NOTICE_CHANGED, Reason
from models.recording import Recording
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.errors import Forbidden, NotFound, Problem
from server.services.actions.closing import require_may_close
from server.services.actions.reading import Promised
from server.services.colleagues.handover_note import write_handover_note
from server.services.complaints.closing import require_may_close as require_may_settle
from server.services.complaints.routing import hand_to
from server.services.customers.standing import standing_customer
from server.services.notices.making import Cause, give_notice
from server.services.rights.roles import Right, may

LONGEST_STEP = 500


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what by when; `id` is made where it is typed, so that sending again is harmless."""

    id: str
    to_id: str
    what: str
    due_on: date | None = None


def hand_over_customer(
    session: Session,
    installation: Installation,
    customer_id: str,
    step: Step,
    by: Identity,
    complaint_id: str | None = None,
) -> Handover:
    """Hand a customer's matter over: a note in the timeline whose one action is the colleague's. The caller commits."""
    if held := _held(session, step, by):
        return held
    customer = standing_customer(session, customer_id)
    if customer is None:
        raise NotFound("There is no such customer. Look for it by name on the desk.")
    return _write_down(session, installation, customer.id, step, by, complaint_id)


def hand_over_complaint(
    session: Session, installation: Installation, complaint_id: str, step: Step, by: Identity
) -> Handover:
    """Give a complaint to a colleague with the next step. The caller commits."""
    if held := _held(session, step, by):
        return held
    complaint = session.scalar(select(Complaint).where(Complaint.id == complaint_id).with_for_update())
    if complaint is None or complaint.state == ComplaintState.WITHDRAWN:
        raise NotFound("There is no such complaint. It may have gone when its note was corrected.")
    require_may_settle(session, complaint, by)
    if complaint.state != ComplaintState.OPEN:
        raise Problem("This complaint is settled. Open it again first.", status=409, code="closed")
    handed = _write_down(session, installation, complaint.customer_id, step, by, complaint_id)
    hand_to(session, complaint, step.to_id, by)
    return handed


def hand_over_action(session: Session, action_id: str, step: Step, by: Identity) -> Handover:
    """Hand a promise over; from now on it follows people's words, not the note's. The caller commits."""
    if held := _held(session, step, by):
        return held
    action = _open_action(session, action_id)
    if not _is_unowned(action):
        require_may_close(session, action, by)
    if session.get_one(Recording, action.recording_id).is_private:
        raise Problem(
            "This promise stands in a private note, which your colleague may not open. Share the note first.",
            status=409,
            code="private",
        )
    what = _checked(session, step)
    return _give(session, action, step, what, by)


def take(session: Session, action_id: str, by: Identity) -> None:
    """Take what was handed to oneself, or what nobody has; twice changes nothing. The caller commits."""
    action = _open_action(session, action_id)
    newest = newest_handover(session, action.id)
    if action.owner_id == by.staff_id:
        if newest is not None:
            _mark_taken(session, newest)
        return
    if not (_is_unowned(action) or may(by.role, Right.CHANGE_OF_OTHERS)):
        raise Forbidden("This is a colleague's. Ask them to hand it over to you.", code="not-yours")
    handed = _give(session, action, Step(new_id(), by.staff_id, action.what, action.due_on), action.what, by)
    handed.taken_at = handed.at


def may_take(promised: Promised, by: Identity) -> bool:
    """Tell whether somebody is offered to take a promise: one handed to them, or one that nobody has."""
    if not may(by.role, Right.WRITE) or promised.is_customers:
        return False
    is_waiting = promised.handed_by_id is not None and promised.taken_at is None
    return (promised.owner_id == by.staff_id and is_waiting) or (promised.owner_id is None and not promised.owner)


def take_complaint(session: Session, complaint_id: str, by: Identity) -> None:
    """Take a complaint that nobody or one's own team has. The caller commits."""
    complaint = session.scalar(select(Complaint).where(Complaint.id == complaint_id).with_for_update())
    if complaint is None or complaint.state != ComplaintState.OPEN:
        raise NotFound("There is no such open complaint.")
    is_free = complaint.routed_to_id is None and complaint.routed_role in (None, by.role)
    if not is_free:
        require_may_settle(session, complaint, by)
    hand_to(session, complaint, by.staff_id, by)


def newest_handover(session: Session, action_id: str) -> Handover | None:
    query = select(Handover).where(Handover.action_id == action_id).order_by(Handover.at.desc(), Handover.id.desc())
    return session.scalar(query.limit(1))


def history_of(session: Session, action_id: str) -> Sequence[Handover]:
    """Return every hand-over of an action, newest first, with who gave and who got it."""
    query = select(Handover).where(Handover.action_id == action_id)
    query = query.options(joinedload(Handover.giver), joinedload(Handover.receiver))
    return session.scalars(query.order_by(Handover.at.desc(), Handover.id.desc())).all()


def given_by(session: Session, staff_id: str) -> Sequence[Handover]:
    """Return what somebody handed to others, newest first, 100 at most."""
    query = select(Handover).where(Handover.from_id == staff_id, Handover.to_id != staff_id)
    query = query.options(joinedload(Handover.giver), joinedload(Handover.receiver), joinedload(Handover.action))
    return session.scalars(query.order_by(Handover.at.desc(), Handover.id.desc()).limit(100)).all()


def _held(session: Session, step: Step, by: Identity) -> Handover | None:
    held = session.get(Handover, step.id)
    if held is not None and held.from_id != by.staff_id:
        raise Forbidden("This id belongs to another hand-over. Make a new one.", code="not-yours")
    return held


def _write_down(
    session: Session,
    installation: Installation,
    customer_id: str | None,
    step: Step,
    by: Identity,
    complaint_id: str | None,
) -> Handover:
    what = _checked(session, step)
    receiver = session.get_one(Staff, step.to_id)
    action = write_handover_note(session, installation, customer_id, receiver, what, step.due_on, by)
    return _give(session, action, step, what, by, complaint_id)


def _give(
    session: Session, action: Action, step: Step, what: str, by: Identity, complaint_id: str | None = None
) -> Handover:
    action.owner_id, action.owner_name, action.what = step.to_id, "", what
    if action.due_on != step.due_on:
        action.due_on, action.due_at = step.due_on, None
    handed = Handover(
        id=step.id,
        action_id=action.id,
        recording_id=action.recording_id,
        complaint_id=complaint_id,
        from_id=by.staff_id,
        to_id=step.to_id,
        step=what,
        due_on=step.due_on,
        at=now(),
    )
    session.add(handed)
    session.flush()
    cause = Cause(f"handover:{handed.id}", action.recording_id, by.staff_id, action_id=action.id, handover_id=handed.id)
    give_notice(session, Reason.HANDOVER, cause, [step.to_id])
    _tell(session, action, by.staff_id)
    return handed


def _mark_taken(session: Session, handed: Handover) -> None:
    if handed.taken_at is None:
        handed.taken_at = now()
        _tell(session, handed.action, handed.to_id)
        record_event(session, NOTICE_CHANGED, staff_id=handed.to_id)


def _checked(session: Session, step: Step) -> str:
    from voice.understanding.secrets.typed import cut_typed  # loads word lists

    receiver = session.get(Staff, step.to_id)
    if receiver is None or receiver.left_at is not None or not may(Role(receiver.role), Right.WRITE):
        raise Problem("Choose a colleague from the list.", status=422, code="nobody-chosen")
    what = " ".join(cut_typed(step.what.replace("\x00", "").encode("utf-8", "replace").decode().split()))
    if not what:
        raise Problem("Say the next step in a few words.", status=422, code="nothing-said")
    if len(what) > LONGEST_STEP:
        raise Problem(f"Say the next step in at most {LONGEST_STEP} characters.", status=422, code="too-long")
    return what


def _open_action(session: Session, action_id: str) -> Action:
    action = session.scalar(select(Action).where(Action.id == action_id).with_for_update())
    if action is None:
        raise NotFound("There is no such promise. It may have gone when its note was corrected.")
    if action.state != ActionState.OPEN:
        raise Problem("This is closed. Open it again first.", status=409, code="closed")
    return action


def _is_unowned(action: Action) -> bool:
    return action.owner_id is None and not action.owner_name


def _tell(session: Session, action: Action, staff_id: str) -> None:
    record_event(
        session,
        "action.handed",
        staff_id=staff_id,
        customer_id=action.customer_id,
        recording_id=action.recording_id,
        details={"action_id": action.id},
    )

"""What a merge would do, before it is done: as far as whoever asks may know of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.action import Action
from models.appointment import Appointment
from models.complaint import Complaint, ComplaintState
from models.customer import Contact, Customer
from models.customer_fact import CustomerFact
from models.follow import Follow
from models.merge import MergeKind
from models.question import Answer, Question
from models.recording import Recording
from models.staff import Staff
from models.visit import Visit, is_shown
from server.errors import NotFound
from server.services.merging.fields import ADDRESS, RECORD, Field, Record, fields_of
from server.services.merging.merging import require_mergeable
from server.services.questions.told_answers import answer_in_words


@dataclass(frozen=True, slots=True)
class Preview:
    """Both records, field by field, what goes over (how many of what), and what can only stand once, in words."""

    kind: MergeKind
    kept_id: str
    kept_name: str
    gone_id: str
    gone_name: str
    customer_id: str
    fields: tuple[Field, ...]
    goes_over: tuple[tuple[str, int], ...]
    stands_once: tuple[str, ...]


def preview_merge(
    session: Session, kind: MergeKind, kept_id: str, gone_id: str, taken: Collection[str] | None = None
) -> Preview:
    """Return what merging would do; the session is one in the eyes of whoever asks, so it counts what they may read.

    Raises NotFound and Problem as merging itself would.
    """
    kept, gone = _find(session, kind, kept_id), _find(session, kind, gone_id)
    require_mergeable(session, kept, gone)
    fields = fields_of(kind, kept, gone, taken)
    is_customer = isinstance(kept, Customer) and isinstance(gone, Customer)
    return Preview(
        kind=kind,
        kept_id=kept.id,
        kept_name=kept.name,
        gone_id=gone.id,
        gone_name=gone.name,
        customer_id=kept.customer_id if isinstance(kept, Contact) else kept.id,
        fields=(*(_in_words(session, field) for field in fields), *_address(kept, gone, taken)),
        goes_over=tuple(_of_customer(session, gone.id) if is_customer else _of_contact(session, gone.id)),
        stands_once=tuple(_once(session, kept.id, gone.id)) if is_customer else (),
    )


def _find(session: Session, kind: MergeKind, record_id: str) -> Record:
    found: Record | None = session.get(RECORD[kind], record_id)
    if found is None:
        raise NotFound("One of the two is not known here. Look for both by name.")
    return found


def _in_words(session: Session, field: Field) -> Field:
    """Write who looks after a customer by name."""
    if field.name != "owner_id":
        return field
    ids = [one for one in (field.kept, field.gone) if one]
    names = {one.id: one.name for one in session.scalars(select(Staff).where(Staff.id.in_(ids)))}
    return Field(field.name, field.label, names.get(field.kept), names.get(field.gone), field.is_of_gone)


def _address(kept: Record, gone: Record, taken: Collection[str] | None) -> list[Field]:
    if isinstance(kept, Contact) or isinstance(gone, Contact):
        return []
    of_kept, of_gone = (_first_address(one) for one in (kept, gone))
    is_of_gone = ADDRESS in taken if taken is not None else bool(of_gone and not of_kept)
    return [Field(ADDRESS, "First address", of_kept, of_gone, is_of_gone)]


def _first_address(customer: Customer) -> str:
    site = customer.sites[0] if customer.sites else None
    return ", ".join(part for part in (site.street, site.city) if part) if site else ""


def _of_customer(session: Session, gone_id: str) -> list[tuple[str, int]]:
    def count(of: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(of).where(of.customer_id == gone_id, *conditions)
        return session.scalar(query) or 0

    counted = [
        ("visits", count(Visit, is_shown())),
        ("notes", count(Recording)),
        ("people", count(Contact, Contact.left_at.is_(None))),
        ("promises", count(Action)),
        ("complaints", count(Complaint, Complaint.state != ComplaintState.WITHDRAWN)),
        ("facts", count(CustomerFact, CustomerFact.withdrawn_at.is_(None))),
        ("appointments", count(Appointment)),
    ]
    return [(name, number) for name, number in counted if number]


def _of_contact(session: Session, gone_id: str) -> list[tuple[str, int]]:
    def count(of: Any) -> int:
        return session.scalar(select(func.count()).select_from(of).where(of.contact_id == gone_id)) or 0

    counted = [("notes", count(Recording)), ("facts", count(CustomerFact))]
    return [(name, number) for name, number in counted if number]


def _once(session: Session, kept_id: str, gone_id: str) -> list[str]:
    """Say what both have that one customer has once only, and which of the two stays."""
    told = []
    for_both = select(Follow.staff_id).where(Follow.customer_id == gone_id)
    following = select(func.count()).select_from(Follow).where(Follow.customer_id == kept_id)
    if both := session.scalar(following.where(Follow.staff_id.in_(for_both))) or 0:
        told.append(
            f"{both} {'colleague follows' if both == 1 else 'colleagues follow'} both, and will follow the one."
        )
    answered = {who: _answers(session, who) for who in (kept_id, gone_id)}
    for question_id in answered[kept_id].keys() & answered[gone_id].keys():
        mine, theirs = answered[kept_id][question_id], answered[gone_id][question_id]
        question = session.get_one(Question, question_id)
        later = max(mine, theirs, key=lambda one: (one.declined_until is None, one.answered_at))
        told.append(f"“{question.text}” was answered at both. This answer stays: {answer_in_words(later.value)}.")
    return sorted(told)


def _answers(session: Session, customer_id: str) -> dict[str, Answer]:
    """Return the answers that whoever asks may know of: one out of a note that is hidden from them is not told."""
    readable = select(Recording.id)
    query = select(Answer).where(Answer.customer_id == customer_id)
    query = query.where(Answer.recording_id.is_(None) | Answer.recording_id.in_(readable))
    return {one.question_id: one for one in session.scalars(query)}

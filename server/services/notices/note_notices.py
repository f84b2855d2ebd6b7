"""Who is told of a note: whoever looks after its customer of complaints, whoever follows the customer of the rest."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action
from models.base import now
from models.complaint import Complaint, ComplaintState
from models.customer import Customer
from models.follow import Follow
from models.notice import Notice, Reason
from models.recording import Channel, Recording
from server.services.customers.standing import merged_into
from server.services.notices.making import Cause, give_notice

NEWS_FOR = timedelta(days=7)  # what came later than that, from an archive for instance, is history


def tell_of_note(session: Session, recording: Recording) -> None:
    """Tell of a note once it stands at a customer; called after each version, told once. The caller commits.

    Nobody is told of a private note; when it is shared they are.
    """
    if recording.customer_id is None or recording.is_private or recording.started_at < now() - NEWS_FOR:
        return
    _tell_of_complaints(session, recording, recording.customer_id)
    _tell_followers(session, recording, recording.customer_id)


def _tell_of_complaints(session: Session, recording: Recording, customer_id: str) -> None:
    customer = session.get(Customer, customer_id)
    if customer is None or customer.owner_id in (None, recording.staff_id):
        return
    standing = select(Complaint.id).where(
        Complaint.recording_id == recording.id, Complaint.state == ComplaintState.OPEN
    )
    for complaint_id in session.scalars(standing).all():
        cause = Cause(f"complaint:{complaint_id}", recording.id, recording.staff_id, complaint_id=complaint_id)
        give_notice(session, Reason.COMPLAINT, cause, [customer.owner_id])


def _tell_followers(session: Session, recording: Recording, customer_id: str) -> None:
    """Tell who follows the customer, or one that was merged into it, unless this note was told to them otherwise."""
    told = select(Notice.staff_id).where(Notice.recording_id == recording.id)
    following = select(Follow.staff_id).where(
        Follow.customer_id.in_([customer_id, *merged_into(session, customer_id)]),
        Follow.created_at <= recording.received_at,
        Follow.staff_id.not_in(told),
    )
    if recording.channel == Channel.HANDOVER:  # to whom it goes is told of that
        receivers = select(Action.owner_id).where(Action.recording_id == recording.id, Action.owner_id.is_not(None))
        following = following.where(Follow.staff_id.not_in(receivers))
    cause = Cause(f"note:{recording.id}", recording.id, recording.staff_id)
    give_notice(session, Reason.FOLLOWED, cause, session.scalars(following).all())

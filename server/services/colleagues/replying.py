"""Replies to a note: kept once, their secrets cut, told to whom they mention and to whoever spoke there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.event import record_event
from models.message import Message
from models.notice import Reason
from models.recording import Recording
from server.current import Identity
from server.errors import Forbidden, NotFound, Problem
from server.services.colleagues.mentions import mentioned_in
from server.services.notices.making import Cause, give_notice
from voice.understanding.secrets.typed import cut_typed

LONGEST_CHARACTERS = 2_000


def reply(session: Session, recording_id: str, message_id: str, text: str, by: Identity) -> bool:
    """Keep a reply; False when it is held already. The caller commits, in a session in the writer's eyes.

    Raises NotFound for a note that the writer may not read, Problem for no words or too many.
    """
    held = session.get(Message, message_id)
    if held is not None:
        if held.author_id != by.staff_id or held.recording_id != recording_id:
            raise Forbidden("This id belongs to another reply. Make a new one.", code="not-yours")
        return False
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFound("There is no such note.")
    words = _storable(text)
    message = Message(
        id=message_id,
        recording_id=recording_id,
        author_id=by.staff_id,
        text=words,
        mentioned=mentioned_in(session, words),
    )
    earlier = session.scalars(select(Message.author_id).where(Message.recording_id == recording_id)).all()
    session.add(message)
    session.flush()
    cause = Cause(f"message:{message_id}", recording_id, by.staff_id, message_id=message_id)
    give_notice(session, Reason.MENTION, cause, message.mentioned)
    give_notice(session, Reason.REPLY, cause, [recording.staff_id, *earlier])
    record_event(
        session,
        "message.made",
        staff_id=by.staff_id,
        customer_id=recording.customer_id,
        recording_id=recording_id,
        details={"message_id": message_id},
    )
    return True


def _storable(text: str) -> str:
    if not text.strip():
        raise Problem("Write a word before you send it.", status=422, code="nothing-said")
    if len(text) > LONGEST_CHARACTERS:
        raise Problem(f"Write at most {LONGEST_CHARACTERS} characters.", status=422, code="too-long")
    words = text.replace("\x00", "").encode("utf-8", "replace").decode().split()
    return " ".join(cut_typed(words))


def replies_to(session: Session, recording_id: str) -> Sequence[Message]:
    """Return the replies to a note, oldest first, with their authors."""
    query = select(Message).where(Message.recording_id == recording_id).options(joinedload(Message.author))
    return session.scalars(query.order_by(Message.at, Message.id)).all()


def count_replies(session: Session, recording_ids: Iterable[str]) -> Counter[str]:
    """Return how many replies each of some notes has, in one query."""
    query = select(Message.recording_id, func.count()).where(Message.recording_id.in_(list(recording_ids)))
    return Counter({row[0]: row[1] for row in session.execute(query.group_by(Message.recording_id))})

"""By which ways each member of staff wants to be told, reason by reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.notice import NoticeChoice, Reason

REASON_NAMES = {
    Reason.MENTION: "Somebody mentions you with an @",
    Reason.REPLY: "A reply to your note, or below a note to which you replied",
    Reason.HANDOVER: "Something is handed over to you",
    Reason.COMPLAINT: "A complaint at a customer of yours",
    Reason.FOLLOWED: "Something new at a customer you follow",
    Reason.PROMISE: "A promise of yours is due, or overdue",
}


@dataclass(frozen=True, slots=True)
class Ways:
    """By which ways somebody is told; none of them: not at all."""

    on_page: bool = True
    by_push: bool = False
    by_mail: bool = False

    @property
    def is_any(self) -> bool:
        return self.on_page or self.by_push or self.by_mail


USUAL = {
    Reason.MENTION: Ways(by_push=True),
    Reason.REPLY: Ways(by_push=True),
    Reason.HANDOVER: Ways(by_push=True),
    Reason.COMPLAINT: Ways(by_push=True),
    Reason.FOLLOWED: Ways(),
    Reason.PROMISE: Ways(),
}


def ways_of_each(session: Session, reason: Reason, staff_ids: Iterable[str]) -> dict[str, Ways]:
    """Return by which ways each of some people is told for a reason, in one query."""
    chosen = select(NoticeChoice).where(NoticeChoice.staff_id.in_(list(staff_ids)), NoticeChoice.reason == reason)
    found = {row.staff_id: _ways(row) for row in session.scalars(chosen)}
    return {staff_id: found.get(staff_id, USUAL[reason]) for staff_id in staff_ids}


def read_choices(session: Session, staff_id: str) -> dict[Reason, Ways]:
    """Return somebody's ways for every reason, the usual ones where nothing was chosen."""
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.staff_id == staff_id))
    return {**USUAL, **{Reason(row.reason): _ways(row) for row in rows}}


def choose(session: Session, staff_id: str, wanted: Mapping[Reason, Ways]) -> None:
    """Keep somebody's ways for some reasons; it holds for what happens from then on. The caller commits."""
    for reason, ways in wanted.items():
        row = session.get(NoticeChoice, (staff_id, reason))
        if row is None:
            row = NoticeChoice(staff_id=staff_id, reason=reason)
            session.add(row)
        row.on_page, row.by_push, row.by_mail = ways.on_page, ways.by_push, ways.by_mail
        row.chosen_at = now()
    session.flush()


def _ways(row: NoticeChoice) -> Ways:
    return Ways(row.on_page, row.by_push, row.by_mail)

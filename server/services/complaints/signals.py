"""Counts what comes back: "third late delivery in 60 days", from the ledger of complaints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.complaint import Complaint, ComplaintState
from models.event import record_event
from server.services.complaints.complaint_kind import ONE_OF_THEM, ComplaintKind

REACH_DAYS = 60
FROM_COUNT = 2
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a customer complained of on `count` days of the last 60; `said_on` is the last of them."""

    kind: str
    count: int
    said_on: date

    @property
    def text(self) -> str:
        what = ONE_OF_THEM[ComplaintKind(self.kind)]
        return f"{ordinal(self.count)} {what} in {REACH_DAYS} days"


def ordinal(count: int) -> str:
    """Write "third", from eleven on "11th"."""
    if count < len(_ORDINALS):
        return _ORDINALS[count]
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def signals_at_each(
    session: Session, customer_ids: Iterable[str], at: datetime, zone: ZoneInfo
) -> dict[str, tuple[Signal, ...]]:
    """Return what is repeated at each of some customers in the 60 days up to an instant, the most frequent first."""
    query = select(Complaint.customer_id, Complaint.kind, Complaint.said_at).where(
        Complaint.customer_id.in_(list(customer_ids)),
        Complaint.said_at > at - timedelta(days=REACH_DAYS),
        Complaint.said_at <= at,
        Complaint.state != ComplaintState.WITHDRAWN,
    )
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for customer_id, kind, said_at in session.execute(query):
        # Told twice on one day, it is most likely one and the same.
        days[str(customer_id)][kind].add(said_at.astimezone(zone).date())
    return {customer_id: _signals(by_kind) for customer_id, by_kind in days.items()}


def _signals(days: dict[str, set[date]]) -> tuple[Signal, ...]:
    found = [
        Signal(kind, len(on), max(on)) for kind, on in days.items() if len(on) >= FROM_COUNT and kind in ONE_OF_THEM
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.kind)))


def signals_of_note(session: Session, complaints: Sequence[Complaint], zone: ZoneInfo) -> dict[str, Signal]:
    """Return by item id which complaints of one note were repeated ones when it was spoken."""
    told = [one for one in complaints if one.customer_id and one.state != ComplaintState.WITHDRAWN]
    if not told:
        return {}
    customer_id, said_at = str(told[0].customer_id), max(one.said_at for one in told)
    known = {one.kind: one for one in signals_at_each(session, [customer_id], said_at, zone).get(customer_id, ())}
    return {one.item_id: known[one.kind] for one in told if one.kind in known}


def tell_of_repeated(session: Session, made: Sequence[Complaint], zone: str) -> None:
    """Leave an event for each new complaint that came back within 60 days. The caller commits."""
    told = set()
    for item_id, signal in signals_of_note(session, made, ZoneInfo(zone)).items():
        complaint = next(one for one in made if one.item_id == item_id)
        if signal.kind in told:
            continue
        told.add(signal.kind)
        record_event(
            session,
            "signal.repeated",
            customer_id=complaint.customer_id,
            recording_id=complaint.recording_id,
            details={"kind": signal.kind, "count": signal.count, "text": signal.text},
        )

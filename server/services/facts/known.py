"""What is known of customers by now, each with its day, its source and what was said before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.customer_fact import CustomerFact, FactTopic
from models.fact_kind import FactKind
from models.need_to_know import muted
from models.recording import Recording
from models.staff import Staff
from server.services.facts.contradiction import is_held_by_one, is_same
from server.services.facts.said_fact import LEFT
from server.services.notes.kept_sound import is_locked

LABELS: dict[str, str] = {  # of facts without a subject, in the order in which they are shown
    FactTopic.ROLE: "Role",
    FactTopic.HOURS: "Hours",
    FactTopic.PREFERENCE: "Wish",
    FactTopic.SUPPLIER: "Supplier",
    FactTopic.CONTACT: "Contact",
}
_ORDER = {kind: at for at, kind in enumerate(LABELS)}
# Wishes of which the latest takes the place of the one before; others stand side by side.
ONE_WISH = ("delivery time", "delivery days", "delivery place", "how to reach them", "when to reach them", "invoices")
ONE_SUPPLIER = "current supplier"


@dataclass(frozen=True, slots=True)
class Told:
    """One fact with its source: which note, which second, said to whom; `has_left` of a person who is gone."""

    value: str
    said_on: date
    by: str
    recording_id: str | None
    from_s: float | None
    to_s: float | None
    is_typed: bool
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What holds of one subject: the latest word, since when, and what was said before it, the latest first."""

    kind: str
    label: str
    current: Told
    since_on: date
    before: tuple[Told, ...]

    @property
    def text(self) -> str:
        """Say it in one line: "Maria since 10 Mar 2026, before: Paolo"."""
        said = self.current.value + (" (has left)" if self.current.has_left else "")
        if not self.before:
            return said
        earlier = ", ".join(dict.fromkeys(told.value for told in self.before))
        return f"{said} since {_day(self.since_on)}, before: {earlier}"


def known_at_each(session: Session, customer_ids: Iterable[str]) -> dict[str, list[Known]]:
    """Return what is known of each of some customers, in few queries: people first, then hours, wishes and the rest."""
    query = (
        select(CustomerFact, Staff.name, Recording)
        .outerjoin(Recording, Recording.id == CustomerFact.recording_id)
        .outerjoin(Staff, Staff.id == func.coalesce(CustomerFact.set_by_id, Recording.staff_id))
        .where(CustomerFact.customer_id.in_(list(customer_ids)), CustomerFact.withdrawn_at.is_(None))
        .order_by(CustomerFact.said_at, CustomerFact.id)
    )
    names = dict(session.execute(select(FactKind.id, FactKind.name)).all())
    rows: dict[str, list[_Row]] = defaultdict(list)
    told = session.execute(query).all()
    silent = muted(session, [(one.id, one.staff_id) for _fact, _by, one in told if one is not None])
    for fact, by, recording in told:
        is_muted = recording is not None and recording.id in silent
        rows[fact.customer_id].append(_Row(fact, by or "", recording, is_muted))
    return {customer_id: _known(of_one, names) for customer_id, of_one in rows.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    fact: CustomerFact
    by: str
    recording: Recording | None
    is_muted: bool

    def told(self, has_left: bool = False) -> Told:
        kept = self.recording is not None and self.recording.chunk_count != 0 and not is_locked(self.recording)
        can_play = kept and not self.is_muted
        return Told(
            value=self.fact.value,
            said_on=self.fact.said_on,
            by=self.by,
            recording_id=self.fact.recording_id,
            from_s=self.fact.from_s if can_play else None,
            to_s=self.fact.to_s if can_play else None,
            is_typed=self.fact.set_by_id is not None,
            has_left=has_left,
        )


def _known(rows: Sequence[_Row], names: dict[str, str]) -> list[Known]:
    left = {row.fact.subject.lower(): row.fact for row in rows if row.fact.value == LEFT}
    by_subject: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        by_subject[_strand(row.fact)].append(row)
    found = [_line(strand, left, names) for strand in by_subject.values() if strand[-1].fact.value != LEFT]
    found += [_line([row], {}, names) for row in rows if row.fact is left.get(row.fact.subject.lower())]
    return sorted(found, key=lambda one: (_ORDER.get(one.kind, len(_ORDER)), one.label))


def _strand(fact: CustomerFact) -> tuple[str, ...]:
    """Return what facts share that follow on each other; where several hold side by side, the value too."""
    stands_alone = (
        (fact.kind == FactTopic.ROLE and not is_held_by_one(fact.subject))
        or (fact.kind == FactTopic.SUPPLIER and fact.subject != ONE_SUPPLIER)
        or (fact.kind == FactTopic.PREFERENCE and fact.subject not in ONE_WISH)
    )
    return (fact.kind, fact.subject, fact.value.lower()) if stands_alone else (fact.kind, fact.subject)


def _line(strand: Sequence[_Row], left: dict[str, CustomerFact], names: dict[str, str]) -> Known:
    newest = strand[-1]
    run = [newest]
    for row in reversed(strand[:-1]):
        if not is_same(row.fact, newest.fact):
            break
        run.append(row)
    earlier: list[_Row] = []
    for row in reversed(strand[: len(strand) - len(run)]):
        if not earlier or not is_same(row.fact, earlier[-1].fact):
            earlier.append(row)
    return Known(
        kind=newest.fact.kind,
        label=_label(newest.fact, names),
        current=newest.told(_has_left(newest.fact, left)),
        since_on=run[-1].fact.said_on,
        before=tuple(row.told(_has_left(row.fact, left)) for row in earlier),
    )


def _has_left(fact: CustomerFact, left: dict[str, CustomerFact]) -> bool:
    gone = left.get(fact.value.lower()) if fact.kind == FactTopic.ROLE else None
    return gone is not None and gone.said_at >= fact.said_at


def _label(fact: CustomerFact, names: dict[str, str]) -> str:
    if fact.kind in names:
        return own_label(names[fact.kind], fact.subject)
    written = fact.subject or LABELS.get(fact.kind, "Known")
    return written[:1].upper() + written[1:]


def own_label(name: str, subject: str) -> str:
    """Name a fact of a company's own kind; its subject is mostly the kind's name itself."""
    return name if not subject or subject.casefold() == name.casefold() else f"{name} {subject}"


def _day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"

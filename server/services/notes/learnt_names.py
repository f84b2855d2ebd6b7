"""What corrections taught the ear, as administrators read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.catalogue import Competitor, Product
from models.customer import Contact, Customer
from models.learnt_alias import LearntAlias
from models.staff import Staff
from server.errors import Problem

_TABLES: dict[str, type[Customer | Contact | Product | Competitor]] = {
    "customer": Customer,
    "contact": Contact,
    "product": Product,
    "competitor": Competitor,
}


@dataclass(frozen=True, slots=True)
class LearntName:
    """Words that are taken for a name, who taught it and in which recording; `at` says where it counts."""

    id: str
    heard: str
    name: str
    kind: str
    at: str | None
    taught_by: str | None
    taught_at: datetime
    recording_id: str | None


def list_learnt(session: Session) -> list[LearntName]:
    """Return what counts, newest first, in a flat number of queries; what a record that is gone left behind is not."""
    held = session.scalars(
        select(LearntAlias).where(LearntAlias.forgotten_at.is_(None)).order_by(LearntAlias.taught_at.desc())
    ).all()
    names, places = _names(session, held)
    people = select(Staff.id, Staff.name).where(Staff.id.in_({one.taught_by_id for one in held if one.taught_by_id}))
    teachers = dict(session.execute(people).all())
    return [
        LearntName(
            one.id,
            one.alias,
            names[one.kind, one.record_id],
            one.kind,
            places.get(one.record_id) if one.kind == "contact" else None,
            teachers.get(one.taught_by_id or ""),
            one.taught_at,
            one.recording_id,
        )
        for one in held
        if (one.kind, one.record_id) in names
    ]


def _names(session: Session, held: Sequence[LearntAlias]) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    names: dict[tuple[str, str], str] = {}
    for kind, table in _TABLES.items():
        wanted = {one.record_id for one in held if one.kind == kind}
        for key, name in session.execute(select(table.id, table.name).where(table.id.in_(wanted))):
            names[kind, key] = name
    people = {one.record_id for one in held if one.kind == "contact"}
    at = select(Contact.id, Customer.name).join(Customer, Customer.id == Contact.customer_id)
    return names, dict(session.execute(at.where(Contact.id.in_(people))).all())


def forget(session: Session, alias_id: str) -> None:
    """Let an alias count no more; the notes that it was used in stay as they are."""
    alias = session.get(LearntAlias, alias_id)
    if alias is None:
        raise Problem("There is no such learnt name. Open the list again.", status=404, code="not-found")
    alias.forgotten_at = alias.forgotten_at or now()

"""Which merges there were, and which of them still stand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from models.customer import Contact
from models.merge import Merge, MergeKind

LISTED = 30


def lately_merged(session: Session) -> Sequence[Merge]:
    """Return the latest merges, the newest first, those that were taken back too."""
    query = select(Merge).options(defer(Merge.changes), joinedload(Merge.by), joinedload(Merge.undone_by))
    return session.scalars(query.order_by(Merge.at.desc(), Merge.id.desc()).limit(LISTED)).all()


def merged_here(session: Session, customer_id: str) -> Sequence[Merge]:
    """Return the merges that stand at a customer: what went into it, and people of it that became one."""
    people = select(Contact.id).where(Contact.customer_id == customer_id)
    of_people = (Merge.kind == MergeKind.CONTACT) & Merge.kept_id.in_(people)
    query = select(Merge).where(Merge.undone_at.is_(None), (Merge.kept_id == customer_id) | of_people)
    query = query.options(defer(Merge.changes), joinedload(Merge.by))
    return session.scalars(query.order_by(Merge.at.desc()).limit(LISTED)).all()

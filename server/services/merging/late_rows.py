"""What was written for a customer at the very moment it was merged, or by a door that knew its id, follows it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.database import Database
from models.merge import Merge, MergeKind
from server.services.merging.changes import Changes
from server.services.merging.merging import lock_both
from server.services.merging.references import references_to


def move_late_rows(database: Database) -> int:
    """Move what points at a merged customer to the one that stands, as a part of that merge; return how much it was."""
    with database.reading() as session:
        late = _late_merges(session)
    moved = 0
    for merge_id in late:
        with database.session() as session:
            moved += _move(session, merge_id)
            session.commit()
    return moved


def _late_merges(session: Session) -> list[str]:
    """Return the standing merges for which something came late, the oldest first, so that it goes on to a third."""
    stands = (Merge.kind == MergeKind.CUSTOMER, Merge.undone_at.is_(None))
    gone = select(Merge.gone_id).where(*stands)
    late: set[str] = set()
    for one in references_to(MergeKind.CUSTOMER):
        late.update(session.scalars(select(one.column).where(one.column.in_(gone), *one.only).distinct()))
    if not late:
        return []
    return list(session.scalars(select(Merge.id).where(*stands, Merge.gone_id.in_(late)).order_by(Merge.at, Merge.id)))


def _move(session: Session, merge_id: str) -> int:
    one = session.get_one(Merge, merge_id)
    _, gone = lock_both(session, MergeKind.CUSTOMER, one.kept_id, one.gone_id)
    session.refresh(one)
    if one.undone_at is not None or not isinstance(gone, Customer) or gone.merged_into_id != one.kept_id:
        return 0
    changes = Changes(session)
    moved = sum(changes.move(reference, one.gone_id, one.kept_id) for reference in references_to(MergeKind.CUSTOMER))
    noted = changes.kept()
    one.changes = {what: [*one.changes[what], *noted[what]] for what in noted}
    return moved

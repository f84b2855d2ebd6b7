"""What changed among the company's names: written by triggers, so that no door and no process can forget to."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Integer, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, UtcTime, now

KEPT = timedelta(days=1)
MOST_ROWS = 1_000


class NameChange(Base):
    """A transaction that touched a kind of names; SQLite, with one writer at a time, counts in a row for each kind.

    A counter in one row would make PostgreSQL's writers wait for each other, so each writes a row of its own.
    """

    __tablename__ = "name_change"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    transaction_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    changes: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)  # by the database's clock


Stamp = tuple[object, ...]


def name_stamps(session: Session) -> dict[str, Stamp]:
    """Return for each kind of names a value that is another one after every change that was committed."""
    rows = func.count(), func.max(NameChange.transaction_id), func.sum(NameChange.changes)
    found = session.execute(select(NameChange.kind, *rows).group_by(NameChange.kind))
    return {kind: tuple(values) for kind, *values in found}


def forget_old_changes(session: Session) -> None:
    """Delete rows that everybody has seen, once they are many; who reads then finds a new stamp. The caller commits."""
    rows = session.scalar(select(func.count()).select_from(NameChange)) or 0
    if rows > MOST_ROWS:
        old = delete(NameChange).where(NameChange.changed_at < now() - KEPT)
        session.execute(old.execution_options(synchronize_session=False))

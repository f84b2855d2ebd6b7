"""Two records that were one customer or one person: what was found alike, what was merged, and how it goes back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.staff import Staff


class MergeKind(StrEnum):
    CUSTOMER = "customer"
    CONTACT = "contact"


class Merge(Base):
    """One merge; `changes` hold every moved row's key, every changed value and every row that was put aside, whole.

    It holds rows of private notes too, so nothing but undoing reads it.
    """

    __tablename__ = "merge"
    __table_args__ = (Index("ix_merge_kept_id_at", "kept_id", "at"), Index("ix_merge_gone_id_at", "gone_id", "at"))

    id: Mapped[str] = id_column()
    kind: Mapped[MergeKind] = mapped_column(String(20))
    kept_id: Mapped[str] = mapped_column(Id)
    gone_id: Mapped[str] = mapped_column(Id)
    kept_name: Mapped[str] = mapped_column(String(200))  # both as they were called before
    gone_name: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    changes: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    left_over: Mapped[list[str]] = mapped_column(Document, default=list)  # sentences: what undoing could not put back

    by: Mapped[Staff] = relationship(foreign_keys=by_id)
    undone_by: Mapped[Staff | None] = relationship(foreign_keys=undone_by_id)


class Duplicate(Base):
    """Two records that may be one, the smaller id first; once somebody said that they are not, it is never offered."""

    __tablename__ = "duplicate"
    __table_args__ = (
        Index("ix_duplicate_second_id", "second_id"),
        Index("ix_duplicate_kind_score", "kind", "score"),
    )

    kind: Mapped[MergeKind] = mapped_column(String(20), primary_key=True)
    first_id: Mapped[str] = mapped_column(Id, primary_key=True)
    second_id: Mapped[str] = mapped_column(Id, primary_key=True)
    score: Mapped[int]  # 0 to 100
    reasons: Mapped[list[str]] = mapped_column(Document, default=list)
    found_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    dismissed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))

"""What people taught the ear: words that were heard where a name of ours was meant."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, id_column, now


class LearntAlias(Base):
    """`alias` as it was heard stands for one record; forgotten ones stay, so that nobody is taught twice."""

    __tablename__ = "learnt_alias"
    __table_args__ = (UniqueConstraint("kind", "record_id", "alias"),)

    id: Mapped[str] = id_column()
    kind: Mapped[str] = mapped_column(String(20))  # customer, contact, product, competitor, staff
    record_id: Mapped[str] = mapped_column(Id)
    alias: Mapped[str] = mapped_column(String(200))
    taught_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    taught_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)

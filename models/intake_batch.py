"""Old recordings that come in together: an archive, a folder, a mailbox, with what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, Id, UtcTime, id_column, now


class IntakeBatch(Base):
    """One bulk intake: `total` pieces found, of which `taken`, `known` (held already) and `refused` so far."""

    __tablename__ = "intake_batch"

    id: Mapped[str] = id_column()
    source: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    total: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)
    began_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

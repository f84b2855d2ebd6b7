"""Who read which customer's record, by which door, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, now


class AccessLine(Base):
    """One reading; again within the same `stretch` of time by the same door it is the same line.

    `about` is what a line is the same by: the customer's id, else the note's, else the subscribed feed's kind. It
    stands beside them because NULL is never the same as NULL.
    """

    __tablename__ = "access_line"
    __table_args__ = (
        Index("uq_access_line", "staff_id", "about", "door", "stretch", unique=True),
        Index("ix_access_line_customer_id_id", "customer_id", "id"),
        Index("ix_access_line_recording_id", "recording_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    about: Mapped[str] = mapped_column(Id)
    door: Mapped[str] = mapped_column(String(20))
    stretch: Mapped[int] = mapped_column(Integer)  # which of equally long stretches since 1970

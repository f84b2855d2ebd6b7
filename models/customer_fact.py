"""What was said about a customer, each fact with its day and source; nothing is overwritten, the latest one counts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, id_column, now


class FactTopic(StrEnum):
    """The kinds that every installation has; an administrator's own kind is known by its `fact_kind.id`."""

    PREFERENCE = "preference"
    ROLE = "role"
    SUPPLIER = "supplier"
    HOURS = "hours"
    CONTACT = "contact"


class CustomerFact(Base):
    """One fact as one note (or one person) tells it; of a row only `withdrawn_at` ever changes.

    The current fact of (customer, kind, subject) is the latest one that was not withdrawn.
    """

    __tablename__ = "customer_fact"
    __table_args__ = (
        UniqueConstraint(
            "recording_id", "item_id", "customer_id", "kind", "subject", "value", name="uq_customer_fact_source"
        ),
        Index("ix_customer_fact_customer_id_kind", "customer_id", "kind"),
        Index("ix_customer_fact_said_on", "said_on"),
    )

    id: Mapped[str] = id_column()
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"))
    contact_id: Mapped[str | None] = mapped_column(Id, ForeignKey("contact.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), default="")
    value: Mapped[str] = mapped_column(String(300))
    said_on: Mapped[date] = mapped_column(Date)
    said_at: Mapped[datetime] = mapped_column(UtcTime)
    tells_change: Mapped[bool] = mapped_column(default=False)  # said as new ("now", "since march"): no contradiction
    recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    item_id: Mapped[str | None] = mapped_column(String(64))  # of the entry's item, the same in all its versions
    from_s: Mapped[float | None]
    to_s: Mapped[float | None]
    set_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))  # a person typed or chose it
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)  # the note's entry has it no more

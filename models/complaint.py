"""The ledger of complaints: one row for each that a note tells, whose it is to deal with, and how it ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.customer import Customer
from models.staff import Role, Staff


class ComplaintState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # the note's entry has it no more


class Complaint(Base):
    """Something a customer complained of; routed to a person, or to everybody of a role."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("recording_id", "item_id"),
        Index("ix_complaint_customer_id_said_at", "customer_id", "said_at"),
        Index("ix_complaint_state_routed_to_id", "state", "routed_to_id"),
        Index("ix_complaint_closed_at", "closed_at"),
    )

    id: Mapped[str] = id_column()
    recording_id: Mapped[str] = mapped_column(Id, ForeignKey("recording.id"))
    item_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(Text)
    is_serious: Mapped[bool] = mapped_column(default=False)
    said_at: Mapped[datetime] = mapped_column(UtcTime)
    routed_to_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    routed_role: Mapped[Role | None] = mapped_column(String(20))
    routed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))  # None: by the company's routes
    state: Mapped[ComplaintState] = mapped_column(String(20), default=ComplaintState.OPEN)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    closed_by_recording_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recording.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcTime)  # a person said: not settled, whatever a note says

    customer: Mapped[Customer | None] = relationship()
    routed_to: Mapped[Staff | None] = relationship(foreign_keys=routed_to_id)


class ComplaintRoute(Base):
    """Who deals with complaints of a kind; of a kind's routes the one that has not ended counts."""

    __tablename__ = "complaint_route"
    __table_args__ = (Index("ix_complaint_route_kind", "kind"),)

    id: Mapped[str] = id_column()
    kind: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    role: Mapped[Role | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)

    staff: Mapped[Staff | None] = relationship(foreign_keys=staff_id)

"""Visits of reps at customers' sites: what the engine detected and what a person decided."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Document, Id, UtcTime, id_column, now
from models.customer import Customer
from models.staff import Staff


class Decision(StrEnum):
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    DELETED = "deleted"
    MERGED = "merged"  # swallowed by the visit `merged_into_id`
    SPLIT = "split"  # cut in two; the parts are visits that a person made


class Origin(StrEnum):
    """Who made a visit's row."""

    ENGINE = "engine"
    PERSON = "person"
    NOTE = "note"
    AUTOMATION = "automation"


NOT_SHOWN = (Decision.DELETED, Decision.MERGED, Decision.SPLIT)


class Visit(Base):
    """One stay; while `decision` is set no re-run of the engine touches it."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_staff_id_arrived_at", "staff_id", "arrived_at"),
        Index("ix_visit_customer_id_arrived_at", "customer_id", "arrived_at"),
        Index("ix_visit_arrived_at", "arrived_at"),
    )

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    customer_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"))
    arrived_at: Mapped[datetime] = mapped_column(UtcTime)
    left_at: Mapped[datetime] = mapped_column(UtcTime)
    is_open: Mapped[bool] = mapped_column(default=False)
    probability: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[list[str]] = mapped_column(Document, default=list)
    alternatives: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)
    is_question: Mapped[bool] = mapped_column(default=False)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    spread_m: Mapped[float | None]  # how well the centre is known
    fix_count: Mapped[int | None]
    is_parked_outside: Mapped[bool] = mapped_column(default=False)  # the phone seems to have stayed at the car
    entrance_lat: Mapped[float | None]  # where the phone was last seen before the customer's door
    entrance_lon: Mapped[float | None]
    origin: Mapped[Origin] = mapped_column(String(20), default=Origin.ENGINE)
    flag: Mapped[str | None] = mapped_column(String(200))  # what a person said that needs a look, in words
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decision: Mapped[Decision | None] = mapped_column(String(20))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    merged_into_id: Mapped[str | None] = mapped_column(Id, ForeignKey("visit.id"))
    split_from_id: Mapped[str | None] = mapped_column(Id, ForeignKey("visit.id"))

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    customer: Mapped[Customer | None] = relationship()

    @property
    def is_shown(self) -> bool:
        return self.withdrawn_at is None and self.decision not in NOT_SHOWN


def is_shown() -> ColumnElement[bool]:
    """Return the condition for visits that people see: neither withdrawn nor taken away by a person."""
    return and_(Visit.withdrawn_at.is_(None), or_(Visit.decision.is_(None), Visit.decision.not_in(NOT_SHOWN)))

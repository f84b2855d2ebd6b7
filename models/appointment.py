"""Appointments of reps with customers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.customer import Customer


class Appointment(Base):
    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_staff_id_starts_at", "staff_id", "starts_at"),)

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    title: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)

    customer: Mapped[Customer] = relationship()

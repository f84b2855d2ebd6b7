"""Who wants to hear of a customer: a star on its page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, now


class Follow(Base):
    """One member of staff follows one customer, from an instant on; whoever stops leaves no row."""

    __tablename__ = "follow"

    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

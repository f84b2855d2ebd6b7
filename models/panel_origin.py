"""Sites of other software whose pages may show the panel in a frame."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, UtcTime, id_column, now


class PanelOrigin(Base):
    """A helpdesk's origin, such as "https://helpdesk.example"."""

    __tablename__ = "panel_origin"

    id: Mapped[str] = id_column()
    origin: Mapped[str] = mapped_column(String(300), unique=True)
    added_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

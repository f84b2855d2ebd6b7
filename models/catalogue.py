"""What the company sells, and against whom: the words that notes are full of."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Document, id_column


class Product(Base):
    __tablename__ = "product"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(200), index=True)
    spoken_aliases: Mapped[list[str]] = mapped_column(Document, default=list)
    unit: Mapped[str] = mapped_column(String(40), default="")
    list_price: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)


class Competitor(Base):
    __tablename__ = "competitor"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(200))
    spoken_aliases: Mapped[list[str]] = mapped_column(Document, default=list)
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)

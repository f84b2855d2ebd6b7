"""Customers (the account), their sites and their contacts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Numeric, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base, Id, UtcTime, id_column, now
from models.phone_number import KEY_DIGITS, phone_key


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str | None] = mapped_column(String(40))
    phone_key: Mapped[str | None] = mapped_column(String(KEY_DIGITS), index=True)
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)
    visit_interval_days: Mapped[int | None]  # how often a visit is wanted
    yearly_value: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # what they buy in a year; None: not known
    is_prospect: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)  # no customer any more; its past stays
    merged_into_id: Mapped[str | None] = mapped_column(Id, ForeignKey("customer.id"), index=True)

    sites: Mapped[list[Site]] = relationship(back_populates="customer", order_by="Site.created_at")
    contacts: Mapped[list[Contact]] = relationship(back_populates="customer", order_by="Contact.name")

    @validates("phone")
    def _look_up_by(self, _name: str, phone: str | None) -> str | None:
        self.phone_key = phone_key(phone)
        return phone


def is_customer() -> ColumnElement[bool]:
    """Return the condition for customers by today's books: neither merged into another nor departed."""
    return and_(Customer.merged_into_id.is_(None), Customer.left_at.is_(None))


class Site(Base):
    """A place where a customer is visited; `lat`, `lon` is the best position known so far.

    `pin_lat`, `pin_lon` is what was imported; the rest was learnt from visits that a person confirmed.
    """

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )

    id: Mapped[str] = id_column()
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    street: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    opens_h: Mapped[float | None]
    closes_h: Mapped[float | None]
    pin_lat: Mapped[float | None]
    pin_lon: Mapped[float | None]
    entrance_lat: Mapped[float | None]
    entrance_lon: Mapped[float | None]
    reach_m: Mapped[float | None]
    usual_from_h: Mapped[float | None]  # when visits usually begin and end, local hours
    usual_to_h: Mapped[float | None]
    learnt_from: Mapped[int] = mapped_column(default=0)  # visits learnt from
    learnt_at: Mapped[datetime | None] = mapped_column(UtcTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcTime)  # visits before tell of another place
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    customer: Mapped[Customer] = relationship(back_populates="sites")


class Contact(Base):
    """A person at a customer."""

    __tablename__ = "contact"

    id: Mapped[str] = id_column()
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    role: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str | None] = mapped_column(String(40))
    phone_key: Mapped[str | None] = mapped_column(String(KEY_DIGITS), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), index=True)  # in lower case
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)  # also set where they were merged into another
    merged_into_id: Mapped[str | None] = mapped_column(Id, ForeignKey("contact.id"), index=True)

    customer: Mapped[Customer] = relationship(back_populates="contacts")

    @validates("phone")
    def _look_up_by(self, _name: str, phone: str | None) -> str | None:
        self.phone_key = phone_key(phone)
        return phone

    @validates("email")
    def _look_up_by_email(self, _name: str, email: str | None) -> str | None:
        self.email_key = email.strip().lower() if email else None
        return email

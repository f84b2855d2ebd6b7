"""Everybody who signs in, what they may do, and the keys with which they do it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now


class Role(StrEnum):
    REP = "rep"
    SUPPORT = "support"
    COUNTER = "counter"
    MANAGER = "manager"
    ADMIN = "admin"
    READ_ONLY = "read_only"


class Staff(Base):
    __tablename__ = "staff"

    id: Mapped[str] = id_column()
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    role: Mapped[Role] = mapped_column(String(20))
    team: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str | None] = mapped_column(String(50), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime)
    language: Mapped[str | None] = mapped_column(String(20))  # spoken in notes, such as en-us; None: the company's

    passkeys: Mapped[list[Passkey]] = relationship(back_populates="staff", cascade="all, delete-orphan")


class Passkey(Base):
    """A WebAuthn credential of one person."""

    __tablename__ = "passkey"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    staff: Mapped[Staff] = relationship(back_populates="passkeys")


class SignInLink(Base):
    """A one-time link by which somebody sets up their first passkey or password; only its hash is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)

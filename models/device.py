"""Paired phones and the codes that pair them. Codes and tokens are kept only as SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, UtcTime, id_column, now
from models.staff import Staff


class Device(Base):
    __tablename__ = "device"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="Phone")
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    revoked_by: Mapped[Staff | None] = relationship(foreign_keys=[revoked_by_id])


class PairingCode(Base):
    __tablename__ = "pairing_code"

    id: Mapped[str] = id_column()
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"), index=True)
    made_by_id: Mapped[str] = mapped_column(Id, ForeignKey("staff.id"))
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    device_id: Mapped[str | None] = mapped_column(Id, ForeignKey("device.id"))

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])


def sha256_of(secret: str) -> str:
    """Return the form in which a code or token is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_token() -> str:
    """Return a token of 256 random bits for a phone."""
    return secrets.token_urlsafe(32)


CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_pairing_code() -> str:
    """Return a code that can be typed by hand: 10 letters and digits without look-alikes (49 bits)."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(10))


def tidy_pairing_code(typed: str) -> str:
    """Return a typed code as it was shown: capitals, without spaces and dashes."""
    return "".join(typed.upper().replace("-", " ").split())

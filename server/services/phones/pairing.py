"""Pairs phones: a code valid once and for minutes is swapped for a token that lasts for months."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.device import Device, PairingCode, new_pairing_code, new_token, sha256_of, tidy_pairing_code
from models.event import record_event
from models.staff import Staff
from server.errors import Forbidden, NotFound


def make_pairing_code(session: Session, *, staff_id: str, made_by_id: str, valid_for: timedelta) -> str:
    """Return a fresh code that pairs one phone with a member of staff."""
    if session.get(Staff, staff_id) is None:
        raise NotFound("There is no such member of staff. Choose one from the list.")
    code = new_pairing_code()
    session.add(
        PairingCode(staff_id=staff_id, made_by_id=made_by_id, code_sha256=sha256_of(code), expires_at=now() + valid_for)
    )
    return code


def pair_device(session: Session, typed_code: str, name: str) -> tuple[Device, str]:
    """Swap a code for a device and its token; raises Forbidden (code-unknown, code-used, code-expired)."""
    sha256 = sha256_of(tidy_pairing_code(typed_code))
    code = session.scalar(select(PairingCode).where(PairingCode.code_sha256 == sha256))
    if code is None:
        raise Forbidden(
            "This code is not known. Check the letters, or ask the desk for a new one.", code="code-unknown"
        )
    if code.used_at is not None:
        raise Forbidden("This code was used already. Ask the desk for a new one.", code="code-used")
    if code.expires_at < now():
        raise Forbidden("This code is too old. Ask the desk for a new one.", code="code-expired")
    token = new_token()
    device = Device(id=new_id(), staff_id=code.staff_id, name=name[:200] or "Phone", token_sha256=sha256_of(token))
    session.add(device)
    session.flush()
    _use_up(session, code, device)
    record_event(session, "device.paired", staff_id=code.staff_id, details={"device": device.name})
    return device, token


def _use_up(session: Session, code: PairingCode, device: Device) -> None:
    is_unused = (PairingCode.id == code.id) & PairingCode.used_at.is_(None)
    used = session.execute(
        update(PairingCode)
        .where(is_unused)
        .values(used_at=now(), device_id=device.id)
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise Forbidden("This code was used already. Ask the desk for a new one.", code="code-used")


def revoke_device(session: Session, device_id: str, by_staff_id: str) -> Device:
    """Unpair a phone; it is refused at its next request and clears its local data."""
    device = session.get(Device, device_id)
    if device is None:
        raise NotFound("There is no such phone.")
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by_id = now(), by_staff_id
        record_event(session, "device.revoked", staff_id=device.staff_id, details={"device": device.name})
    return device

"""Which browsers want to be told: at most one subscription for each paired phone."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.device import Device
from models.reminder import PushSubscription
from server.current import Identity
from server.errors import Forbidden, Problem

AUTH_BYTES = 16
LONGEST_ENDPOINT = 2000


def subscribe(
    session: Session, by: Identity, endpoint: str, p256dh: str, auth: str, *, is_local_allowed: bool
) -> PushSubscription:
    """Remember where a phone's browser takes messages; a later subscription replaces the earlier one."""
    check_endpoint(endpoint, is_local_allowed=is_local_allowed)
    _check_keys(p256dh, auth)
    device_id = _device_of(by)
    found = session.scalar(select(PushSubscription).where(PushSubscription.device_id == device_id).with_for_update())
    if found is None:
        found = PushSubscription(id=new_id(), device_id=device_id)
        session.add(found)
    if (found.endpoint, found.p256dh, found.auth) != (endpoint, p256dh, auth) or found.gone_at is not None:
        found.endpoint, found.p256dh, found.auth = endpoint, p256dh, auth
        found.created_at, found.gone_at = now(), None
    session.flush()
    return found


def unsubscribe(session: Session, by: Identity) -> None:
    """Forget a phone's subscription; harmless when there is none."""
    session.execute(delete(PushSubscription).where(PushSubscription.device_id == _device_of(by)))


def check_endpoint(endpoint: str, *, is_local_allowed: bool = False) -> None:
    """Refuse an address that no push service has: anything but https, one with a password, or a private host.

    A name is looked up once more when a message is sent: what it says by then counts (see push_door).
    """
    try:
        read = urlsplit(endpoint)
        host, _port = read.hostname, read.port
    except ValueError as error:
        raise _bad_endpoint("it is no address") from error
    if len(endpoint) > LONGEST_ENDPOINT or any(not 32 < ord(letter) < 127 for letter in endpoint):
        raise _bad_endpoint("it is too long or holds strange letters")
    if is_local_allowed and read.scheme == "http" and host in ("127.0.0.1", "localhost"):
        return
    if read.scheme != "https" or not host or read.username is not None:
        raise _bad_endpoint("it must begin with https:// and a host")
    if _is_private_literal(host) or "." not in host or host.endswith((".local", ".internal", ".localhost")):
        raise _bad_endpoint("its host is not on the public internet")


def _is_private_literal(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _check_keys(p256dh: str, auth: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(p256dh))
        is_auth = len(decode(auth)) == AUTH_BYTES
    except (ValueError, binascii.Error):
        is_auth = False
    if not is_auth:
        raise Problem(
            "The browser's keys cannot be used: send p256dh and auth as PushSubscription.toJSON() gives them.",
            status=422,
            code="bad-keys",
        )


def decode(written: str) -> bytes:
    """Read base64url, with or without padding."""
    return base64.b64decode(written.encode() + b"=" * (-len(written) % 4), altchars=b"-_", validate=True)


def _device_of(by: Identity) -> str:
    if by.device_id is None:
        raise Forbidden("Reminders go to a paired phone. Pair this phone first.", code="no-phone")
    return by.device_id


def _bad_endpoint(why: str) -> Problem:
    told = f"This endpoint cannot be used: {why}. Send the one that the browser gives."
    return Problem(told, status=422, code="bad-endpoint")


def subscriptions_of(session: Session, staff_id: str) -> Sequence[PushSubscription]:
    """Return where somebody's paired phones take messages."""
    query = (
        select(PushSubscription)
        .join(Device, Device.id == PushSubscription.device_id)
        .where(Device.staff_id == staff_id, Device.revoked_at.is_(None), PushSubscription.gone_at.is_(None))
    )
    return session.scalars(query.order_by(PushSubscription.id)).all()

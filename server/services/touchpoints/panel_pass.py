"""Signed words by which the panel opens inside other software: a link for minutes, and a pass for the page it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.base import now
from models.staff import Staff
from server.errors import Problem, Unauthorized

LINK_MINUTES, MOST_MINUTES = 10, 60
PASS_H = 8
LINK_OVER = "This link to the panel is over. Open the ticket again."
OVER = "This panel was open for long. Open the ticket again."


@dataclass(frozen=True, slots=True)
class PanelPass:
    """For whom a panel opens and about whom: the caller as told, and the customers that it may be."""

    staff_id: str
    token_id: str
    phone: str = ""
    email: str = ""
    customer_id: str = ""
    contact_id: str = ""
    customers: tuple[str, ...] = ()


def sign_link(key: bytes, about: PanelPass, minutes: int) -> tuple[str, datetime]:
    """Return the words of a link and when they end."""
    until = now() + timedelta(minutes=minutes)
    return _signer(key, "panel-link").dumps([_told(about), int(until.timestamp())]), until


def read_link(key: bytes, written: str) -> PanelPass:
    """Return what a link says. Raises Problem where it was changed or is over."""
    try:
        told, until_s = _signer(key, "panel-link").loads(written, max_age=MOST_MINUTES * 60)
    except BadSignature as error:
        raise Problem(LINK_OVER, status=410, code="panel-over") from error
    if now().timestamp() > until_s:
        raise Problem(LINK_OVER, status=410, code="panel-over")
    return _heard(told)


def sign_pass(key: bytes, about: PanelPass, customers: Sequence[str]) -> str:
    """Return the words with which an open panel asks for more about these customers."""
    return str(_signer(key, "panel-pass").dumps(_told(replace(about, customers=tuple(customers)))))


def read_pass(key: bytes, written: str) -> PanelPass:
    """Return what a pass says. Raises Unauthorized where it was changed or is over."""
    try:
        return _heard(_signer(key, "panel-pass").loads(written, max_age=PASS_H * 3600))
    except BadSignature as error:
        raise Unauthorized(OVER, code="panel-over") from error


def staff_of(session: Session, about: PanelPass) -> Staff:
    """Return in whose name a panel speaks. Raises Unauthorized once its token was revoked or its owner has left."""
    token, staff = session.get(ApiToken, about.token_id), session.get(Staff, about.staff_id)
    if token is None or token.revoked_at is not None or staff is None or staff.left_at is not None:
        raise Unauthorized("This panel was closed by an administrator.", code="token-revoked")
    return staff


def _signer(key: bytes, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=salt)


def _told(about: PanelPass) -> dict[str, Any]:
    return {name: value for name, value in asdict(about).items() if value}


def _heard(told: dict[str, Any]) -> PanelPass:
    return PanelPass(**{**told, "customers": tuple(told.get("customers", ()))})

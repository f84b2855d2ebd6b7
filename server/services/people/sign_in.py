"""Lets staff in: one-time links that set up a first passkey or password, and the passwords themselves."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.base import now
from models.device import sha256_of
from models.staff import Passkey, Role, SignInLink, Staff
from server.errors import NotFound, Problem

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 500
LONGEST_EMAIL = 254
FIRST_ADMIN_HOURS = 24
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")  # it is a name to sign in with; no mail is sent to it
_HASHER = PasswordHasher()


def make_sign_in_link(session: Session, staff_id: str, hours: int) -> str:
    """Return the path of a link that sets up sign-in once; links made earlier for this person stop working."""
    session.execute(delete(SignInLink).where(SignInLink.staff_id == staff_id, SignInLink.used_at.is_(None)))
    code = secrets.token_urlsafe(24)
    session.add(SignInLink(staff_id=staff_id, code_sha256=sha256_of(code), expires_at=now() + timedelta(hours=hours)))
    return f"/set-up/{code}"


def first_admin_link(session: Session) -> str | None:
    """Return a link for the first administrator (made here when there is none), or None when one can sign in."""
    has_way_in = or_(Staff.password_hash.is_not(None), Staff.passkeys.any())
    is_admin = (Staff.role == Role.ADMIN) & Staff.left_at.is_(None)
    if session.scalar(select(Staff.id).where(is_admin, has_way_in).limit(1)):
        return None
    admin = session.scalar(select(Staff).where(is_admin).order_by(Staff.created_at).limit(1))
    if admin is None:
        admin = Staff(name="Administrator", role=Role.ADMIN)
        session.add(admin)
        session.flush()
    return make_sign_in_link(session, admin.id, FIRST_ADMIN_HOURS)


def open_link(session: Session, code: str) -> SignInLink:
    """Return a link that still works; raises NotFound in words for one that is unknown, used or too old."""
    link = session.scalar(select(SignInLink).where(SignInLink.code_sha256 == sha256_of(code)))
    if link is None:
        raise NotFound("This link is not known, or a newer one was made. Ask your administrator for a new one.")
    if link.used_at is not None:
        raise NotFound("This link was used already. Sign in, or ask your administrator for a new one.")
    if link.expires_at < now() or session.get_one(Staff, link.staff_id).left_at is not None:
        raise NotFound("This link is too old. Ask your administrator for a new one.")
    return link


def use_up(session: Session, link: SignInLink) -> None:
    """Mark a link as used; of two who try at once, the second is told so."""
    is_unused = (SignInLink.id == link.id) & SignInLink.used_at.is_(None)
    used = session.execute(
        update(SignInLink).where(is_unused).values(used_at=now()).execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise NotFound("This link was used already. Sign in, or ask your administrator for a new one.")


def rename(session: Session, staff: Staff, name: str, email: str) -> None:
    """Set a person's name and e-mail; raises Problem in words when one cannot be used."""
    name = " ".join(name.split())[:200]
    if not name:
        raise Problem("Enter your name, so that colleagues know who you are.", status=422, code="name-missing")
    address = tidy_email(email)
    owner = session.scalar(select(Staff).where(func.lower(Staff.email) == address, Staff.id != staff.id))
    if owner is not None:
        raise Problem("Somebody else here uses this e-mail address. Enter another.", status=422, code="email-taken")
    staff.name, staff.email = name, address


def tidy_email(typed: str) -> str:
    """Return an e-mail address in lower case; raises Problem when it cannot be one."""
    address = typed.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > LONGEST_EMAIL:
        raise Problem("Enter an e-mail address such as ana@example.com.", status=422, code="email-not-valid")
    return address


def set_password(staff: Staff, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Problem(
            f"Choose a password of at least {SHORTEST_PASSWORD} characters; a few words in a row are fine.",
            status=422,
            code="password-too-short",
        )
    if len(password) > LONGEST_PASSWORD:
        raise Problem(
            f"Choose a password of at most {LONGEST_PASSWORD} characters.", status=422, code="password-too-long"
        )
    staff.password_hash = _HASHER.hash(password)


def find_by_password(session: Session, email: str, password: str) -> Staff | None:
    """Return who signs in with this e-mail and password; takes the same time whether or not the e-mail is known."""
    is_it = (func.lower(Staff.email) == email.strip().lower()) & Staff.left_at.is_(None)
    staff = session.scalar(select(Staff).where(is_it))
    stored = staff.password_hash if staff and staff.password_hash else _nobodys_hash()
    is_right = _verify(stored, password[:LONGEST_PASSWORD])
    return staff if staff and staff.password_hash and is_right else None


def forget_ways_in(session: Session, staff: Staff) -> None:
    """Remove a person's password and passkeys."""
    staff.password_hash = None
    session.execute(delete(Passkey).where(Passkey.staff_id == staff.id))


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))

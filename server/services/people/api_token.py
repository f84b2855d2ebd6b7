"""Tokens of programs: made and shown once, kept as SHA-256, used for what their scopes name, revoked for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.api_token import ApiToken
from models.base import now
from models.device import new_token, sha256_of
from models.staff import Role, Staff
from server.current import Identity
from server.errors import Forbidden, NotFound, Problem, Unauthorized

WRITE_NOTES = "notes:write"
WRITE_NOTES_OF_ANYBODY = "notes:write-any"
LOOK_UP = "panel:read"
WRITE_INTERACTIONS = "interactions:write"
READ_RECORDS = "records:read"
MANAGE_WEBHOOKS = "webhooks:manage"
MANAGE_WORDS = "words:manage"
PANEL_OF_ANYBODY = "panel:any"
SCOPES = {
    WRITE_NOTES: "Send notes in its owner's name",
    WRITE_NOTES_OF_ANYBODY: "Send notes in anybody's name",
    LOOK_UP: "Look up who is calling, and what it is probably about",
    WRITE_INTERACTIONS: "Write down calls, mails and other meetings in its owner's name",
    PANEL_OF_ANYBODY: "Open the panel in the name of whoever sits at the helpdesk",
    READ_RECORDS: "Read customers, their timelines and open promises, as its owner may",
    MANAGE_WEBHOOKS: "Add, change and read webhooks (for an administrator's programs)",
    MANAGE_WORDS: "Add products, other names, competitors and kinds of fact (for an administrator's programs)",
}
USES = {
    WRITE_NOTES: "Send notes in its owner's name",
    WRITE_NOTES_OF_ANYBODY: "Send notes in anybody's name",
    f"{LOOK_UP} {WRITE_INTERACTIONS}": "Telephone system or helpdesk: look up callers, write down calls",
    f"{LOOK_UP} {PANEL_OF_ANYBODY} {WRITE_INTERACTIONS}": "Helpdesk's server: the panel in its agents' names",
    READ_RECORDS: "Assistant or report: read customers, timelines and open promises",
    MANAGE_WEBHOOKS: "Set up webhooks",
    MANAGE_WORDS: "Keep the company's words",
}
FOR_ADMINS = (WRITE_NOTES_OF_ANYBODY, MANAGE_WEBHOOKS, MANAGE_WORDS, PANEL_OF_ANYBODY)
USED_EVERY = timedelta(minutes=1)
PREFIX = "rounds_"  # so that a token left in a log or a repository is recognised as one


def make_token(
    session: Session, by: Identity | None, staff_id: str, name: str, scopes: Sequence[str]
) -> tuple[ApiToken, str]:
    """Make a token for somebody and return it with its text, which is known only now. The caller commits.

    `by` None is whoever stands at the machine itself. Raises Problem for a scope that is none or a name that is
    missing, Forbidden where somebody asks for more than their own.
    """
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Problem(f"Say what the token may do: {', '.join(SCOPES)}.", status=422, code="scope-unknown")
    tidy = " ".join(name.split())[:100]
    if not tidy:
        raise Problem("Give the token a name by which you will know its program.", status=422, code="name-missing")
    is_more = bool(set(FOR_ADMINS) & set(scopes)) or (by is not None and by.staff_id != staff_id)
    if by is not None and by.role != Role.ADMIN and is_more:
        raise Forbidden("Only an administrator makes tokens for others.", code="not-yours")
    staff = session.get(Staff, staff_id)
    if staff is None or staff.left_at is not None:
        raise NotFound("There is no such member of staff.")
    written = PREFIX + new_token()
    token = ApiToken(
        staff_id=staff_id,
        name=tidy,
        token_sha256=sha256_of(written),
        scopes=sorted(scopes),
        made_by_id=by.staff_id if by else None,
    )
    session.add(token)
    session.flush()
    return token, written


def use_token(session: Session, written: str) -> ApiToken:
    """Return a token that is valid, noting its use. Raises Unauthorized for any other. The caller commits."""
    query = select(ApiToken).where(ApiToken.token_sha256 == sha256_of(written)).options(joinedload(ApiToken.staff))
    token = session.scalar(query)
    if token is None:
        raise Unauthorized("This API token is not known here. Make one at the desk.", code="token-unknown")
    if token.revoked_at is not None or token.staff.left_at is not None:
        raise Unauthorized("This API token was revoked. Make a new one at the desk.", code="token-revoked")
    if token.last_used_at is None or now() - token.last_used_at > USED_EVERY:
        token.last_used_at = now()
    return token


def revoke_token(session: Session, by: Identity | None, token_id: str) -> ApiToken:
    """Revoke a token at once and for good; again is harmless. Raises NotFound where it is not the asker's to revoke."""
    token = session.get(ApiToken, token_id)
    if token is None or (by is not None and by.role != Role.ADMIN and by.staff_id != token.staff_id):
        raise NotFound("There is no such token.")
    token.revoked_at = token.revoked_at or now()
    return token


def list_tokens(session: Session, staff_id: str | None = None) -> Sequence[ApiToken]:
    """Return the tokens of one person or of all, the valid ones first, then by age."""
    query = select(ApiToken).options(joinedload(ApiToken.staff))
    if staff_id is not None:
        query = query.where(ApiToken.staff_id == staff_id)
    return session.scalars(query.order_by(ApiToken.revoked_at.is_not(None), ApiToken.created_at.desc())).all()


def staff_by_email(session: Session, email: str) -> Staff | None:
    """Return who is here under an e-mail address, whatever its case."""
    is_here = (func.lower(Staff.email) == email.strip().lower()) & Staff.left_at.is_(None)
    return session.scalar(select(Staff).where(is_here))

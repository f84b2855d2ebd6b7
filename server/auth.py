"""Who may do what: every route carries a rule, and a request without one is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from models.base import now
from models.device import Device, sha256_of
from models.position_source import PositionApp, PositionSource
from models.staff import Role, Staff
from server.current import Identity, database, installation, settings
from server.errors import Forbidden, Unauthorized, wants_problem_json
from server.services.people.api_token import use_token
from server.services.rights.roles import Right, roles_with
from server.services.touchpoints.panel_pass import read_pass, staff_of

View = TypeVar("View", bound=Callable[..., Any])
SEEN_EVERY = timedelta(minutes=1)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
WAY_IN = "way-in"
EVERYBODY = tuple(Role)
WRITERS = roles_with(Right.WRITE)
DESK = roles_with(Right.CHANGE_OF_OTHERS)
MERGERS = roles_with(Right.MERGE)
OVERSEERS = roles_with(Right.OVERSEE)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route: nobody in particular (public), staff in these roles, or one app or program of theirs."""

    roles: tuple[Role, ...] = ()
    is_public: bool = False
    app: PositionApp | None = None
    find_token: Callable[[Request], str] | None = None
    scopes: tuple[str, ...] = ()
    owners: tuple[Role, ...] = ()
    is_panel: bool = False


def allow(*roles: Role) -> Callable[[View], View]:
    """Mark a view as open to staff in these roles, at a desk or by a paired phone."""
    return _mark(Rule(roles=roles))


def open_to_app(app: PositionApp, find_token: Callable[[Request], str] | None = None) -> Callable[[View], View]:
    """Mark a view as the door of a location app; `find_token` finds a token that stands where only that app puts it."""
    return _mark(Rule(tuple(Role), app=app, find_token=find_token))


def open_to_programs(*scopes: str, owners: tuple[Role, ...] = EVERYBODY) -> Callable[[View], View]:
    """Mark a view as open to programs whose token has one of these scopes, and to nobody else.

    `owners` are the roles of which the token's owner must have one.
    """
    return _mark(Rule(tuple(Role), scopes=scopes, owners=owners))


def open_to_panel(view: View) -> View:
    """Mark a view as a part of the panel: open to whoever has its pass, in the name that the pass says."""
    return _mark(Rule(tuple(Role), is_panel=True))(view)


def written_in_panel(view: View) -> View:
    """Mark a view as a part of the panel that keeps something."""
    return _mark(Rule(WRITERS, is_panel=True))(view)


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    return _mark(Rule(is_public=True))(view)


def _mark(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Return the rule of a route, or None where somebody forgot it."""
    return getattr(app.view_functions[endpoint], "access_rule", None)


class SignedIn(UserMixin):  # type: ignore[misc]
    """The desk session's user, as Flask-Login wants it."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    def get_id(self) -> str:
        return self.identity.staff_id


class DeskSessions(SecureCookieSessionInterface):
    """A session begun over https is never sent without it; plain http on one machine works all the same."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def protect(app: Flask) -> None:
    """Check each request against its route's rule before the view runs."""
    app.secret_key = _secret_key(app.extensions["rounds"].settings.var_dir)
    app.session_interface = DeskSessions()
    app.config.update(
        SESSION_COOKIE_NAME="rounds_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
    )
    logins = LoginManager(app)
    logins.user_loader(_load_signed_in)
    app.before_request(_check_access)


def _check_access() -> Response | None:
    if request.endpoint is None:
        return None
    from flask import current_app  # the app of this request, not the one being built

    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        raise Forbidden("This address has no access rule yet, so nobody may use it.", code="no-rule")
    if rule.is_public:
        return None
    found = _identify_by(rule)
    if found is None:
        if wants_problem_json():
            raise Unauthorized("Sign in at the desk, or pair this phone, and try again.")
        return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
    if found.role not in rule.roles or (rule.owners and found.role not in rule.owners):
        raise Forbidden("Your role does not open this. Ask your administrator if you need it.")
    g.identity = found
    return None


def _identify_by(rule: Rule) -> Identity | None:
    if rule.is_panel:
        return identify_panel(request)
    if rule.scopes:
        return identify_program(request, rule.scopes)
    return identify_location_app(request, rule.app, rule.find_token) if rule.app else identify(request)


def identify(asking: Request) -> Identity | None:
    """Return who sent a request: by a phone's token, else by the desk session; None for a stranger."""
    header = asking.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return identify_device(header.removeprefix("Bearer ").strip())
    if not current_user.is_authenticated:
        return None
    if asking.method not in SAFE_METHODS:
        refuse_other_sites(asking)
    found: Identity = current_user.identity
    return found


def identify_location_app(
    asking: Request, app: PositionApp, find_token: Callable[[Request], str] | None = None
) -> Identity:
    """Return the owner of the phone whose location app speaks.

    The app's token is a bearer token, the password of HTTP Basic, or stands in the address; it opens the doors of
    that app and nothing else. OwnTracks may also come with the phone's own token.
    """
    sent = asking.authorization
    in_header = (sent.token if sent.type == "bearer" else sent.password) if sent is not None else None
    in_address = (asking.view_args or {}).get("token", "") or asking.args.get("token", "")
    token = in_header or in_address or (find_token(asking) if find_token else "")
    if not token:
        raise Unauthorized("Put this app's token into its password, or its address.", code="device-unknown")
    g.location_app_token = token
    with database().reading() as db:
        of_source = select(PositionSource.app, Device).join(PositionSource.device)
        found = db.execute(of_source.where(PositionSource.token_sha256 == sha256_of(token))).one_or_none()
        if found is not None and found.app == app:
            return _owner_of(found.Device)
    if found is None and app == PositionApp.OWNTRACKS:
        return identify_device(token)
    raise Unauthorized("This app is not set up with Rounds. Set it up again on the phone.", code="device-unknown")


def identify_program(asking: Request, scopes: tuple[str, ...]) -> Identity:
    """Return in whose name a program speaks; raises Unauthorized or Forbidden with what to do about its token."""
    sent = asking.authorization
    token = sent.token if sent is not None and sent.type == "bearer" else None
    if not token:
        raise Unauthorized("Send an API token: Authorization: Bearer TOKEN.", code="token-missing")
    with database().session() as db:
        found = use_token(db, token)
        if not set(scopes) & set(found.scopes):
            raise Forbidden(f"This token may not do that: it needs {' or '.join(scopes)}.", code="scope-missing")
        g.api_token = found
        who = Identity(found.staff_id, found.staff.name, Role(found.staff.role))
        db.commit()
    return who


def identify_panel(asking: Request) -> Identity:
    """Return in whose name an open panel asks, whatever the cookies say; raises Unauthorized without a good pass."""
    from flask import current_app

    about = read_pass(signing_key(current_app), asking.values.get("pass", ""))
    with database().reading() as db:
        staff = staff_of(db, about)
    g.panel_pass = about
    return Identity(staff.id, staff.name, Role(staff.role))


def signing_key(app: Flask) -> bytes:
    """Return the key that signs what this installation gives out."""
    key = app.secret_key
    return key if isinstance(key, bytes) else str(key).encode()


def identify_device(token: str) -> Identity:
    """Return the phone's owner; raises Unauthorized with code device-revoked or device-unknown."""
    with installation().database.looking() as connection:
        known = connection.execute(_KNOWN_PHONE, {"token_sha256": sha256_of(token)}).one_or_none()
    is_welcome = known is not None and known.revoked_at is None and known.left_at is None
    if known is not None and is_welcome and now() - known.seen_at <= SEEN_EVERY:
        # Asked for each piece of sound: the row is enough, unless there is something to say or to note.
        return Identity(known.staff_id, known.name, Role(known.role), known.device_id)
    with database().reading() as db:
        device = db.scalar(select(Device).where(Device.token_sha256 == sha256_of(token)))
        if device is None:
            raise Unauthorized("This phone is not paired. Ask for a pairing code.", code="device-unknown")
        return _owner_of(device)


_device, _staff = Device.__table__.c, Staff.__table__.c
_KNOWN_PHONE = (
    select(
        _device.id.label("device_id"),
        _device.revoked_at,
        _device.seen_at,
        _device.staff_id,
        _staff.name,
        _staff.role,
        _staff.left_at,
    )
    .join_from(Device.__table__, Staff.__table__, _staff.id == _device.staff_id)
    .where(_device.token_sha256 == bindparam("token_sha256"))
)


def _owner_of(device: Device) -> Identity:
    if device.revoked_at is not None:
        by = f" by {device.revoked_by.name}" if device.revoked_by else ""
        raise Unauthorized(f"This phone was unpaired{by}. Ask for a new pairing code.", code="device-revoked")
    if now() - device.seen_at > timedelta(days=settings().device_token_days):
        raise Unauthorized("This phone was not used for long. Pair it again.", code="device-unknown")
    if device.staff.left_at is not None:
        raise Unauthorized("The owner of this phone has left the company.", code="device-revoked")
    found = Identity(device.staff_id, device.staff.name, Role(device.staff.role), device.id)
    if now() - device.seen_at > SEEN_EVERY:
        _note_seen(device.id)
    return found


def _note_seen(device_id: str) -> None:
    """Note that a phone was there; on a full disk its owner may read all the same."""
    with suppress(OperationalError), database().session() as db:
        db.get_one(Device, device_id).seen_at = now()
        db.commit()


def refuse_other_sites(asking: Request) -> None:
    """Refuse a change that another site's page has a signed-in browser send (CSRF)."""
    site = asking.headers.get("Sec-Fetch-Site")
    if site in ("same-origin", "none"):
        return
    origin = asking.headers.get("Origin")
    if site is None and (origin is None or urlsplit(origin).netloc == asking.host):
        return
    raise Forbidden("This change came from another site's page and was not made.", code="other-site")


def _load_signed_in(staff_id: str) -> SignedIn | None:
    with database().reading() as db:
        staff = db.get(Staff, staff_id)
        if staff is None or staff.left_at is not None or session.get(WAY_IN, way_in_of(staff)) != way_in_of(staff):
            session.clear()
            return None
        return SignedIn(Identity(staff.id, staff.name, Role(staff.role)))


def way_in_of(staff: Staff) -> str:
    """Return a mark of somebody's password: a session that began with an earlier one is over."""
    return sha256_of(staff.password_hash or "")[:16]


def _secret_key(var_dir: Path) -> bytes:
    """Return the key that signs sessions, made on first start and readable by this user alone."""
    path = var_dir / "session.key"
    var_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))
    return path.read_bytes()

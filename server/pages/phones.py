"""Paired phones: the list, a code that pairs one more, and unpairing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import segno
from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from models.device import Device, PairingCode, sha256_of
from models.staff import Staff
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, settings
from server.errors import Forbidden, NotFound
from server.pages.site import phone_address, phones_may_listen
from server.services.phones.pairing import make_pairing_code, revoke_device
from server.services.rights.roles import Right, may

blueprint = APIBlueprint("phones", __name__, url_prefix="/phones", enable_openapi=False)
CODES_REMEMBERED = 5


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        return render_template(
            "phones/show.html",
            devices=_devices(db),
            staff=_owners(db),
            may_do_for_others=_may_do_for_others(),
            phones_may_listen=phones_may_listen(),
            address=phone_address(),
        )


@blueprint.post("/codes")
@allow(*WRITERS)
def make_code() -> AnyResponse:
    staff_id = request.form.get("staff_id") or identity().staff_id
    _require_own(staff_id)
    valid_for = timedelta(minutes=settings().pairing_code_minutes)
    with database().session() as db:
        code = make_pairing_code(db, staff_id=staff_id, made_by_id=identity().staff_id, valid_for=valid_for)
        db.commit()
        code_id = db.scalars(select(PairingCode.id).where(PairingCode.code_sha256 == sha256_of(code))).one()
    _remember(code_id, code)
    return redirect(url_for("phones.show_code", code_id=code_id), code=303)


@blueprint.get("/codes/<code_id>")
@allow(*EVERYBODY)
def show_code(code_id: str) -> str:
    """Show a code; the letters are known to the desk that asked for it only."""
    with database().reading() as db:
        pairing = _pairing(db, code_id)
        code = session.get("codes", {}).get(code_id)
        device = db.get(Device, pairing.device_id) if pairing.device_id else None
        is_fragment = "HX-Request" in request.headers
        return render_template(
            "phones/code_state.html" if is_fragment else "phones/code.html",
            pairing=pairing,
            device=device,
            code=code,
            link=f"{phone_address()}/app/#pair={code}",
            picture=_picture(f"{phone_address()}/app/#pair={code}") if code and not is_fragment else None,
            seconds_left=max(0, int((pairing.expires_at - now()).total_seconds())),
            phones_may_listen=phones_may_listen(),
            address=phone_address(),
        )


@blueprint.get("/<device_id>/revocation")
@allow(*EVERYBODY)
def ask_revocation(device_id: str) -> str:
    with database().reading() as db:
        return render_template("phones/revocation.html", device=_device(db, device_id))


@blueprint.post("/<device_id>/revocation")
@allow(*EVERYBODY)
def revoke(device_id: str) -> AnyResponse:
    with database().session() as db:
        _device(db, device_id)
        revoke_device(db, device_id, identity().staff_id)
        db.commit()
    return redirect(url_for("phones.show"), code=303)


def _may_do_for_others() -> bool:
    return may(identity().role, Right.PHONES_OF_OTHERS)


def _require_own(staff_id: str) -> None:
    if staff_id != identity().staff_id and not _may_do_for_others():
        raise Forbidden("You can pair and unpair your own phones. Ask a manager about those of others.")


def _devices(db: Session) -> Sequence[Device]:
    query = select(Device).options(joinedload(Device.staff), joinedload(Device.revoked_by))
    if not _may_do_for_others():
        query = query.where(Device.staff_id == identity().staff_id)
    # A new phone first; among those unpaired, which stay listed for the record, the latest first.
    return db.scalars(query.order_by(Device.revoked_at.desc().nulls_first(), Device.paired_at.desc())).all()


def _owners(db: Session) -> Sequence[Staff]:
    if not _may_do_for_others():
        return [db.get_one(Staff, identity().staff_id)]
    return db.scalars(select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.name)).all()


def _device(db: Session, device_id: str) -> Device:
    device = db.get(Device, device_id)
    if device is None:
        raise NotFound("There is no such phone.")
    _require_own(device.staff_id)
    return device


def _pairing(db: Session, code_id: str) -> PairingCode:
    pairing = db.get(PairingCode, code_id)
    if pairing is None:
        raise NotFound("There is no such pairing code. Make a new one.")
    _require_own(pairing.staff_id)
    return pairing


def _remember(code_id: str, code: str) -> None:
    kept = dict(list(session.get("codes", {}).items())[-CODES_REMEMBERED + 1 :])
    session["codes"] = {**kept, code_id: code}


def _picture(link: str) -> Markup:
    """Draw the QR code; its only text is a link that we made."""
    return Markup(segno.make(link, error="m").svg_inline(scale=6, border=3, light="#fff", dark="#000", omitsize=True))

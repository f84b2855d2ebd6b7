"""Phones pair themselves here, and ask who they are."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request

from models.base import now
from models.device import Device
from models.staff import Staff
from server.api.forms import CompanyOut, DeviceOut, MeOut, PairedOut, PairingIn, SpeechModelOut, StaffOut, TilesOut
from server.auth import EVERYBODY, allow, public
from server.current import database, identity, settings
from server.errors import Problem
from server.services.notes.speech import model_notice
from server.services.people.sign_in_limit import SignInLimit
from server.services.phones.pairing import pair_device

blueprint = APIBlueprint("devices", __name__, tag="Phones")
_guesses = SignInLimit()


@blueprint.post("/devices")
@blueprint.input(PairingIn, arg_name="pairing")
@blueprint.output(PairedOut, status_code=201)
@public
def pair(pairing: PairingIn) -> PairedOut:
    """Swap a pairing code for a device token."""
    address = request.remote_addr or ""
    if wait_s := _guesses.begin_try("pairing", address):
        raise Problem(f"Too many tries. Wait {wait_s:.0f} seconds.", status=429, code="too-many-tries")
    with database().session() as session:
        device, token = pair_device(session, pairing.code, pairing.name)
        session.commit()
        _guesses.succeed("pairing", address)
        return PairedOut(
            token=token,
            device=DeviceOut.model_validate(device),
            staff=StaffOut.model_validate(device.staff),
            company=_company(),
        )


@blueprint.get("/me")
@blueprint.output(MeOut)
@allow(*EVERYBODY)
def me() -> MeOut:
    """Say who is asking, for whom, and with which ears."""
    name, is_trial, notice = model_notice(settings())
    with database().reading() as session:
        device_id = identity().device_id
        device = session.get(Device, device_id) if device_id else None
        return MeOut(
            staff=StaffOut.model_validate(session.get_one(Staff, identity().staff_id)),
            device=DeviceOut.model_validate(device) if device else None,
            company=_company(),
            speech_model=SpeechModelOut(name=name, is_trial=is_trial, notice=notice),
            map_tiles=_map_tiles(),
            server_time=now(),
        )


def _company() -> CompanyOut:
    return CompanyOut(name=settings().company_name, time_zone=settings().time_zone)


def _map_tiles() -> TilesOut | None:
    url = settings().map_tiles_url
    return TilesOut(url=url, attribution=settings().map_tiles_credit) if url else None

"""Where this phone's positions come from: its location apps, their set-up, and how fresh the last position is."""

from __future__ import annotations

from datetime import datetime

import segno
from apiflask import APIBlueprint
from apiflask.schemas import EmptySchema

from models.base import now
from models.position_source import PositionApp, PositionSource
from server.api.forms import Answer, Form
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation, public_address
from server.errors import NotFound
from server.services.positions.app_setup import setup_of
from server.services.positions.location_apps import LOCATION_APPS, LocationApp
from server.services.positions.position_intake import device_of
from server.services.positions.position_source import drop_source, make_source, sources_of
from server.services.positions.source_silence import silent_apps

blueprint = APIBlueprint("position_sources", __name__, tag="Positions")


class SourceOut(Answer):
    """One app on this phone; `last_at` is when its newest position was taken, `problem` what its last message had."""

    app: PositionApp
    title: str
    platforms: list[str]
    is_set_up: bool
    last_at: datetime | None
    last_received_at: datetime | None
    last_accuracy_m: float | None
    problem: str | None
    is_silent: bool


class SourcesOut(Answer):
    apps: list[SourceOut]
    server_time: datetime


class SourceIn(Form):
    app: PositionApp


class AddressesOut(Answer):
    arrived: str
    left: str


class SetupOut(Answer):
    """How the app is set up. The token in it is told this once; asking again makes another one."""

    app: PositionApp
    title: str
    address: str
    user: str | None
    password: str | None
    link: str | None
    qr_svg: str
    steps: list[str]
    addresses: AddressesOut | None


@blueprint.get("/position-sources")
@blueprint.output(SourcesOut)
@allow(*EVERYBODY)
def show() -> SourcesOut:
    """Read which apps send this phone's positions, and how old and sharp the last one is."""
    at, device_id = now(), device_of(identity())
    with database().reading() as session:
        sources = sources_of(session, device_id)
        silent = silent_apps(session, installation().company_map, identity().staff_id, sources, at)
    made = {source.app: source for source in sources}
    apps = [_source_out(one, made.get(app), is_silent=app in silent) for app, one in LOCATION_APPS.items()]
    return SourcesOut(apps=apps, server_time=at)


def _source_out(app: LocationApp, source: PositionSource | None, *, is_silent: bool) -> SourceOut:
    return SourceOut(
        app=app.app,
        title=app.title,
        platforms=list(app.platforms),
        is_set_up=source is not None,
        last_at=source.last_at if source else None,
        last_received_at=source.last_received_at if source else None,
        last_accuracy_m=source.last_accuracy_m if source else None,
        problem=source.last_problem if source else None,
        is_silent=is_silent,
    )


@blueprint.post("/position-sources")
@blueprint.input(SourceIn, arg_name="chosen")
@blueprint.output(SetupOut, status_code=201)
@allow(*EVERYBODY)
def make(chosen: SourceIn) -> SetupOut:
    """Make an app's own way in, or renew it: what the app used before opens nothing any more."""
    device_id = device_of(identity())
    with database().session() as session:
        token = make_source(session, device_id, chosen.app)
        session.commit()
    setup = setup_of(chosen.app, public_address(), token, identity().name)
    return SetupOut(
        app=chosen.app,
        title=LOCATION_APPS[chosen.app].title,
        address=setup.address,
        user=setup.user,
        password=setup.password,
        link=setup.link,
        qr_svg=_picture(setup.link or setup.address),
        steps=list(setup.steps),
        addresses=AddressesOut(**setup.addresses) if setup.addresses else None,
    )


@blueprint.delete("/position-sources/<app>")
@blueprint.output(EmptySchema, status_code=204)
@allow(*EVERYBODY)
def drop(app: str) -> tuple[str, int]:
    """Take an app's way in away; positions that it sends from now on are refused."""
    if app not in list(PositionApp):
        raise NotFound(f"There is no such app. Choose one of {', '.join(PositionApp)}.")
    with database().session() as session:
        drop_source(session, device_of(identity()), PositionApp(app))
        session.commit()
    return "", 204


def _picture(link: str) -> str:
    """Draw the QR code; its only text is a link that we made."""
    return segno.make(link, error="m").svg_inline(scale=6, border=3, light="#fff", dark="#000", omitsize=True)

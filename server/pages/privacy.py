"""What is kept of whoever asks: a page to read and to print, from settings and choice as they are."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import render_template

from models.base import now
from server.auth import EVERYBODY, allow
from server.current import database, identity, installation, settings
from server.services.people.privacy_notice import privacy_lines
from server.services.positions.location_choice import read_choice

blueprint = APIBlueprint("privacy", __name__, url_prefix="/privacy", enable_openapi=False)


@blueprint.get("")
@allow(*EVERYBODY)
def show() -> str:
    with database().reading() as db:
        read = read_choice(db, installation().company_map, identity().staff_id, now())
    return render_template("privacy/show.html", lines=privacy_lines(read, settings()), made_at=now())

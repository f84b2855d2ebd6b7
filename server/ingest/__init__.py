"""The doors of other people's location apps, each exactly as that app speaks."""

from __future__ import annotations

from apiflask import APIFlask

from server.ingest import automation, gpslogger, overland, owntracks, traccar


def register_ingest(app: APIFlask) -> None:
    """Hang every location app's door under /ingest."""
    for door in (owntracks, overland, traccar, gpslogger, automation):
        app.register_blueprint(door.blueprint, url_prefix="/ingest")

"""The doors of other people's location apps, each exactly as that app speaks."""

from __future__ import annotations

from apiflask import APIFlask

from server.ingest import owntracks


def register_ingest(app: APIFlask) -> None:
    """Hang every location app's door under /ingest."""
    app.register_blueprint(owntracks.blueprint, url_prefix="/ingest")

"""The JSON API of phones and other programs: one file for each kind of thing."""

from __future__ import annotations

from apiflask import APIBlueprint, APIFlask


def register_api(app: APIFlask) -> None:
    """Hang every blueprint of the API under /api."""
    for blueprint in _blueprints():
        app.register_blueprint(blueprint, url_prefix="/api")


def _blueprints() -> list[APIBlueprint]:
    return []

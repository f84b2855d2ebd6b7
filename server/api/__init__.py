"""The JSON API of phones and other programs: one file for each kind of thing."""

from __future__ import annotations

from apiflask import APIBlueprint, APIFlask

from server.api import (
    actions,
    briefs,
    colleagues,
    complaints,
    customers,
    devices,
    duplicates,
    entries,
    fixes,
    friday,
    handovers,
    location_choice,
    merges,
    notes,
    notices,
    own_data,
    position_sources,
    prospects,
    push,
    questions,
    recordings,
    round,
    speech_models,
    timeline,
    today,
    touchpoints,
    visits,
    webhooks,
    words,
)
from server.api.document import describe


def register_api(app: APIFlask) -> None:
    """Hang every blueprint of the API under /api."""
    for blueprint in _blueprints():
        app.register_blueprint(blueprint, url_prefix="/api")
    describe(app)


def _blueprints() -> list[APIBlueprint]:
    return [
        devices.blueprint,
        recordings.blueprint,
        notes.blueprint,
        entries.blueprint,
        actions.blueprint,
        complaints.blueprint,
        friday.blueprint,
        colleagues.blueprint,
        notices.blueprint,
        handovers.blueprint,
        customers.blueprint,
        duplicates.blueprint,
        merges.blueprint,
        fixes.blueprint,
        visits.blueprint,
        today.blueprint,
        location_choice.blueprint,
        own_data.blueprint,
        prospects.blueprint,
        round.blueprint,
        briefs.blueprint,
        questions.blueprint,
        push.blueprint,
        position_sources.blueprint,
        speech_models.blueprint,
        touchpoints.blueprint,
        timeline.blueprint,
        webhooks.blueprint,
        words.blueprint,
    ]

"""The desk: staff pages rendered here, and the built phone app under /app/."""

from __future__ import annotations

from apiflask import APIFlask
from flask import Blueprint

from server.pages.frame import dress
from server.pages.security_headers import add_security_headers


def register_pages(app: APIFlask) -> None:
    """Hang the staff pages and the phone app."""
    dress(app)
    app.after_request(add_security_headers)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)


def _blueprints() -> list[Blueprint]:
    from server.pages import (
        access_log,
        account,
        accuracy,
        asked,
        complaints,
        correction,
        customer,
        desk_assets,
        duplicates,
        feed_links,
        feeds,
        following,
        friday,
        handovers,
        home,
        imports,
        intake,
        learnt_names,
        letters,
        live,
        merges,
        new_contact,
        note,
        notices,
        open_choice,
        panel,
        panel_sites,
        phone_app,
        phones,
        pop,
        privacy,
        promises,
        queue,
        reading_rules,
        replies,
        search,
        set_up,
        sign_in,
        staff,
        status,
        tokens,
        webhooks,
        words,
    )

    desk = (
        home,
        search,
        pop,
        asked,
        customer,
        note,
        correction,
        new_contact,
        open_choice,
        live,
        promises,
        complaints,
        letters,
        queue,
        friday,
        reading_rules,
        handovers,
        following,
        replies,
        notices,
        duplicates,
        merges,
    )
    office = (
        phones,
        staff,
        accuracy,
        status,
        account,
        tokens,
        feed_links,
        panel_sites,
        webhooks,
        imports,
        intake,
        learnt_names,
        words,
        privacy,
        access_log,
    )
    doors = (panel, feeds, sign_in, set_up, phone_app, desk_assets)
    return [module.blueprint for module in (*desk, *office, *doors)]

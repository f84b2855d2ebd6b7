"""No route is left without a rule, and each rule holds for strangers and for every role."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule as Address

from models.staff import Role
from server.auth import rule_of
from server.current import installation
from tests.server.pages.desk_makers import make_staff, sign_in_as

PUBLIC = {
    "sign_in.show",
    "sign_in.sign_in",
    "sign_in.passkey_options",
    "sign_in.sign_in_with_passkey",
    "set_up.show",
    "set_up.set_up",
    "set_up.passkey_options",
    "set_up.set_up_with_passkey",
    "phone_app.enter",
    "phone_app.show",
    "phone_app.send",
    "assets.show",
    "panel.open_link",
    "panel.chatwoot",
    "feeds.calendar",
    "feeds.contacts",
    "feeds.interactions",
}
NEVER_ENDS = {"live.stream"}
# Who only reads may still see to what is their own: how they sign in, and what their phone made and must not lose.
OWN_AFFAIRS = {
    "feed_links.add",
    "feed_links.revoke",
    "account.add_passkey",
    "account.change_password",
    "account.passkey_options",
    "account.remove_passkey",
    "automation.take_event",
    "colleagues.choose",
    "fixes.take",
    "following.choose",
    "gpslogger.take_position",
    "location_choice.change",
    "location_choice.give_own_place",
    "location_choice.pause",
    "location_choice.remove_own_place",
    "note.keep_private",
    "notices.change_choices",
    "notices.read",
    "notices_api.change",
    "notices_api.mark",
    "overland.take_batch",
    "owntracks.take_message",
    "phones.revoke",
    "position_sources.drop",
    "position_sources.make",
    "prospects.add",
    "push.delete",
    "push.put",
    "recordings.begin",
    "recordings.complete",
    "recordings.keep_private",
    "recordings.put_chunk",
    "sign_in.sign_out",
    "speech_models.set_own_language",
    "tokens.add",
    "tokens.revoke",
    "touchpoints.open_panel",
    "traccar.take_position",
    "visits.add",
    "visits.decide",
    "visits.merge",
    "visits.split",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rules do not depend on the database: one kind is enough."""
    return sqlite_url


def test_every_route_has_a_rule(app: Flask) -> None:
    assert [route.endpoint for route in app.url_map.iter_rules() if rule_of(app, route.endpoint) is None] == []


def test_only_the_doors_among_the_pages_are_public(app: Flask) -> None:
    pages = [route.endpoint for route in app.url_map.iter_rules() if not route.rule.startswith(("/api", "/ingest"))]
    assert {page for page in pages if (rule := rule_of(app, page)) and rule.is_public} == PUBLIC


def test_who_only_reads_changes_nothing_but_their_own_affairs(app: Flask) -> None:
    changing = {
        route.endpoint
        for route, method in _routes(app)
        if method != "GET"
        and (rule := rule_of(app, route.endpoint))
        and Role.READ_ONLY in (rule.owners or rule.roles)
        and not rule.is_public
    }
    assert changing == OWN_AFFAIRS


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "stranger")
def test_each_route_lets_in_whom_its_rule_names_and_nobody_else(app: Flask, role: Role | None) -> None:
    client = app.test_client()
    if role is not None:
        with app.app_context(), installation().database.session() as db:
            somebody = make_staff(db, "Walker", role)
            make_staff(db, "Boss", Role.ADMIN)
            db.commit()
        sign_in_as(client, somebody)
    wrong = []
    for address, method in _routes(app):
        if address.endpoint in NEVER_ENDS | {"sign_in.sign_out"}:
            continue
        rule = rule_of(app, address.endpoint)
        assert rule is not None
        path = address.build({name: "none" if name != "n" and name != "number" else 0 for name in address.arguments})
        with client.open(path[1] if path else address.rule, method=method) as answer:
            said = answer.data
        is_refused = answer.status_code in (401, 403) and b"role does not open" in said
        is_sent_to_sign_in = answer.status_code == 401 or (
            answer.status_code == 302 and "/sign-in" in answer.headers["Location"]
        )
        is_let_in = not is_refused if role else not is_sent_to_sign_in
        is_open = rule.is_panel or role in rule.roles  # the panel asks for its pass first, whoever is signed in
        if is_let_in != (rule.is_public or (role is not None and is_open)):
            wrong.append((method, address.rule, answer.status_code))
        assert answer.status_code != 500, (method, address.rule)
    assert wrong == []


def _routes(app: Flask) -> list[tuple[Address, str]]:
    return [
        (route, method)
        for route in app.url_map.iter_rules()
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"})
    ]

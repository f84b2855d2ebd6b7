"""Programs of an administrator set webhooks up as the page does."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from models.base import new_id
from models.database import Database
from models.staff import Role
from server.services.people.api_token import LOOK_UP, MANAGE_WEBHOOKS, make_token
from tests.support.makers import make_staff


def headers(house: Database, scope: str = MANAGE_WEBHOOKS, role: Role = Role.ADMIN) -> dict[str, str]:
    with house.session() as session:
        _token, written = make_token(session, None, make_staff(session, "Ida Moe", role).id, "Deploy", [scope])
        session.commit()
    return {"Authorization": f"Bearer {written}"}


def wanted(**more: Any) -> dict[str, Any]:
    return {"id": new_id(), "name": "Helpdesk", "url": "https://helpdesk.example/hook", "types": ["note.made"], **more}


def test_a_webhook_is_added_once_tried_paused_and_removed(client: FlaskClient, house: Database) -> None:
    ida, asked = headers(house), wanted()
    made = client.post("/api/webhooks", json=asked, headers=ida)
    assert made.status_code == 201 and made.get_json()["secret"].startswith("whsec_")
    again = client.post("/api/webhooks", json=asked, headers=ida)
    assert again.status_code == 200 and again.get_json()["secret"] == ""
    there = f"/api/webhooks/{asked['id']}"
    assert "secret" not in client.get("/api/webhooks", headers=ida).get_json()["webhooks"][0]
    assert client.post(f"{there}/secret", headers=ida).get_json()["secret"] != made.get_json()["secret"]
    tried = client.post(f"{there}/test", headers=ida).get_json()
    listed = client.get(f"{there}/deliveries", headers=ida).get_json()
    assert listed["deliveries"] == [tried] and tried["id"].startswith("msg_") and listed["next"] is None
    assert client.post(f"{there}/deliveries/{tried['delivery_id']}/replay", headers=ida).status_code == 200
    since = {"since": tried["created_at"]}
    assert client.post(f"{there}/replays", json=since, headers=ida).get_json() == {"count": 0}
    assert client.patch(there, json={"is_paused": True}, headers=ida).get_json()["paused_at"]
    assert client.post(f"{there}/test", headers=ida).status_code == 409
    assert client.delete(there, headers=ida).status_code == 204
    assert client.get("/api/webhooks", headers=ida).get_json() == {"webhooks": []}


def test_what_cannot_be_is_refused_in_words(client: FlaskClient, house: Database) -> None:
    ida = headers(house)
    for wrong in ({"url": "ftp://x"}, {"types": ["nothing.such"]}, {"name": " "}):
        assert client.post("/api/webhooks", json=wanted(**wrong), headers=ida).status_code == 422
    assert client.get(f"/api/webhooks/{new_id()}/deliveries", headers=ida).status_code == 404


def test_it_takes_the_scope_and_an_administrator(client: FlaskClient, house: Database) -> None:
    for other in (headers(house, LOOK_UP), headers(house, MANAGE_WEBHOOKS, Role.MANAGER)):
        assert client.get("/api/webhooks", headers=other).status_code == 403

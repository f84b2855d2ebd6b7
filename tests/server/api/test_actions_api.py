"""Promises by the API: read what is open, close it, open it again, by whom it may."""

from __future__ import annotations

from collections.abc import Callable

from models.base import new_id
from models.database import Database
from tests.server.api.conftest import Phone
from tests.server.api.test_briefs_api import CONTENT, add_customer, add_note, brief


def test_open_actions_are_read_and_a_closed_one_leaves_the_brief(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    add_note(house, phone, customer_id, CONTENT)
    first, second = phone.get(f"/api/actions?customer_id={customer_id}").get_json()["actions"]
    assert (first["what"], first["owner"], first["is_overdue"]) == ("send the price list", "Ana Ruiz", True)
    assert (second["is_customers"], second["due_on"]) == (True, None)
    for _again in range(2):
        answer = phone.put(f"/api/actions/{first['id']}/state", json={"state": "done"})
        assert (answer.status_code, answer.get_json()["state"]) == (200, "done")
    assert [promise["text"] for promise in brief(phone, customer_id)["promises"]] == ["call about coffee"]
    phone.put(f"/api/actions/{first['id']}/state", json={"state": "open"})
    assert len(brief(phone, customer_id)["promises"]) == 2


def test_ones_own_actions_at_all_customers(phone: Phone, house: Database, pair: Callable[..., Phone]) -> None:
    add_note(house, phone, add_customer(house), CONTENT)
    add_note(house, pair("Ben Moe"), add_customer(house, "Blue Hen"), CONTENT)
    mine = phone.get("/api/actions?owner=me").get_json()["actions"]
    assert [(one["what"], one["customer"]) for one in mine] == [("send the price list", "Bellavista Bistro")]
    assert len(phone.get("/api/actions").get_json()["actions"]) == 4


def test_a_colleagues_promise_an_unknown_one_and_an_odd_state_are_refused_in_words(
    phone: Phone, house: Database, pair: Callable[..., Phone]
) -> None:
    customer_id = add_customer(house)
    add_note(house, pair("Ben Moe"), customer_id, CONTENT)
    action_id = phone.get(f"/api/actions?customer_id={customer_id}").get_json()["actions"][0]["id"]
    refused = phone.put(f"/api/actions/{action_id}/state", json={"state": "done"})
    assert (refused.status_code, "colleague" in refused.get_json()["detail"]) == (403, True)
    assert phone.put(f"/api/actions/{new_id()}/state", json={"state": "done"}).status_code == 404
    assert phone.put(f"/api/actions/{action_id}/state", json={"state": "maybe"}).status_code == 422

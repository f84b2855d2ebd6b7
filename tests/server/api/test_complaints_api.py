"""Complaints by the API: read what is open and what comes back, settle one, give one to somebody."""

from __future__ import annotations

from collections.abc import Callable

from models.base import new_id
from models.database import Database
from tests.server.api.conftest import Phone
from tests.server.api.test_briefs_api import add_customer, add_note

LATE = {"complaints": [{"item_id": "complaints-0", "about": "truck two hours late", "severity": "high"}]}


def read(phone: Phone, query: str = "") -> list[dict[str, object]]:
    return list(phone.get(f"/api/complaints{query}").get_json()["complaints"])


def test_open_complaints_are_read_with_what_comes_back_and_settled_once(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    for days_ago in (9, 1):
        add_note(house, phone, customer_id, LATE, days_ago)
    told = phone.get(f"/api/complaints?customer_id={customer_id}").get_json()
    assert [one["text"] for one in told["signals"]] == ["second late delivery in 60 days"]
    first = told["complaints"][0]
    assert (first["kind"], first["is_serious"], first["routed_to"]) == ("late", True, "support")
    for _again in range(2):
        answer = phone.put(f"/api/complaints/{first['id']}/state", json={"state": "closed"})
        assert (answer.status_code, answer.get_json()["state"]) == (200, "closed")
    assert len(read(phone)) == 1
    phone.put(f"/api/complaints/{first['id']}/state", json={"state": "open"})
    assert len(read(phone)) == 2


def test_one_given_to_a_rep_is_among_that_reps_own(phone: Phone, house: Database, pair: Callable[..., Phone]) -> None:
    add_note(house, phone, add_customer(house), LATE)
    ben = pair("Ben Moe")
    (complaint,) = read(phone)
    assert read(ben, "?whose=mine") == []
    answer = phone.put(f"/api/complaints/{complaint['id']}/route", json={"to": ben.staff_id})
    assert answer.status_code == 200
    assert [one["routed_to"] for one in read(ben, "?whose=mine")] == ["Ben Moe"]
    assert ben.put(f"/api/complaints/{complaint['id']}/state", json={"state": "closed"}).status_code == 200


def test_a_colleagues_complaint_an_unknown_one_and_odd_words_are_refused(
    phone: Phone, house: Database, pair: Callable[..., Phone]
) -> None:
    add_note(house, pair("Ben Moe"), add_customer(house), LATE)
    (complaint,) = read(phone)
    refused = phone.put(f"/api/complaints/{complaint['id']}/state", json={"state": "closed"})
    assert (refused.status_code, "colleague" in refused.get_json()["detail"]) == (403, True)
    assert phone.put(f"/api/complaints/{new_id()}/state", json={"state": "closed"}).status_code == 404
    assert phone.put(f"/api/complaints/{complaint['id']}/state", json={"state": "withdrawn"}).status_code == 422
    assert pair("Ada Adler").put(f"/api/complaints/{complaint['id']}/route", json={"to": "x"}).status_code == 403

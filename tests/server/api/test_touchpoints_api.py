"""Other people's software looks up who is calling and writes down what came of it, with a token for just that."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.base import new_id
from models.database import Database
from models.staff import Role
from server.services.people.api_token import LOOK_UP, WRITE_INTERACTIONS, WRITE_NOTES, make_token
from tests.server.api.conftest import Phone
from tests.support.makers import make_contact, make_customer, make_staff

Headers = dict[str, str]


@pytest.fixture
def customer(house: Database) -> dict[str, str]:
    with house.session() as session:
        made = make_customer(session, phone="(312) 555-0197")
        maria = make_contact(session, made)
        maria.email = "maria@bella.example"
        session.commit()
        return {"id": made.id, "maria": maria.id}


def token(house: Database, *scopes: str) -> Headers:
    with house.session() as session:
        staff = make_staff(session, "Tom Becker", Role.SUPPORT)
        _token, written = make_token(session, None, staff.id, "Helpdesk", scopes)
        session.commit()
    return {"Authorization": f"Bearer {written}"}


def call(customer: dict[str, str], **more: Any) -> dict[str, Any]:
    said = {"id": new_id(), "customer_id": customer["id"], "channel": "call", "text": "I send the price list by friday"}
    return said | more


def test_a_call_written_down_is_what_the_next_caller_is_asked_about(
    client: FlaskClient, house: Database, customer: dict[str, str]
) -> None:
    headers = token(house, LOOK_UP, WRITE_INTERACTIONS)
    assert client.get("/api/lookup?phone=%2B13125550197", headers=headers).get_json()["customers"][0]["lines"] == []
    said = call(customer, outcome="call_back", contact_id=customer["maria"])
    assert [client.post("/api/interactions", json=said, headers=headers).status_code for _ in range(2)] == [201, 200]
    for who in ("phone=312-555-0197", "email=MARIA@bella.example"):
        found = client.get(f"/api/lookup?{who}", headers=headers).get_json()
        about = found["customers"][0]
        assert about["page_url"] == f"/pop?customer={customer['id']}"
        assert {line["kind"] for line in about["lines"]} == {"met", "promise"}
        assert about["lines"][0]["note_url"] == f"/notes/{said['id']}" and about["lines"][0]["clip_url"] is None
    assert found["callers"][0]["contact"] == "Maria Lopez"


def test_a_shared_number_names_all_and_chooses_none(
    client: FlaskClient, house: Database, customer: dict[str, str]
) -> None:
    with house.session() as session:
        make_customer(session, "Bella Bar", phone="312 555 0197")
        session.commit()
    found = client.get("/api/lookup?phone=3125550197", headers=token(house, LOOK_UP)).get_json()
    assert [caller["customer"] for caller in found["callers"]] == ["Bella Bar", "Bellavista Bistro"]
    assert len(found["customers"]) == 2


def test_an_unknown_number_is_an_empty_answer_and_none_at_all_a_clear_error(
    client: FlaskClient, house: Database
) -> None:
    headers = token(house, LOOK_UP)
    assert client.get("/api/lookup?phone=7735550000", headers=headers).get_json() == {"callers": [], "customers": []}
    for wrong in ("", "?phone=1&email=x"):
        refused = client.get(f"/api/lookup{wrong}", headers=headers)
        assert refused.status_code == 422 and "either phone or email" in refused.text


def test_each_scope_opens_its_own_door(
    client: FlaskClient, house: Database, customer: dict[str, str], phone: Phone
) -> None:
    look, write, other = token(house, LOOK_UP), token(house, WRITE_INTERACTIONS), token(house, WRITE_NOTES)
    assert client.post("/api/interactions", json=call(customer), headers=look).status_code == 403
    assert client.get("/api/lookup?phone=3125550197", headers=write).status_code == 403
    for headers in (other, phone.headers, {}):
        assert client.get("/api/lookup?phone=3125550197", headers=headers).status_code in (401, 403)
        assert client.post("/api/interactions", json=call(customer), headers=headers).status_code in (401, 403)


def test_what_does_not_fit_is_refused_in_words(client: FlaskClient, house: Database, customer: dict[str, str]) -> None:
    headers = token(house, WRITE_INTERACTIONS)
    for wrong, status in (
        ({"channel": "pigeon"}, 422),
        ({"customer_id": new_id()}, 404),
        ({"contact_id": new_id()}, 404),
        ({"text": ""}, 422),
        ({"text": "a" * 5001}, 422),
    ):
        assert client.post("/api/interactions", json=call(customer, **wrong), headers=headers).status_code == status

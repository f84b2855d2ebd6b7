"""Programs read customers, their past page by page, and what is promised, as the token's owner may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from models.base import new_id, now
from models.database import Database
from models.recording import Recording
from models.staff import Role
from server.services.people.api_token import LOOK_UP, READ_RECORDS, WRITE_INTERACTIONS, make_token
from tests.support.makers import make_contact, make_customer, make_staff

Headers = dict[str, str]


@pytest.fixture
def program(house: Database) -> Headers:
    return token(house, READ_RECORDS, WRITE_INTERACTIONS)


def token(house: Database, *scopes: str) -> Headers:
    with house.session() as session:
        _token, written = make_token(session, None, make_staff(session, "Tom", Role.SUPPORT).id, "Report", scopes)
        session.commit()
    return {"Authorization": f"Bearer {written}"}


@pytest.fixture
def customer_id(house: Database) -> str:
    with house.session() as session:
        customer = make_customer(session, phone="(312) 555-0197")
        make_contact(session, customer).email = "maria@bella.example"
        session.commit()
        return customer.id


def write(client: FlaskClient, program: Headers, customer_id: str, text: str, minutes_ago: int = 0) -> str:
    said = {"id": new_id(), "customer_id": customer_id, "channel": "call", "text": text}
    said["at"] = (now() - timedelta(minutes=minutes_ago)).isoformat()
    assert client.post("/api/interactions", json=said, headers=program).status_code == 201
    return said["id"]


def test_the_past_is_read_page_by_page_without_gap_or_double(
    client: FlaskClient, program: Headers, customer_id: str
) -> None:
    written = [write(client, program, customer_id, f"call number {one}", one // 2) for one in range(5)]
    read, before = [], ""
    while True:
        page = client.get(f"/api/customers/{customer_id}/timeline?limit=2{before}", headers=program).get_json()
        read += [one["id"] for one in page["happened"]]
        if page["next"] is None:
            break
        before = f"&before={page['next'].replace('+', '%2B')}"
    assert sorted(read) == sorted(written) and len(read) == 5
    assert page["happened"][0]["channel"] == "call" and page["happened"][0]["by"] == "Tom"


@pytest.mark.parametrize("asked", ["bella", "%2B1 312 555 0197", "MARIA@bella.example", "lopez", "vista"])
def test_a_customer_is_found_by_anything_at_hand(
    client: FlaskClient, program: Headers, customer_id: str, asked: str
) -> None:
    found = client.get(f"/api/customer-search?q={asked}", headers=program).get_json()["customers"]
    assert [one["id"] for one in found] == [customer_id] and found[0]["people"] == ["Maria Lopez, chef"]


def test_promises_and_private_notes(client: FlaskClient, house: Database, program: Headers, customer_id: str) -> None:
    write(client, program, customer_id, "I send the price list by friday")
    hidden = write(client, token(house, WRITE_INTERACTIONS), customer_id, "for me alone")
    with house.session() as session:
        session.get_one(Recording, hidden).is_private = True
        session.commit()
    promises = client.get(f"/api/customers/{customer_id}/promises", headers=program).get_json()["promises"]
    assert [one["what"] for one in promises] and "price list" in promises[0]["what"]
    assert "alone" not in client.get(f"/api/customers/{customer_id}/timeline", headers=program).text


def test_what_cannot_be_is_said(client: FlaskClient, house: Database, program: Headers, customer_id: str) -> None:
    there = f"/api/customers/{customer_id}/timeline"
    assert client.get(f"{there}?before=yesterday", headers=program).status_code == 422
    assert client.get(f"{there}?limit=1000", headers=program).status_code == 422
    assert client.get(f"/api/customers/{new_id()}/timeline", headers=program).status_code == 404
    assert client.get(there, headers=token(house, LOOK_UP)).status_code == 403

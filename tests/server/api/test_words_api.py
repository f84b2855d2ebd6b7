"""Programs of an administrator keep the company's words as the page does: tried first, added once."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from models.base import new_id
from models.database import Database
from models.recording import RecordingState, Transcript
from models.staff import Role
from server.services.people.api_token import LOOK_UP, MANAGE_WORDS, make_token
from tests.support.makers import make_catalogue, make_customer, make_recording, make_staff


def headers(house: Database, scope: str = MANAGE_WORDS, role: Role = Role.ADMIN) -> dict[str, str]:
    with house.session() as session:
        _token, written = make_token(session, None, make_staff(session, "Ida Moe", role).id, "ERP", [scope])
        session.commit()
    return {"Authorization": f"Bearer {written}"}


def covers(**more: Any) -> dict[str, Any]:
    return {"id": new_id(), "kind": "fact", "name": "Covers", "phrases": ["seats"], "value_type": "number", **more}


def test_a_kind_of_fact_is_tried_added_once_listed_and_retired(client: FlaskClient, house: Database) -> None:
    ida = headers(house)
    with house.session() as session:
        ana, customer = make_staff(session), make_customer(session)
        note = make_recording(session, ana, customer_id=customer.id, state=RecordingState.READY)
        said = "the new room seats sixty"
        words = [[word, at, at + 1, 1.0] for at, word in enumerate(said.split())]
        note.transcript = Transcript(text=said, words=words, seconds=5, model="tiny", is_trial=True)
        session.commit()
    asked = covers()
    tried = client.post("/api/words/preview", json=asked, headers=ida).get_json()
    assert (tried["looked_through"], tried["saying_it"], tried["changed"]) == (1, 1, 1)
    assert tried["read"][0]["new"] == ["Covers: 60"]
    for status in (201, 200):
        answer = client.post("/api/words", json=asked, headers=ida)
        assert (answer.status_code, answer.get_json()["id"]) == (status, asked["id"])
    assert client.post("/api/words", json=covers(), headers=ida).status_code == 409
    (kind,) = client.get("/api/words", headers=ida).get_json()["fact_kinds"]
    assert kind == {"id": asked["id"], "name": "Covers", "phrases": ["seats"], "value_type": "number"}
    for _again in range(2):
        assert client.delete(f"/api/words/fact-kinds/{asked['id']}", headers=ida).status_code == 204
    assert client.get("/api/words", headers=ida).get_json()["fact_kinds"] == []


def test_a_further_name_goes_to_the_product_that_has_the_name(client: FlaskClient, house: Database) -> None:
    ida = headers(house)
    with house.session() as session:
        make_catalogue(session)
        session.commit()
    asked = {"id": new_id(), "kind": "product", "name": "barista oat milk", "phrases": ["the oaty one"]}
    answer = client.post("/api/words", json=asked, headers=ida)
    told = answer.get_json()
    assert (answer.status_code, told["name"]) == (200, "Barista Oat Milk")
    assert told["phrases"] == ["oat milk", "the oaty one"] and told["id"] != asked["id"]
    rival = {"id": new_id(), "kind": "competitor", "name": "Norfolk Fine"}
    assert client.post("/api/words", json=rival, headers=ida).status_code == 201
    names = [one["name"] for one in client.get("/api/words", headers=ida).get_json()["competitors"]]
    assert names == ["Norfolk Fine", "Norwell Foods"]


def test_what_cannot_be_and_who_may_not_is_refused_in_words(client: FlaskClient, house: Database) -> None:
    ida = headers(house)
    bad: tuple[dict[str, Any], ...] = (
        {"kind": "person"},
        {"name": " "},
        {"phrases": []},
        {"value_type": "colour"},
        {"id": "1"},
    )
    for wrong in bad:
        assert client.post("/api/words", json=covers(**wrong), headers=ida).status_code == 422, wrong
    assert client.delete(f"/api/words/fact-kinds/{new_id()}", headers=ida).status_code == 404
    for other in (headers(house, LOOK_UP), headers(house, role=Role.SUPPORT)):
        assert client.get("/api/words", headers=other).status_code == 403
    assert client.get("/api/words").status_code == 401

"""Follow, reply, hand over, take and be told by the API, as a phone does it."""

from __future__ import annotations

from collections.abc import Callable

from models.base import new_id
from models.database import Database
from models.staff import Role
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_recording, make_staff


def test_a_reply_is_kept_once_and_told_to_whom_it_names(house: Database, pair: Callable[..., Phone]) -> None:
    ana, tom = pair(), pair("Tom Becker", Role.SUPPORT)
    with house.session() as session:
        note = make_recording(session, make_staff(session, "Mei-Ling Hsu"), customer_id=make_customer(session).id)
        session.commit()
    address, said = f"/api/recordings/{note.id}/replies", {"id": new_id(), "text": "@Tom Becker look at this"}
    assert [ana.post(address, json=said).status_code for _time in range(2)] == [201, 200]
    (kept,) = tom.get(address).get_json()["replies"]
    assert (kept["author"], kept["mentioned"]) == ("Ana Ruiz", [tom.staff_id])
    assert tom.post(address, json=said).status_code == 403
    told = tom.get("/api/notices").get_json()
    assert (told["unread"], told["notices"][0]["reason"], told["notices"][0]["words"]) == (1, "mention", said["text"])
    assert tom.put("/api/notices/reading", json={"ids": [told["notices"][0]["id"]]}).get_json() == {"unread": 0}


def test_a_matter_is_handed_over_once_and_taken(house: Database, pair: Callable[..., Phone]) -> None:
    ana, tom = pair(), pair("Tom Becker", Role.SUPPORT)
    with house.session() as session:
        customer = make_customer(session)
        session.commit()
    said = {"id": new_id(), "to_id": tom.staff_id, "step": "call maria", "due_on": "2031-03-13"}
    assert ana.post("/api/handovers", json=said).status_code == 422  # of what?
    answers = [ana.post("/api/handovers", json=said | {"customer_id": customer.id}).get_json() for _time in range(2)]
    assert answers[0] == answers[1] and (answers[0]["to"], answers[0]["taken_at"]) == ("Tom Becker", None)
    (waiting,) = tom.get("/api/queue?whose=mine").get_json()["actions"]
    assert (waiting["what"], waiting["due_on"]) == ("call maria", "2031-03-13")
    assert ana.put(f"/api/actions/{waiting['id']}/taking").status_code == 403
    assert tom.put(f"/api/actions/{waiting['id']}/taking").get_json()["owner_id"] == tom.staff_id
    assert ana.get("/api/handovers").get_json()["handovers"][0]["taken_at"] is not None


def test_what_one_follows_and_how_one_is_told_is_ones_own(house: Database, pair: Callable[..., Phone]) -> None:
    reader, ana = pair("Rita Lee", Role.READ_ONLY), pair()
    with house.session() as session:
        customer = make_customer(session)
        session.commit()
    address = f"/api/customers/{customer.id}/follow"
    assert reader.put(address, json={"is_followed": True}).get_json()["is_followed"] is True
    assert [one.get(address).get_json()["is_followed"] for one in (reader, ana)] == [True, False]
    wish = {"reason": "followed", "on_page": False, "by_push": False, "by_mail": True}
    assert wish in reader.put("/api/notice-choices", json=wish).get_json()["choices"]
    assert wish not in ana.get("/api/notice-choices").get_json()["choices"]

"""A brief holds what was said and promised at a customer: facts only, each from its note, in few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from models.base import new_id, now
from models.complaint import Complaint, ComplaintState
from models.customer import Contact, Customer
from models.database import Database
from models.entry import Entry, EntryVersion
from models.follow import Follow
from models.question import Answer, Question
from models.recording import RecordingState
from models.staff import Staff
from models.visit import Visit
from server.services.colleagues.following import follow
from server.services.notes.entry_ledgers import keep_ledgers
from tests.server.api.conftest import Phone
from tests.server.pages.query_counter import queries
from tests.support.makers import make_contact, make_customer, make_recording, make_staff

CONTENT = {
    "actions": [
        {"item_id": "a", "what": "send the price list", "owner": "me", "due": "2026-03-13"},
        {"item_id": "b", "what": "call about coffee", "owner": "customer", "due": None},
    ],
    "complaints": [{"item_id": "c", "about": "two cases arrived broken", "severity": "high"}],
    "preferences": [{"item_id": "d", "about": "deliver before ten"}],
    "sensitive": [{"item_id": "e", "kind": "card"}],
}


def add_customer(house: Database, name: str = "Bellavista Bistro", **more: Any) -> str:
    with house.session() as session:
        customer_id = make_customer(session, name, **more).id
        session.commit()
        return customer_id


def add_note(house: Database, phone: Phone, customer_id: str, content: dict[str, Any], days_ago: float = 1) -> str:
    with house.session() as session:
        note = make_recording(
            session,
            session.get_one(Staff, phone.staff_id),
            started_at=now() - timedelta(days=days_ago),
            state=RecordingState.READY,
            customer_id=customer_id,
        )
        entry = Entry(recording_id=note.id, customer_id=customer_id)
        entry.versions.append(EntryVersion(number=1, content={"preferences": [{"item_id": "x", "about": "outdated"}]}))
        entry.versions.append(EntryVersion(number=2, content=content))
        session.add(entry)
        session.flush()
        keep_ledgers(session, entry, "America/Chicago")
        session.commit()
        return note.id


def brief(phone: Phone, customer_id: str) -> dict[str, Any]:
    (found,) = phone.get(f"/api/briefs?customer_ids={customer_id}").get_json()["briefs"]
    return dict(found)


def test_a_brief_tells_promises_complaints_and_wishes_of_the_newest_versions(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    note_id = add_note(house, phone, customer_id, CONTENT)
    found = brief(phone, customer_id)
    assert found["customer"] == {"id": customer_id, "name": "Bellavista Bistro"}
    ids = [promise.pop("id") for promise in found["promises"]]
    assert len(set(ids)) == 2
    assert found["promises"] == [
        {"text": "send the price list", "due_on": "2026-03-13", "owner": "you", "is_overdue": True, "may_close": True},
        {"text": "call about coffee", "due_on": None, "owner": "customer", "is_overdue": False, "may_close": True},
    ]
    assert [one["text"] for one in found["complaints"]] == ["two cases arrived broken"]
    assert found["preferences"] == ["deliver before ten"]
    (note,) = found["notes"]
    assert (note["recording_id"], note["by"]) == (note_id, "Ana Ruiz")
    assert note["summary"].startswith("Complaint, serious: two cases arrived broken.")


def test_a_colleagues_promise_carries_the_colleagues_name(
    phone: Phone, house: Database, pair: Callable[..., Phone]
) -> None:
    customer_id = add_customer(house)
    add_note(house, pair("Ben Okafor"), customer_id, CONTENT)
    assert brief(phone, customer_id)["promises"][0]["owner"] == "Ben Okafor"


def test_the_last_three_notes_are_shown_newest_first(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    ids = [add_note(house, phone, customer_id, {}, days_ago) for days_ago in (4, 3, 2, 1)]
    assert [note["recording_id"] for note in brief(phone, customer_id)["notes"]] == ids[:0:-1]


def test_who_has_left_by_the_books_or_by_a_note_is_marked(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    with house.session() as session:
        customer = session.get_one(Customer, customer_id)
        maria, tom = make_contact(session, customer, "Maria Lopez"), make_contact(session, customer, "Tom Weber")
        session.add(Contact(customer_id=customer_id, name="Ada Gone", left_at=now()))
        session.commit()
    update = {"item_id": "u", "person": "tom", "contact_id": tom.id, "field": "left_company", "value": True}
    add_note(house, phone, customer_id, {"contact_updates": [update]})
    found = [(person["name"], person["has_left"]) for person in brief(phone, customer_id)["people"]]
    assert found == [(maria.name, False), ("Ada Gone", True), ("Tom Weber", True)]


def test_the_question_is_one_that_was_not_answered(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    with house.session() as session:
        asked = [Question(id=new_id(), key=key, text=f"{key}?", kind="yes_no") for key in ("a", "b", "c")]
        asked.sort(key=lambda question: question.id)
        session.add_all(asked)
        session.flush()
        days_ago = now() - timedelta(days=3)
        session.add(Answer(customer_id=customer_id, question_id=asked[0].id, value=True, answered_at=days_ago))
        asked[1].retired_at = now()
        session.commit()
        expected = {"id": asked[2].id, "text": asked[2].text, "why": "", "kind": "yes_no", "options": ["yes", "no"]}
    assert brief(phone, customer_id)["question"] == expected


def test_a_tap_answers_a_question_of_the_bank_or_says_that_they_declined(phone: Phone, house: Database) -> None:
    customer_id, other_id = add_customer(house), add_customer(house, "Blue Hen")
    with house.session() as session:
        session.add(Question(key="terrace", text="Do they have a terrace?", kind="yes_no"))
        session.commit()
    question_id = brief(phone, customer_id)["question"]["id"]
    door, other_door = (f"/api/customers/{who}/answers/{question_id}" for who in (customer_id, other_id))
    for odd in ({}, {"value": "yes", "is_declined": True}, {"value": "perhaps"}):
        assert phone.put(door, json=odd).status_code == 422
    answered = phone.put(door, json={"value": "yes"}).get_json()
    assert (answered["value"], answered["declined_until"]) == (True, None)
    declined = phone.put(other_door, json={"is_declined": True}).get_json()
    assert declined["value"] is None and declined["declined_until"] is not None
    assert brief(phone, customer_id)["question"] is brief(phone, other_id)["question"] is None


def test_the_last_visit_says_when_and_who(phone: Phone, house: Database) -> None:
    customer_id, at = add_customer(house), now() - timedelta(days=3)
    with house.session() as session:
        session.add(Visit(staff_id=phone.staff_id, customer_id=customer_id, arrived_at=at, left_at=at))
        session.commit()
    assert brief(phone, customer_id)["last_visit"]["by"] == "Ana Ruiz"


def test_the_star_is_ones_own(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    with house.session() as session:
        session.add(Follow(staff_id=make_staff(session, "Ben Okafor").id, customer_id=customer_id))
        session.commit()
    assert brief(phone, customer_id)["is_followed"] is False
    with house.session() as session:
        follow(session, phone.staff_id, customer_id)
        session.commit()
    assert brief(phone, customer_id)["is_followed"] is True


def test_without_ids_the_likeliest_customers_are_told(phone: Phone, house: Database) -> None:
    visited = add_customer(house, "Visited")
    add_customer(house, "Neither")
    due = add_customer(house, "Due", owner_id=phone.staff_id, created_at=now() - timedelta(days=90))
    with house.session() as session:
        at = now() - timedelta(days=2)
        session.add(Visit(staff_id=phone.staff_id, customer_id=visited, arrived_at=at, left_at=at, probability=0.9))
        session.commit()
    found = phone.get("/api/briefs").get_json()["briefs"]
    assert [one["customer"]["id"] for one in found] == [due, visited]


def test_unknown_ids_are_passed_over_and_what_did_not_change_is_not_sent_again(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    path = f"/api/briefs?customer_ids={new_id()},x,{customer_id}"
    first = phone.get(path)
    assert len(first.get_json()["briefs"]) == 1
    asked = {**phone.headers, "If-None-Match": first.headers["ETag"]}
    assert phone.client.get(path, headers=asked).status_code == 304


def test_sixty_briefs_take_as_many_queries_as_one(phone: Phone, house: Database) -> None:
    ids = [add_customer(house, f"Customer {number}") for number in range(60)]
    for customer_id in ids:
        add_note(house, phone, customer_id, CONTENT)
    address = f"/api/briefs?customer_ids={','.join(ids)}"
    phone.get(address)  # the access log keeps each reading once a day
    with queries(house.engine) as alone:
        brief(phone, ids[0])
    with queries(house.engine) as many:
        found = phone.get(address).get_json()["briefs"]
    assert len(found) == 60
    assert len(many) == len(alone)


def test_what_is_known_comes_with_its_day_and_what_was_before_and_a_contradiction_is_the_question(
    phone: Phone, house: Database
) -> None:
    customer_id, other_id = add_customer(house), add_customer(house, "Blue Hen")
    with house.session() as session:
        session.add(Question(key="bank", text="Do they have a terrace?", kind="yes_no"))
        session.commit()

    def chef(name: str) -> dict[str, Any]:
        return {"people": [{"item_id": "people-0", "name": name, "contact_id": None, "role": "chef"}]}

    add_note(house, phone, customer_id, chef("paolo"), days_ago=20)
    note_id = add_note(house, phone, customer_id, chef("maria"), days_ago=2)
    found = brief(phone, customer_id)
    (known,) = found["facts"]
    assert (known["label"], known["recording_id"], known["by"]) == ("Chef", note_id, "Ana Ruiz")
    assert known["text"].startswith("Maria since ") and known["text"].endswith(", before: Paolo")
    assert found["question"]["text"] == "Who is the chef: Paolo or Maria?"
    assert found["question"]["why"].count("Ana Ruiz") == 2
    assert brief(phone, other_id)["question"]["text"] == "Do they have a terrace?"
    assert found["question"]["options"] == ["Paolo", "Maria", "both"]
    door = f"/api/customers/{customer_id}/answers/{found['question']['id']}"
    assert phone.put(door, json={"value": "Somebody else"}).status_code == 422
    for said in ("Paolo", "Maria"):  # whoever answers second, from the same brief, changes nothing
        answer = phone.put(door, json={"value": said})
        assert (answer.status_code, answer.get_json()["value"]) == (200, "Paolo")
    told = brief(phone, customer_id)
    assert told["question"]["text"] == "Do they have a terrace?"
    assert told["facts"][0]["text"].startswith("Paolo since")
    assert phone.put(f"/api/customers/{other_id}/answers/{new_id()}", json={"value": "Maria"}).status_code == 404


def test_what_comes_back_is_counted_and_a_closed_complaint_goes(phone: Phone, house: Database) -> None:
    customer_id = add_customer(house)
    for days_ago in (20, 10, 2):
        late = {"item_id": "complaints-0", "about": f"delivery {days_ago} minutes late", "severity": None}
        add_note(house, phone, customer_id, {"complaints": [late]}, days_ago)
    found = brief(phone, customer_id)
    assert found["signals"] == ["third late delivery in 60 days"]
    first = found["complaints"][0]
    assert (first["text"], first["routed_to"]) == ("delivery 2 minutes late", "support")
    with house.session() as session:
        session.get_one(Complaint, first["id"]).state = ComplaintState.CLOSED
        session.commit()
    found = brief(phone, customer_id)
    assert [one["text"] for one in found["complaints"]] == ["delivery 10 minutes late", "delivery 20 minutes late"]
    assert found["signals"] == ["third late delivery in 60 days"]

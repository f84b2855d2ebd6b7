"""A customer's page tells what is known with its day, its source and what was before, and asks what contradicts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.customer_fact import CustomerFact
from models.entry import Entry
from models.question import Answer, Question
from models.staff import Staff
from server.services.notes.entry_ledgers import keep_ledgers
from tests.server.pages.desk_makers import make_customer, make_note, spoken


def chef(name: str) -> dict[str, Any]:
    return {"people": [{"name": name, "contact_id": None, "role": "chef", "evidence": spoken(1, 2)}]}


def tell(db: Session, ana: Staff, customer: Customer, name: str, days_ago: int, text: str = "") -> str:
    said = text or f"the chef {name}"
    note = make_note(db, ana, customer, said, chef(name), started_at=now() - timedelta(days=days_ago, minutes=5))
    keep_ledgers(db, db.scalars(select(Entry).where(Entry.recording_id == note.id)).one(), "America/Chicago")
    db.commit()
    return note.id


def asked(db: Session) -> str:
    """Return the id of the one question that was put."""
    question_id = db.scalars(select(Question.id)).one()
    db.commit()
    return question_id


def test_who_is_chef_since_when_who_was_before_and_both_can_be_heard(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    customer = make_customer(db)
    paolo = tell(db, ana, customer, "paolo", 40)
    maria = tell(db, ana, customer, "maria", 5, "since march chef maria")
    page = desk.get(f"/customers/{customer.id}").text
    known = page[page.index('id="known-title"') :]
    assert known.index("Maria") < known.index("since ") < known.index("Before:") < known.index("Paolo")
    for note in (paolo, maria):
        assert f"/api/recordings/{note}/clip?from_s=0.2&to_s=1.5" in known.replace("&amp;", "&")
        assert f'href="/notes/{note}"' in known


def test_a_contradiction_is_asked_and_a_click_settles_it(
    desk: FlaskClient, db: Session, ana: Staff, tom: Staff
) -> None:
    customer = make_customer(db)
    tell(db, ana, customer, "paolo", 40)
    tell(db, ana, customer, "maria", 5)
    page = desk.get(f"/customers/{customer.id}").text
    assert "Who is the chef: Paolo or Maria?" in page and "to Ana Ruiz: Paolo" in page
    question_id = asked(db)
    address = f"/customers/{customer.id}/answers"
    for _twice in range(2):
        form = {"question_id": question_id, "value": "Paolo"}
        answer = desk.post(address, data=form, headers={"HX-Request": "true"})
        assert "Who is the chef" not in answer.text
        assert "by Tom Becker" in desk.get(f"/customers/{customer.id}/known").text
    assert db.scalars(select(Answer.value)).all() == ["Paolo"]
    (typed,) = db.scalars(select(CustomerFact).where(CustomerFact.set_by_id == tom.id))
    assert (typed.kind, typed.subject, typed.value) == ("role", "chef", "Paolo")


def test_both_settles_it_and_leaves_the_facts_alone(desk: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db)
    tell(db, ana, customer, "paolo", 40)
    tell(db, ana, customer, "maria", 5)
    question_id = asked(db)
    desk.post(f"/customers/{customer.id}/answers", data={"question_id": question_id, "value": "both"})
    assert "Who is the chef" not in desk.get(f"/customers/{customer.id}").text
    assert len(db.scalars(select(CustomerFact)).all()) == 2


def test_only_what_is_asked_of_that_customer_can_be_answered_with_what_is_offered(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    customer, other = make_customer(db), make_customer(db, "Blue Hen")
    tell(db, ana, customer, "paolo", 40)
    tell(db, ana, customer, "maria", 5)
    question_id = asked(db)
    offered = {"question_id": question_id, "value": "Paolo"}
    assert desk.post(f"/customers/{other.id}/answers", data=offered).status_code == 404
    odd = {"question_id": question_id, "value": "Hannibal"}
    assert desk.post(f"/customers/{customer.id}/answers", data=odd).status_code == 422
    assert db.scalars(select(Answer)).all() == []

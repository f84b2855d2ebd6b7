"""When the telephone rings: who it may be, what it is probably about, and one click for what came of it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import new_id
from models.customer import Contact, Customer
from models.question import Question
from models.recording import Recording
from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_contact, make_customer, make_note


@pytest.fixture
def bellavista(db: Session) -> Customer:
    customer = make_customer(db)
    make_contact(db, customer)
    db.commit()
    return customer


def test_a_number_in_any_form_opens_the_customer(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    make_note(db, ana, bellavista)
    db.commit()
    for written in ("3125550197", "+1 312 555 0197", "(312)555-0197"):
        page = desk.get("/pop", query_string={"phone": written}).text
        assert "<h1><a" in page and "Bellavista Bistro" in page
        assert "Ana was there, <time" in page and "5 minutes ago" in page and "data-clip" in page


def test_a_shared_number_lists_all_and_chooses_nobody(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    other = make_customer(db, "Bella Bar")
    db.commit()
    page = desk.get("/pop?phone=3125550197").text
    assert "is shared: who is it?" in page and "Probably about" not in page
    links = re.findall(r'class="caller" href="([^"]+)"', page)
    assert len(links) == 2
    chosen = desk.get(links[0].replace("&amp;", "&")).text
    assert "Probably about" in chosen and other.name in chosen


def test_people_of_one_customer_on_one_line_show_that_customer_at_once(
    desk: FlaskClient, db: Session, bellavista: Customer
) -> None:
    db.add(Contact(customer_id=bellavista.id, name="Paolo Conti", phone="312-555-0144"))
    db.commit()
    page = desk.get("/pop?phone=3125550144").text
    assert "is shared: who is it?" in page and "Probably about" in page
    assert 'aria-current="true"' not in page


def test_one_question_is_put_and_a_click_keeps_the_answer_for_all_who_meet_them_next(
    desk: FlaskClient, db: Session, bellavista: Customer
) -> None:
    question = Question(key="terrace", text="Do they have a terrace?", kind="yes_no")
    other = Question(key="seats", text="How many seats do they have?", kind="number")
    db.add_all([question, other])
    db.commit()
    asked = {question.id: (question.text, "yes", "Yes"), other.id: (other.text, "40", "40")}
    page = desk.get("/pop?phone=3125550197").text
    (first,) = re.findall(r'name="question_id" value="([^"]+)"', page)
    text, said, shown = asked[first]
    assert text in page and "Would rather not say" in page
    address = f"/customers/{bellavista.id}/answers"
    part = desk.post(address, data={"question_id": first, "value": said}, headers={"HX-Request": "true"}).text
    assert "question_id" not in part  # one at a time
    for seen in (part, desk.get("/pop?phone=3125550197").text, desk.get(f"/customers/{bellavista.id}").text):
        assert "No need to ask" in seen and text in seen and shown in seen and "to Tom Becker" in seen


def test_who_would_rather_not_say_is_left_in_peace(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    question = Question(key="seats", text="How many seats do they have?", kind="number")
    db.add(question)
    db.commit()
    given = {"question_id": question.id, "declined": "1", "value": ""}
    assert desk.post(f"/customers/{bellavista.id}/answers", data=given).status_code == 303
    page = desk.get("/pop?phone=3125550197").text
    assert 'name="question_id"' not in page and "<dd>Would rather not say" in page


def test_who_only_reads_sees_the_question_and_no_buttons(
    desk: FlaskClient, db: Session, tom: Staff, bellavista: Customer
) -> None:
    db.add(Question(key="terrace", text="Do they have a terrace?", kind="yes_no"))
    tom.role = Role.READ_ONLY
    db.commit()
    page = desk.get("/pop?phone=3125550197").text
    assert "Do they have a terrace?" in page and "Would rather not say" not in page


def test_an_unknown_number_is_said_and_the_number_can_be_mended(desk: FlaskClient, bellavista: Customer) -> None:
    page = desk.get("/pop?phone=7735550000").text
    assert "Nobody here has <strong>7735550000</strong>" in page and 'value="7735550000"' in page


def test_a_mail_address_opens_its_person(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    db.add(Contact(customer_id=bellavista.id, name="Paolo Conti", email="paolo@bella.example"))
    db.commit()
    assert "is Paolo Conti" in desk.get("/pop?email=PAOLO@bella.example").text


def test_an_outcome_is_one_click_and_stands_in_the_timeline(
    desk: FlaskClient, db: Session, bellavista: Customer
) -> None:
    form = {"id": new_id(), "customer": bellavista.id, "contact": bellavista.contacts[0].id, "outcome": "settled"}
    db.commit()
    for _twice in range(2):
        answer = desk.post("/pop", data={**form, "text": "she has got the twelve cases of oat milk"})
        assert answer.status_code == 303
    page = desk.get(answer.location).text
    assert "Kept." in page and page.count(f'id="note-{form["id"]}"') == 1
    card = desk.get(f"/notes/{form['id']}").text
    for words in ("Call", "Settled", "with Maria Conti", "Tom Becker", "twelve cases of oat milk", "As written"):
        assert words in card
    assert "data-clip" not in card and "Download the sound" not in card
    assert "oat milk" in desk.get(f"/customers/{bellavista.id}").text


def test_a_form_that_is_not_whole_is_refused_in_words(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    form = {"id": new_id(), "customer": bellavista.id, "text": "hello"}
    for wrong in ({"id": "x"}, {"channel": "pigeon"}, {"outcome": "maybe"}, {"text": ""}):
        answer = desk.post("/pop", data={**form, **wrong})
        assert answer.status_code == 422, wrong
    assert db.query(Recording).count() == 0


def test_the_search_offers_who_is_calling(desk: FlaskClient, bellavista: Customer) -> None:
    found = desk.get("/search?q=312.555.0197", headers={"HX-Request": "true"}).text
    assert "Calling" in found and 'href="/pop?phone=312.555.0197"' in found

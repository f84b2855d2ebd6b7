"""The desk's queue of complaints: whose each is, what comes back, closed with one click, given on, opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.complaint import Complaint, ComplaintState
from models.customer import Customer
from models.entry import Entry
from models.staff import Role, Staff
from server.services.notes.entry_ledgers import keep_ledgers
from tests.server.pages.desk_makers import make_customer, make_note, make_staff
from tests.server.pages.query_counter import queries

ZONE = "America/Chicago"


def complain(
    db: Session, ana: Staff, customer: Customer, about: str = "delivery two hours late", days_ago: int = 0
) -> str:
    """Make a note with a complaint; return the id of its row."""
    content = {"complaints": [{"about": about, "severity": "high"}]}
    note = make_note(db, ana, customer, about, content, started_at=now() - timedelta(days=days_ago, minutes=5))
    keep_ledgers(db, db.scalars(select(Entry).where(Entry.recording_id == note.id)).one(), ZONE)
    complaint_id = db.scalars(select(Complaint.id).where(Complaint.recording_id == note.id)).one()
    db.commit()
    return complaint_id


def row(db: Session, complaint_id: str) -> Complaint:
    db.expire_all()
    return db.get_one(Complaint, complaint_id)


def test_the_queue_says_what_whose_and_how_often(desk: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db)
    for days_ago in (20, 10, 0):
        complain(db, ana, customer, days_ago=days_ago)
    page = desk.get("/complaints").text
    for said in ("delivery two hours late", "serious", "with support", "Ana Ruiz", "Bellavista Bistro"):
        assert said in page
    assert "third late delivery in 60 days" in page
    assert "delivery two hours late" in desk.get("/complaints?whose=mine").text
    assert "third late delivery in 60 days" in desk.get(f"/customers/{customer.id}").text


def test_settled_takes_it_off_the_queue_and_the_customers_page_can_open_it_again(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    customer = make_customer(db)
    complaint_id = complain(db, ana, customer)
    assert desk.post(f"/complaints/{complaint_id}/state", data={"state": "closed"}).status_code == 303
    assert "No complaint is open" in desk.get("/complaints/list").text
    assert "Settled, by Tom Becker" in desk.get(f"/customers/{customer.id}").text
    form = {"state": "open", "customer": customer.id}
    answer = desk.post(f"/complaints/{complaint_id}/state", data=form, headers={"HX-Request": "true"})
    assert "with support" in answer.text and "<html" not in answer.text
    assert row(db, complaint_id).state == ComplaintState.OPEN


def test_given_to_a_person_it_is_theirs(
    desk: FlaskClient, db: Session, ana: Staff, signed_in: Callable[[Staff], FlaskClient]
) -> None:
    complaint_id = complain(db, ana, make_customer(db))
    ines = make_staff(db, "Ines Carvalho", Role.MANAGER)
    db.commit()
    assert "No complaint is open that is yours" in signed_in(ines).get("/complaints?whose=mine").text
    assert desk.post(f"/complaints/{complaint_id}/route", data={"to": ines.id}).status_code == 303
    assert "with Ines Carvalho" in signed_in(ines).get("/complaints?whose=mine").text
    assert desk.post(f"/complaints/{complaint_id}/route", data={"to": "nobody"}).status_code == 422


def test_an_administrator_says_who_deals_with_which_kind(
    db: Session, ana: Staff, desk: FlaskClient, signed_in: Callable[[Staff], FlaskClient]
) -> None:
    complaint_id = complain(db, ana, make_customer(db))
    admin = make_staff(db, "Ada Adler", Role.ADMIN)
    db.commit()
    office = signed_in(admin)
    assert "Late or missed delivery" in office.get("/complaints/routes").text
    answer = office.post("/complaints/routes", data={"late": ana.id, "billing": "manager"}, follow_redirects=True)
    assert "Kept. Complaints go their new ways" in answer.text
    assert row(db, complaint_id).routed_to_id == ana.id
    assert desk.get("/complaints/routes").status_code == 403


def test_a_rep_neither_closes_nor_gives_away_what_a_colleague_heard(
    db: Session, ana: Staff, signed_in: Callable[[Staff], FlaskClient]
) -> None:
    complaint_id = complain(db, ana, make_customer(db))
    ben = signed_in(make_staff(db, "Ben Moe"))
    db.commit()
    assert "Settled:" not in ben.get("/complaints").text
    assert ben.post(f"/complaints/{complaint_id}/state", data={"state": "closed"}).status_code == 403
    assert ben.post(f"/complaints/{complaint_id}/route", data={"to": ana.id}).status_code == 403


def test_an_odd_word_changes_nothing(desk: FlaskClient, db: Session, ana: Staff) -> None:
    complaint_id = complain(db, ana, make_customer(db))
    assert desk.post(f"/complaints/{complaint_id}/state", data={"state": "withdrawn"}).status_code == 422
    assert desk.post("/complaints/nothing/state", data={"state": "closed"}).status_code == 404
    assert row(db, complaint_id).state == ComplaintState.OPEN


def test_a_long_queue_takes_as_many_queries_as_a_short_one(
    app: Flask, desk: FlaskClient, db: Session, ana: Staff
) -> None:
    engine = app.extensions["rounds"].database.engine
    complain(db, ana, make_customer(db))
    with queries(engine) as few:
        desk.get("/complaints")
    for number in range(8):
        complain(db, ana, make_customer(db, f"Customer {number}"))
    with queries(engine) as many:
        desk.get("/complaints")
    assert len(many) == len(few)

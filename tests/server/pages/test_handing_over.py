"""Handing over: an action of a colleague with its history, told to them, taken by them; and everybody's queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action
from models.base import new_id, now
from models.complaint import Complaint
from models.customer import Customer
from models.entry import Entry
from models.handover import Handover
from models.notice import Notice, Reason
from models.recording import Recording, RecordingSource
from models.staff import Staff
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.written_note import keep_written
from tests.server.pages.desk_makers import make_customer, make_recording
from tests.server.pages.test_notices_page import let_go, written

Browse = Callable[[Staff], FlaskClient]
SOON = "2031-03-13"


@pytest.fixture
def bistro(db: Session) -> Customer:
    customer = make_customer(db)
    let_go(db)
    return customer


def hand_over(browser: FlaskClient, to: Staff, step: str = "call maria about the invoice", **about: str) -> int:
    form = {"id": new_id(), "to": to.id, "step": step, "due": SOON, **about}
    return browser.post("/handovers", data=form).status_code


def actions(db: Session) -> list[Action]:
    found = list(db.scalars(select(Action).order_by(Action.created_at)))
    let_go(db)
    return found


def promised(app: Flask, db: Session, ana: Staff, bistro: Customer) -> Action:
    written(app, db, ana, bistro, "i will send the price list by friday")
    return actions(db)[0]


def test_a_customers_matter_becomes_the_colleagues_action_and_stands_in_the_timeline(
    db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    form = {"id": new_id(), "customer": bistro.id, "to": ana.id, "step": "call maria about the invoice", "due": SOON}
    assert [desk.post("/handovers", data=form).status_code for _time in range(2)] == [303, 303]
    (action,) = actions(db)
    assert (action.owner_id, action.what, action.due_on) == (ana.id, form["step"], date(2031, 3, 13))
    assert "Hand-over" in desk.get(f"/customers/{bistro.id}").text
    notices = signed_in(ana).get("/notices").text
    assert "Tom Becker handed something over to you at Bellavista Bistro" in notices and form["step"] in notices
    assert "not taken yet" in desk.get("/queue?whose=handed").text
    mine = signed_in(ana).get("/queue?whose=mine").text
    assert "Take it" in mine and "Tom Becker handed it over" in mine
    assert signed_in(ana).post(f"/promises/{action.id}/taking").status_code == 303
    sent = desk.get("/queue?whose=handed").text
    assert "not taken yet" not in sent and "· taken" in sent
    (given,) = desk.get("/api/handovers").get_json()["handovers"]
    assert (given["to"], given["state"], given["taken_at"] is not None) == ("Ana Ruiz", "open", True)


def test_a_promise_goes_from_hand_to_hand_and_keeps_its_history_whatever_its_note_is_read_as(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    action = promised(app, db, ana, bistro)
    assert hand_over(signed_in(ana), tom, "send the list by mail", promise=action.id) == 303
    assert hand_over(desk, ana, "print the list", promise=action.id) == 303
    entry = db.scalars(select(Entry)).one()
    keep_ledgers(db, entry, "America/Chicago")
    let_go(db)
    (stands,) = actions(db)
    assert (stands.owner_id, stands.what) == (ana.id, "print the list")
    page = desk.get(f"/handovers/new?promise={action.id}").text
    assert "Ana Ruiz to Tom Becker: send the list by mail" in page and "Tom Becker to Ana Ruiz: print the list" in page
    reasons = db.execute(select(Notice.staff_id, Notice.reason)).all()
    let_go(db)
    assert sorted(reasons) == sorted([(tom.id, Reason.HANDOVER), (ana.id, Reason.HANDOVER)])


def test_a_complaint_is_given_with_its_next_step(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient
) -> None:
    written(app, db, ana, bistro, "maria complained that the oat milk came late again")
    complaint_id = db.scalars(select(Complaint.id)).one()
    let_go(db)
    assert hand_over(desk, ana, "find out why it was late", complaint=complaint_id) == 303
    assert db.scalars(select(Complaint.routed_to_id)).one() == ana.id
    assert db.scalars(select(Handover.complaint_id)).one() == complaint_id
    let_go(db)
    assert [action.what for action in actions(db)] == ["find out why it was late"]


def test_the_queue_shows_whose_it_is_asked_for_and_what_nobody_has_is_taken(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    action = promised(app, db, ana, bistro)
    written(app, db, ana, bistro, "maria complained that the oat milk came late again")
    shown = {
        whose: (action.what in (page := desk.get(f"/queue?whose={whose}").text), "came late" in page)
        for whose in ("all", "mine", "team", "unowned", "overdue", "handed", "odd")
    }
    both = (True, True)
    assert shown == {
        "all": both,
        "mine": (False, True),
        "team": (False, True),
        "unowned": (False, True),
        "overdue": (False, False),
        "handed": (False, False),
        "odd": both,
    }
    db.get_one(Action, action.id).owner_id = None
    let_go(db)
    complaint_id = desk.get("/api/queue?whose=unowned").get_json()["complaints"][0]["id"]
    ones = {"HX-Request": "true"}
    assert "Nothing is promised here" in desk.post(f"/promises/{action.id}/taking?whose=unowned", headers=ones).text
    assert (
        "No complaint is open here" in desk.post(f"/complaints/{complaint_id}/taking?whose=unowned", headers=ones).text
    )
    mine = desk.get("/api/queue?whose=mine").get_json()
    assert [one["id"] for one in mine["actions"]] == [action.id]
    assert signed_in(ana).put(f"/api/actions/{action.id}/taking").status_code == 403
    assert signed_in(ana).put(f"/api/complaints/{complaint_id}/taking").status_code == 200  # she heard it herself


def test_what_stands_in_a_private_note_is_not_handed_over(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, signed_in: Browse
) -> None:
    note = make_recording(db, ana, bistro, source=RecordingSource.WRITTEN, is_private=True, received_at=now())
    keep_written(db, app.extensions["rounds"], note, "i will send the price list by friday")
    let_go(db)
    (action,) = actions(db)
    assert hand_over(signed_in(ana), tom, promise=action.id) == 409
    assert hand_over(signed_in(tom), ana, promise=action.id) == 404
    assert db.scalar(select(Recording.is_private)) and db.scalar(select(Handover.id)) is None


def test_an_odd_hand_over_is_refused_in_words_and_keeps_what_was_typed(
    db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient
) -> None:
    assert hand_over(desk, ana, " ", customer=bistro.id) == 422
    assert hand_over(desk, ana, customer="none") == 404
    assert hand_over(desk, ana, promise="none") == 404
    form = {"id": new_id(), "customer": bistro.id, "to": "nobody", "step": "call maria", "due": SOON}
    answer = desk.post("/handovers", data=form)
    assert answer.status_code == 422 and "Choose a colleague" in answer.text and "call maria" in answer.text
    assert desk.post("/handovers", data=form | {"to": ana.id, "due": "soon"}).status_code == 422
    assert actions(db) == []

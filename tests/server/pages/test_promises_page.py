"""The desk's list of promises: what is open, whose it is, closed with one click and opened again."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.entry import Entry
from models.staff import Staff
from server.services.actions.ledger import keep_actions
from tests.server.pages.desk_makers import make_customer, make_note

ZONE = "America/Chicago"
PROMISE = {"actions": [{"what": "send the price list", "owner": "me", "due": "2026-03-13"}]}


def promise(db: Session, ana: Staff) -> tuple[str, str | None]:
    """Make a note with a promise; return the ids of the action and its customer."""
    note = make_note(db, ana, make_customer(db), "i will send the price list by friday", PROMISE)
    keep_actions(db, db.scalars(select(Entry).where(Entry.recording_id == note.id)).one(), ZONE)
    action = db.scalars(select(Action)).one()
    ids = action.id, action.customer_id
    db.commit()
    return ids


def state_of(db: Session, action_id: str) -> str:
    return db.scalars(select(Action.state).where(Action.id == action_id)).one()


def test_the_list_says_what_is_overdue_whose_it_is_and_who_said_it(desk: FlaskClient, db: Session, ana: Staff) -> None:
    promise(db, ana)
    page = desk.get("/promises").text
    for said in ("send the price list", "Overdue since", "Fri 13 Mar", "Ana Ruiz", "Bellavista Bistro"):
        assert said in page
    assert "You have promised nothing" in desk.get("/promises?whose=mine").text


def test_done_takes_it_off_the_list_and_the_customers_page_can_open_it_again(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    action_id, customer_id = promise(db, ana)
    assert desk.post(f"/promises/{action_id}/state", data={"state": "done"}).status_code == 303
    assert "send the price list" not in desk.get("/promises").text
    page = desk.get(f"/customers/{customer_id}").text
    assert "Done, by Tom Becker" in page and "Open again" in page
    form = {"state": "open", "customer": customer_id}
    answer = desk.post(f"/promises/{action_id}/state", data=form, headers={"HX-Request": "true"})
    assert "Overdue since" in answer.text and "<html" not in answer.text
    assert state_of(db, action_id) == ActionState.OPEN


def test_an_odd_word_changes_nothing(desk: FlaskClient, db: Session, ana: Staff) -> None:
    action_id, _customer_id = promise(db, ana)
    assert desk.post(f"/promises/{action_id}/state", data={"state": "eaten"}).status_code == 422
    assert desk.post("/promises/nothing/state", data={"state": "done"}).status_code == 404
    assert state_of(db, action_id) == ActionState.OPEN

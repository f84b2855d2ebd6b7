"""The desk's first page: notes as they came in, with their facts, and who is at which customer."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.base import now
from models.event import Event
from models.recording import RecordingState
from models.staff import Staff
from models.visit import Decision
from server.pages.day_feed import PAGE
from tests.server.pages.desk_makers import (
    make_customer,
    make_note,
    make_recording,
    make_visit,
    product,
    spoken,
    tell_of,
)
from tests.server.pages.query_counter import queries


def test_an_empty_desk_says_that_notes_will_appear(desk: FlaskClient) -> None:
    page = desk.get("/").text
    assert "No notes yet today" in page
    assert "Nobody is with a customer right now" in page


def test_a_note_shows_customer_rep_and_facts(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db))
    db.commit()
    page = desk.get("/").text
    for words in ("Bellavista Bistro", "Ana Ruiz", "Order", "12 cases Barista Oat Milk, every week"):
        assert words in page


def test_a_fact_leads_to_the_second_in_which_it_was_said(desk: FlaskClient, db: Session, ana: Staff) -> None:
    note = make_note(db, ana, make_customer(db))  # heard in words 2 to 6, each 0.4 s long
    db.commit()
    assert f'href="/api/recordings/{note.id}/clip?from_s=0.6&to_s=3.1"' in desk.get("/").text


def test_the_note_that_came_in_last_stands_first(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db, "First Cafe"), started_at=now())
    make_note(db, ana, make_customer(db, "Late Diner"), started_at=now() - timedelta(hours=3))
    db.commit()
    page = desk.get("/").text
    assert page.index("Late Diner") < page.index("First Cafe")


def test_a_note_stays_where_it_came_in_when_it_is_corrected_later(desk: FlaskClient, db: Session, ana: Staff) -> None:
    old = make_note(db, ana, make_customer(db, "First Cafe"))
    make_note(db, ana, make_customer(db, "Late Diner"))
    tell_of(db, old, "entry.corrected")
    db.commit()
    page = desk.get("/").text
    assert page.index("Late Diner") < page.index("First Cafe")


def test_notes_of_earlier_days_stand_under_their_day(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db))
    db.flush()
    db.execute(update(Event).values(at=now() - timedelta(days=1)))
    db.commit()
    page = desk.get("/").text
    assert page.index("Today") < page.index("No notes yet today") < page.index("Yesterday") < page.index("Bellavista")


def test_all_notes_are_reached_by_earlier_each_once(desk: FlaskClient, db: Session, ana: Staff) -> None:
    names = [f"Customer {number:03d}." for number in range(PAGE * 2 + 3)]
    for name in names:
        make_note(db, ana, make_customer(db, name))
    db.commit()
    address, seen = "/notes", []
    while address:
        page = desk.get(address, headers={"HX-Request": "true"}).text
        seen += [name for name in names if f">{name}</a>" in page]
        address = page.split('hx-get="')[1].split('"')[0] if "Earlier notes" in page else ""
    assert sorted(seen) == names


def test_words_of_people_go_in_as_text(desk: FlaskClient, db: Session, ana: Staff) -> None:
    said = "<script>alert(1)</script>"
    customer = make_customer(db, f"Bistro {said}")
    make_note(db, ana, customer, f"he said {said} twice", {"products": [product(said, evidence=spoken(2, 2))]})
    db.commit()
    page = desk.get("/").text
    assert said not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_secret_appears_only_as_its_kind(desk: FlaskClient, db: Session, ana: Staff) -> None:
    content = {"sensitive": [{"kind": "card", "evidence": spoken(3, 5)}]}
    make_note(db, ana, make_customer(db), "his card is [card] [card] [card] thanks", content)
    db.commit()
    page = desk.get("/").text
    assert "card number, not kept" in page
    assert "[card]" not in page
    assert "clip?from_s" not in page.split("Not kept")[1].split("</dl>")[0]


def test_a_note_without_a_customer_asks_which(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, None)
    db.commit()
    assert "Which customer?" in desk.get("/").text


def test_sound_that_could_not_be_read_is_said_and_can_be_downloaded(desk: FlaskClient, db: Session, ana: Staff) -> None:
    note = make_recording(db, ana, state=RecordingState.UNDECODABLE, problem="The sound is kept.")
    tell_of(db, note, "recording.undecodable")
    db.commit()
    page = desk.get("/").text
    assert "The sound could not be read" in page
    assert f'href="/api/recordings/{note.id}/audio" download' in page


def test_what_the_trial_model_heard_is_marked(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db), is_trial=True)
    db.commit()
    assert "heard by the trial speech model" in desk.get("/").text


def test_the_full_model_is_not_talked_down(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db))
    db.commit()
    assert "trial" not in desk.get("/").text


def test_visits_going_on_are_shown_and_others_are_not(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_visit(db, ana, make_customer(db, "Open Cafe"), is_open=True, left_at=now())
    make_visit(db, ana, make_customer(db, "Closed Cafe"))
    make_visit(db, ana, make_customer(db, "Deleted Cafe"), is_open=True, left_at=now(), decision=Decision.DELETED)
    make_visit(db, ana, make_customer(db, "Withdrawn Cafe"), is_open=True, left_at=now(), withdrawn_at=now())
    make_visit(db, ana, None, is_open=True, left_at=now())
    db.commit()
    shown = desk.get("/visits/now").text
    assert [name for name in ("Open", "Closed", "Deleted", "Withdrawn") if f"{name} Cafe" in shown] == ["Open"]
    assert "Customer not known yet" in shown


def test_more_notes_do_not_mean_more_queries(app: Flask, desk: FlaskClient, db: Session, ana: Staff) -> None:
    def count() -> int:
        with queries(app.extensions["rounds"].database.engine) as seen:
            desk.get("/")
        return len(seen)

    for number in range(2):
        make_note(db, ana, make_customer(db, f"Cafe {number}"), visit_id=make_visit(db, ana, None).id)
    db.commit()
    desk.get("/")
    few = count()
    for number in range(2, 20):
        make_note(db, ana, make_customer(db, f"Cafe {number}"), visit_id=make_visit(db, ana, None).id)
    db.commit()
    desk.get("/")  # the lexicon is built anew once
    assert count() == few

"""A customer's page: who they are, and everything that happened, of all reps, newest first, each once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.recording import RecordingState
from models.staff import Staff
from models.visit import Decision
from server.pages.timeline import PAGE, Cursor
from tests.server.pages.desk_makers import (
    make_contact,
    make_customer,
    make_note,
    make_recording,
    make_staff,
    make_visit,
)
from tests.server.pages.query_counter import queries


@pytest.fixture
def bellavista(db: Session, ana: Staff) -> Customer:
    customer = make_customer(db, owner_id=ana.id)
    make_contact(db, customer)
    db.commit()
    return customer


def rows(page: str) -> list[str]:
    """Return the ids of notes and visits in the order of the page."""
    return re.findall(r'id="(?:note|visit)-([0-9a-f-]{36})"', page)


def test_the_head_says_who_they_are(desk: FlaskClient, bellavista: Customer) -> None:
    page = desk.get(f"/customers/{bellavista.id}").text
    for words in ("Bellavista Bistro", "restaurant", "812 W Randolph St, Chicago, IL 60607", "(312) 555-0197"):
        assert words in page
    for words in ("Looked after by", "Ana Ruiz", "Maria Conti", "chef"):
        assert words in page
    assert 'href="tel:3125550197"' in page


def test_a_learnt_place_is_told_in_small_words(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    assert "position learnt" not in desk.get(f"/customers/{bellavista.id}").get_data(as_text=True)
    site = bellavista.sites[0]
    site.lat, site.lon, site.learnt_from, site.pin_lat, site.pin_lon = 41.88, -87.65, 5, 41.8819, -87.65
    db.commit()
    page = desk.get(f"/customers/{bellavista.id}").get_data(as_text=True)
    assert "position learnt from 5 visits, 211 m from the address&#39;s pin" in page


def test_people_who_left_are_not_offered(desk: FlaskClient, db: Session, bellavista: Customer) -> None:
    make_contact(db, bellavista, "Paolo Gone").left_at = now()
    db.commit()
    assert "Paolo Gone" not in desk.get(f"/customers/{bellavista.id}").text


def test_visits_and_notes_of_all_reps_stand_newest_first(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    ben = make_staff(db, "Ben Sato")
    day = timedelta(days=1)
    oldest = make_visit(db, ben, bellavista, arrived_at=now() - 9 * day)
    middle = make_note(db, ben, bellavista, started_at=now() - 3 * day)
    newest = make_note(db, ana, bellavista, started_at=now() - day)
    other = make_note(db, ana, make_customer(db, "Somebody Else"))
    db.commit()
    shown = rows(desk.get(f"/customers/{bellavista.id}").text)
    assert shown == [newest.id, middle.id, oldest.id]
    assert other.id not in shown


def test_a_visit_with_a_note_stands_in_the_note(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    visit = make_visit(db, ana, bellavista)
    note = make_note(db, ana, bellavista, visit_id=visit.id)
    db.commit()
    page = desk.get(f"/customers/{bellavista.id}").text
    assert rows(page) == [note.id]
    assert "· visit" in page


def test_a_visit_whose_note_is_about_somebody_else_stands_for_itself(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    visit = make_visit(db, ana, bellavista)
    make_note(db, ana, make_customer(db, "Somebody Else"), visit_id=visit.id)
    db.commit()
    assert rows(desk.get(f"/customers/{bellavista.id}").text) == [visit.id]


def test_visits_that_were_deleted_or_withdrawn_are_not_shown(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    make_visit(db, ana, bellavista, decision=Decision.DELETED)
    make_visit(db, ana, bellavista, withdrawn_at=now())
    confirmed = make_visit(db, ana, bellavista, decision=Decision.CONFIRMED)
    db.commit()
    assert rows(desk.get(f"/customers/{bellavista.id}").text) == [confirmed.id]


def test_pages_join_without_gaps_or_doubles_even_at_the_same_instant(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    at = now() - timedelta(days=2)
    made = [make_recording(db, ana, bellavista, started_at=at, state=RecordingState.SILENT).id for _ in range(PAGE + 3)]
    made += [make_visit(db, ana, bellavista, arrived_at=at - timedelta(minutes=n // 2)).id for n in range(PAGE)]
    db.commit()
    address, seen = f"/customers/{bellavista.id}", []
    while address:
        page = desk.get(address).text
        seen += rows(page)
        more = re.search(r'href="(/customers/[^"]+before=[^"]+)"', page)
        address = more.group(1).replace("&amp;", "&") if more else ""
    assert sorted(seen) == sorted(made)


def test_the_next_page_comes_alone_when_the_script_asks(
    desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    for number in range(PAGE + 1):
        make_visit(db, ana, bellavista, arrived_at=now() - timedelta(days=number))
    db.commit()
    page = desk.get(f"/customers/{bellavista.id}").text
    address = re.search(r'hx-get="([^"]+)"[^>]*>Earlier', page)
    assert address
    rest = desk.get(address.group(1)).text
    assert "<html" not in rest
    assert len(rows(rest)) == 1


@pytest.mark.parametrize("wrong", ["x", "2026-01-01~a", "2026-01-01T00:00:00+00:00", "~"])
def test_a_broken_place_in_the_timeline_is_refused_in_words(
    desk: FlaskClient, bellavista: Customer, wrong: str
) -> None:
    answer = desk.get(f"/customers/{bellavista.id}", query_string={"before": wrong})
    assert answer.status_code == 400
    assert "no place in the timeline" in answer.text


def test_a_place_in_the_timeline_reads_what_it_wrote() -> None:
    cursor = Cursor(now(), "an-id")
    assert Cursor.read(str(cursor)) == cursor


def test_an_unknown_customer_says_what_to_do(desk: FlaskClient) -> None:
    answer = desk.get("/customers/nobody")
    assert answer.status_code == 404
    assert "Look for it by name" in answer.text


def test_a_longer_past_does_not_mean_more_queries(
    app: Flask, desk: FlaskClient, db: Session, ana: Staff, bellavista: Customer
) -> None:
    def count() -> int:
        with queries(app.extensions["rounds"].database.engine) as seen:
            desk.get(f"/customers/{bellavista.id}")
        return len(seen)

    make_note(db, ana, bellavista, visit_id=make_visit(db, ana, bellavista).id)
    make_visit(db, ana, bellavista)
    db.commit()
    desk.get("/")
    count()  # the access log keeps this reading, and not the next ones
    few = count()
    for _ in range(8):
        make_note(db, ana, bellavista, visit_id=make_visit(db, ana, bellavista).id)
        make_visit(db, make_staff(db, "Rep", email=None), bellavista)
    db.commit()
    desk.get("/")  # the lexicon is built anew once
    assert count() == few

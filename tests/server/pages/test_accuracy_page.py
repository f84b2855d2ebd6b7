"""The page on how right notes are: figures with their range, for administrators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.catalogue import Product
from models.entry import Entry
from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_note, make_staff


@pytest.fixture
def office(db: Session, signed_in: Callable[[Staff], FlaskClient]) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def test_before_anybody_checked_a_note_nothing_is_claimed(office: FlaskClient) -> None:
    page = office.get("/accuracy").text
    assert "nothing can be said" in page
    assert "%" not in page.split("<main")[1]


def test_a_checked_note_shows_its_kinds_of_fact_and_how_few_they_are(
    office: FlaskClient, db: Session, ana: Staff
) -> None:
    note = make_note(db, ana, None, "price is forty dollars", {"amounts": [{"value": 40, "kind": "price"}]})
    entry = db.scalars(select(Entry).where(Entry.recording_id == note.id)).one()
    entry.confirmed_at, entry.confirmed_by_id = now(), ana.id
    db.commit()
    page = office.get("/accuracy?days=30").text
    assert "Amounts" in page and "100 %" in page and "(few)" in page
    assert "the last 30 days" in page


def test_others_do_not_see_it(desk: FlaskClient) -> None:
    assert desk.get("/accuracy").status_code == 403


def test_names_that_notes_keep_missing_are_added_or_dismissed_at_one_click(
    office: FlaskClient, db: Session, ana: Staff
) -> None:
    for about in ("truffle oil", "truffle oil", "yuzu juice", "yuzu juice"):
        note = make_note(db, ana, None, "they asked for it", {"needs": [{"about": about}]})
        entry = db.scalars(select(Entry).where(Entry.recording_id == note.id)).one()
        entry.confirmed_at, entry.confirmed_by_id = now(), ana.id
    db.commit()
    page = office.get("/accuracy").text
    assert "Names to add" in page and "truffle oil" in page and "See what it finds" in page
    sent = {"days": "90", "kind": "product", "word": "add", "key": "truffle oil:"}
    assert "Added." in office.post("/accuracy/offers", data=sent, follow_redirects=True).text
    assert db.scalars(select(Product.name)).all() == ["truffle oil"]
    db.commit()
    sent |= {"word": "dismiss", "key": "yuzu juice:"}
    page = office.post("/accuracy/offers", data=sent, follow_redirects=True).text
    assert "Nothing is offered" in page
    assert office.post("/accuracy/offers", data=sent).status_code == 409

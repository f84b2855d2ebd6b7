"""An administrator adds the company's words, and sees first what they would find on past notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import Competitor, Product
from models.entry import Entry, EntryVersion
from models.fact_kind import FactKind
from models.staff import Role, Staff
from server.services.notes.note_taking import write_entry
from tests.server.pages.desk_makers import make_customer, make_note, make_staff

COVERS = {"kind": "fact", "name": "Covers", "phrases": "seats\nCovers", "value_type": "number"}
SAID = "the new room seats sixty they said"


@pytest.fixture
def office(db: Session, signed_in: Callable[[Staff], FlaskClient]) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def test_a_kind_of_fact_shows_what_it_would_find_and_keeps_nothing(
    office: FlaskClient, db: Session, ana: Staff
) -> None:
    make_note(db, ana, make_customer(db), SAID)
    make_note(db, ana, None, "nothing of the kind")
    db.commit()
    page = office.post("/words/preview", data=COVERS).text
    assert "Of the newest 2 notes, 1 says it" in " ".join(page.split())
    assert "<mark>seats</mark> sixty" in page and "Covers: 60" in page and "Bellavista Bistro" in page
    assert db.scalars(select(FactKind)).all() == []
    assert len(db.scalars(select(EntryVersion)).all()) == 2


def test_a_kept_kind_is_read_in_the_next_note_and_can_be_retired(
    app: Flask, office: FlaskClient, db: Session, ana: Staff
) -> None:
    assert "Kept" in office.post("/words", data=COVERS, follow_redirects=True).text
    note = make_note(db, ana, make_customer(db), SAID)
    entry = write_entry(db, app.extensions["rounds"], note)
    (fact,) = entry.newest.content["facts"]
    assert (fact["subject"], fact["value"], fact["words"]) == ("Covers", 60, "seats sixty")
    db.commit()
    assert "Covers" in office.get(f"/notes/{note.id}").text
    (kind,) = db.scalars(select(FactKind)).all()
    db.commit()
    office.post(f"/words/kinds/{kind.id}/retirement")
    assert app.extensions["rounds"].lexicon.current(db).fact_kinds == ()
    entry = db.scalars(select(Entry)).one()
    assert entry.newest.content["facts"]


def test_a_value_of_an_own_kind_is_corrected_by_its_type(
    app: Flask, office: FlaskClient, db: Session, ana: Staff
) -> None:
    office.post("/words", data=COVERS)
    note = make_note(db, ana, make_customer(db), SAID)
    write_entry(db, app.extensions["rounds"], note)
    db.commit()
    assert 'name="facts-0.value"' in office.get(f"/notes/{note.id}/correction").text
    office.post(f"/notes/{note.id}/versions", data={"facts-0.value": "80"})
    db.expire_all()
    entry = db.scalars(select(Entry)).one()
    assert entry.newest.content["facts"][0]["value"] == 80 and entry.newest.made_by_id is not None


def test_a_product_is_added_and_later_gets_an_alias(app: Flask, office: FlaskClient, db: Session, ana: Staff) -> None:
    note = make_note(db, ana, make_customer(db), "she wants ten cases of moonbeam cordial")
    db.commit()
    product = {"kind": "product", "name": "Moonbeam Cordial", "phrases": ""}
    assert "Wants: 10 cases Moonbeam Cordial" in office.post("/words/preview", data=product).text
    office.post("/words", data=product)
    assert app.extensions["rounds"].lexicon.current(db).products[0].name == "Moonbeam Cordial"
    db.rollback()
    office.post("/words", data={**product, "name": "moonbeam cordial", "phrases": "the moon stuff"})
    assert app.extensions["rounds"].lexicon.current(db).products[0].aliases == ("the moon stuff",)
    assert len(db.scalars(select(Product)).all()) == 1 and note.id


def test_a_competitor_is_added(office: FlaskClient, db: Session) -> None:
    office.post("/words", data={"kind": "competitor", "name": "Northgate Supply", "phrases": "north gate"})
    assert db.scalars(select(Competitor)).one().spoken_aliases == ["north gate"]


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ({**COVERS, "name": " "}, "Give a name"),
        ({**COVERS, "phrases": ""}, "Give at least one phrase"),
        ({**COVERS, "kind": "planet"}, "Choose what it is"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(office: FlaskClient, typed: dict[str, str], advice: str) -> None:
    for address in ("/words", "/words/preview"):
        answer = office.post(address, data=typed)
        assert answer.status_code == 422 and advice in answer.text


def test_a_kind_is_not_added_twice(office: FlaskClient) -> None:
    office.post("/words", data=COVERS)
    answer = office.post("/words", data=COVERS)
    assert answer.status_code == 409 and "Retire it first" in answer.text


def test_others_may_neither_see_nor_add_words(desk: FlaskClient) -> None:
    assert desk.get("/words").status_code == 403
    assert desk.post("/words", data=COVERS).status_code == 403

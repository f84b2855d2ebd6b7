"""Search: what it finds, where it leads, and that it works with and without script."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.staff import Staff
from tests.server.pages.desk_makers import make_contact, make_customer, make_note


def test_names_of_customers_and_people_and_words_of_notes_are_found(desk: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db, "The Copper Kettle")
    make_contact(db, customer, "Kettil Berg")
    note = make_note(db, ana, make_customer(db, "Anjou Bistro"), "they bought a kettle elsewhere")
    db.commit()
    page = desk.get("/search?q=kett").text
    assert (
        page.index("Copper <mark>Kett</mark>le")
        < page.index("<mark>Kett</mark>il Berg")
        < page.index("a <mark>kett</mark>le elsewhere")
    )
    assert f'href="/customers/{customer.id}"' in page
    assert f'href="/notes/{note.id}"' in page


def test_each_hit_says_what_it_is(desk: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db, "Kettle House")
    make_contact(db, customer, "Kettil Berg")
    make_note(db, ana, customer, "a kettle")
    db.commit()
    page = desk.get("/search?q=kett").text
    assert [page.count(f'">{kind}</span>') for kind in ("Customer", "Contact", "Note")] == [1, 1, 1]


def test_a_script_gets_the_hits_alone(desk: FlaskClient, db: Session) -> None:
    make_customer(db)
    db.commit()
    answer = desk.get("/search?q=bella", headers={"HX-Request": "true"}).text
    assert "Bistro" in answer
    assert "<html" not in answer


def test_a_number_is_found(desk: FlaskClient, db: Session) -> None:
    make_customer(db)
    db.commit()
    assert "Bellavista" in desk.get("/search?q=555-0197").text


def test_a_secret_is_told_as_its_kind(desk: FlaskClient, db: Session, ana: Staff) -> None:
    make_note(db, ana, make_customer(db), "his birthday is [birthday] [birthday] he likes oat milk")
    db.commit()
    page = desk.get("/search?q=oat").text
    assert "(birthday, not kept)" in page and "[birthday]" not in page


def test_nothing_found_says_what_to_try(desk: FlaskClient) -> None:
    assert "Try fewer letters" in desk.get("/search?q=zzz").text


def test_an_empty_search_finds_nothing_and_breaks_nothing(desk: FlaskClient, db: Session) -> None:
    make_customer(db)
    db.commit()
    for query in ("", "   ", "%", '"', "*", "'; --"):
        answer = desk.get("/search", query_string={"q": query})
        assert answer.status_code == 200
        assert "Bellavista" not in answer.text


def test_what_was_typed_goes_in_as_text(desk: FlaskClient) -> None:
    page = desk.get("/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
